import type { Check } from '../finding';
import { ofLooked } from './of-looked';
import { type Dnskey, keysOf } from '../gather/dnssec';

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
				.map(bitsOf)
				.filter((bits) => bits < LEAST_BITS)
				.map((bits) => ({ evidence: `${bits} bits` })),
		})),
};

/** The length of the modulus (RFC 3110, section 2). */
function bitsOf({ publicKey }: Dnskey): number {
	const [short = 0, high = 0, low = 0] = publicKey;
	const modulus = publicKey.subarray(short === 0 ? 3 + high * 256 + low : 1 + short);
	const first = modulus.findIndex((byte) => byte !== 0);
	return first < 0 ? 0 : (modulus.length - first) * 8 - (Math.clz32(modulus[first] ?? 0) - 24);
}
