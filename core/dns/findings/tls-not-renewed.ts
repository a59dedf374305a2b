import { counted } from '../counted';
import type { Check } from '../finding';
import { DAY_MS } from '../times';
import { shown } from '../wire/name';
import { issuedShown } from './issued-shown';
import { ofNewest } from './of-newest';

/** Whoever renews by himself does it with a third of the life left, and a month before the end of a long one. */
const MOST_MS = 30 * DAY_MS;

export const tlsNotRenewed: Check = {
	severity: 'medium',
	title: 'No newer certificate was issued although the last one ends soon',
	basis: 'RFC 9773, section 4.2; RFC 8555',
	remedy: 'Automatic renewal may have stopped: ask whoever runs the server to look.',
	readsClock: true,
	judge: (facts) =>
		ofNewest(facts, (issuance, name) => {
			const left = issuance.until - facts.now;
			if (left >= Math.min((issuance.until - issuance.from) / 3, MOST_MS)) return [];
			const days = Math.max(0, Math.floor(left / DAY_MS));
			return [
				{
					evidence: `${shown(name)}: ${counted(days, 'day')} left of the newest issued: ${issuedShown(issuance)}`,
				},
			];
		}),
};
