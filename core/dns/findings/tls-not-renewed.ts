import { counted } from '../counted';
import type { Check } from '../finding';
import { DAY_MS } from '../times';
import { shown } from '../wire/name';
import { issuedShown } from './issued-shown';
import { ofNewest } from './of-newest';

export const tlsNotRenewed: Check = {
	severity: 'medium',
	title: 'No newer certificate was issued although the last one ends soon',
	basis: 'RFC 9773, section 4.2; RFC 8555',
	remedy: 'Automatic renewal may have stopped: ask whoever runs the server to look.',
	readsClock: true,
	judge: (facts) =>
		ofNewest(facts, (issuance, name) => {
			const left = issuance.until - facts.now;
			if (left * 3 >= issuance.until - issuance.from) return [];
			const days = Math.max(0, Math.floor(left / DAY_MS));
			return [
				{
					evidence: `${shown(name)}: ${counted(days, 'day')} left of the newest issued: ${issuedShown(issuance)}`,
				},
			];
		}),
};
