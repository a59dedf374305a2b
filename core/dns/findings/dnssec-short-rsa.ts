import type { Check } from '../finding';
import { ofLooked } from './of-looked';
import { keysOf } from '../gather/dnssec';
import { bitsOf, rsaNumbers } from '../rsa';

const RSA: readonly number[] = [1, 5, 7, 8, 10];
const LEAST_BITS = 2_048;

export const dnssecShortRsa: Check = {
	severity: 'low',
	title: 'An RSA key is short',
	basis: 'RFC 9904; NIST SP 800-57, part 1',
	remedy: 'Ask your DNS host for keys of 2048 bits, or better for ECDSA P-256.',
	judge: ({ dnssec: { dnskey } }) =>
		ofLooked([dnskey], () => ({
			cases: keysOf(dnskey)
				.filter(({ algorithm }) => RSA.includes(algorithm))
				.map(({ publicKey }) => bitsOf(rsaNumbers(publicKey).modulus))
				.filter((bits) => bits < LEAST_BITS)
				.map((bits) => ({ evidence: `${bits} bits` })),
		})),
};
