import { longestDays } from '../certificates/longest';
import { counted } from '../counted';
import type { Check } from '../finding';
import { DAY_MS } from '../times';
import { issuedShown } from './issued-shown';
import { ofNewest } from './of-newest';

export const tlsLongLived: Check = {
	severity: 'low',
	title: 'A certificate lives longer than new ones may',
	basis: 'CA/Browser Forum Baseline Requirements, section 6.3.2',
	remedy:
		'Move to certificates that are renewed automatically, if this one is not: lifetimes go down to 100 days in 2027 and 47 in 2029.',
	readsClock: true,
	judge: (facts) =>
		ofNewest(facts, (issuance) => {
			const days = (issuance.until - issuance.from) / DAY_MS;
			const allowed = longestDays(issuance.from);
			const told = `issued for ${counted(Math.round(days), 'day')}`;
			if (days > allowed)
				return [
					{
						evidence: `${told} although ${allowed} were the most on that day: ${issuedShown(issuance)}`,
						severity: 'medium',
						remedy:
							'Browsers may refuse it: ask the company that issued it for another, or use another company.',
					},
				];
			return days > longestDays(facts.now) ? [{ evidence: `${told}: ${issuedShown(issuance)}` }] : [];
		}),
};
