import { counted } from '../counted';
import type { Check } from '../finding';
import { DAY_MS } from '../times';
import { issuedShown } from './issued-shown';
import { ofNewest } from './of-newest';

/** The longest life of certificates issued since 15 March 2026. */
const LONGEST_DAYS = 200;

export const tlsLongLived: Check = {
	severity: 'low',
	title: 'A certificate is of a long-lived kind that is no longer issued',
	basis: 'CA/Browser Forum Baseline Requirements, section 6.3.2',
	remedy:
		'Move to certificates that are renewed automatically: lifetimes go down to 100 days in 2027 and 47 in 2029.',
	judge: (facts) =>
		ofNewest(facts, (issuance) => {
			const days = (issuance.until - issuance.from) / DAY_MS;
			return days > LONGEST_DAYS
				? [{ evidence: `issued for ${counted(Math.round(days), 'day')}: ${issuedShown(issuance)}` }]
				: [];
		}),
};
