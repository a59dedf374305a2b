import { type Check, fine } from '../finding';
import { ofLooked } from './of-looked';

/** Beyond this validators give up (RFC 9276, section 3.2; BIND and unbound do so). */
const MOST = 150;

export const dnssecIterations: Check = {
	severity: 'low',
	title: 'Denials are hashed more than once',
	basis: 'RFC 9276, section 3.1',
	remedy:
		'Ask your DNS host to set NSEC3 to 0 iterations and an empty salt: more does not protect, it only costs.',
	judge: ({ dnssec: { hashing, dnskey } }) =>
		ofLooked([dnskey], () => {
			if (hashing === null || hashing.iterations === 0) return fine;
			const { iterations, saltBytes } = hashing;
			const seen = `${iterations} iterations, ${saltBytes} bytes of salt`;
			if (iterations <= MOST) return { cases: [{ evidence: seen }] };
			return {
				cases: [{ severity: 'high', evidence: `${seen}: resolvers take such denials for unsigned` }],
			};
		}),
};
