import type { Check } from '../finding';
import { ofLooked } from './of-looked';
import { dsOf, keysOf } from '../gather/dnssec';

export const dnssecHalfRolled: Check = {
	severity: 'medium',
	title: 'A change of algorithm was left half done',
	basis: 'RFC 4035, section 2.2; RFC 6840, section 5.11',
	remedy:
		'The registrar has a DS record of an algorithm that the domain is not signed with. Finish the change at your DNS host, or remove that DS record.',
	judge: ({ dnssec: { ds, dnskey, signatures } }) =>
		ofLooked([ds, dnskey], () => {
			const wanted = [...new Set(dsOf(ds).map(({ algorithm }) => algorithm))];
			const keys = new Set(keysOf(dnskey).map(({ algorithm }) => algorithm));
			const used = new Set(signatures.map(({ algorithm }) => algorithm));
			if (wanted.length < 2 || keys.size === 0) return { cases: [] };
			return {
				cases: wanted
					.filter((algorithm) => !keys.has(algorithm) || !used.has(algorithm))
					.map((algorithm) => ({
						evidence: `DS of algorithm ${algorithm}, and no signature with it`,
					})),
			};
		}),
};
