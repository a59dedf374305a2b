import type { Check } from '../finding';
import { ofLooked } from './of-looked';
import { shown } from '../wire/name';
import { typeName } from '../wire/types';

const HOUR_S = 3_600;
const SOON_S = 3 * 24 * HOUR_S;

export const dnssecExpiresSoon: Check = {
	severity: 'high',
	title: 'Signatures run out within three days and were not renewed',
	basis: 'RFC 6781, section 4.4.2',
	remedy: 'Signing may have stopped at your DNS host. Have it looked at now, before the domain disappears.',
	readsClock: true,
	judge: ({ dnssec: { signatures, dnskey }, now }) =>
		ofLooked([dnskey], () => {
			const seconds = Math.floor(now / 1_000);
			const left = signatures
				.map((signature) => ({ ...signature, left: (signature.expiration - seconds) | 0 }))
				// A host that signs anew every day for two days is well: what matters is how much of the time is over.
				.filter(
					({ expiration, inception, left: rest }) =>
						rest >= 0 && rest < SOON_S && rest * 4 < expiration - inception,
				)
				.sort((a, b) => a.left - b.left)[0];
			if (left === undefined) return { cases: [] };
			const hours = Math.floor(left.left / HOUR_S);
			const of = Math.round((left.expiration - left.inception) / HOUR_S);
			return {
				cases: [
					{
						evidence: `${shown(left.name)} ${typeName(left.covered)}: ${hours} of ${of} hours are left`,
					},
				],
			};
		}),
};
