import { type Check, fine } from '../finding';
import { ofLooked } from './of-looked';
import { dsOf } from '../gather/dnssec';

const SHA_1 = 1;

export const dnssecWeakDigest: Check = {
	severity: 'medium',
	title: 'The DS record uses SHA-1 alone',
	basis: 'RFC 9905; RFC 4509',
	remedy: 'Replace the DS record at your registrar by the one with SHA-256 (digest type 2).',
	judge: ({ dnssec: { ds } }) =>
		ofLooked([ds], () => {
			const found = dsOf(ds);
			if (found.length === 0 || found.some(({ digestType }) => digestType !== SHA_1)) return fine;
			return {
				cases: [{ evidence: `DS ${found.map(({ keyTag }) => String(keyTag)).join(', ')}: digest type 1` }],
			};
		}),
};
