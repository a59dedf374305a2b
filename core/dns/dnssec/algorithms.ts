import { type KeyObject, createHash, createPublicKey, verify } from 'node:crypto';
import { base64url } from '../../base64';
import { rsaNumbers } from '../rsa';
import { concat, latin1 } from '../wire/bytes';

interface Algorithm {
	/** Null where the algorithm has its own. */
	readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
	/** Where signatures are two numbers side by side: the bytes of each. */
	readonly half?: number;
	/** The public key of a DNSKEY record as JSON Web Key, or null when it is not one. */
	jwk(publicKey: Uint8Array): Record<string, string> | null;
}

/** Bounds of what is worth the work: 512 to 4,096 bits, and exponents that people use (RFC 3110, section 2). */
const RSA_BYTES = { least: 64, most: 512, exponent: 8 };

const rsa = (hash: Algorithm['hash']): Algorithm => ({
	hash,
	jwk(publicKey) {
		const { exponent, modulus } = rsaNumbers(publicKey);
		if (exponent.length === 0 || exponent.length > RSA_BYTES.exponent) return null;
		if (modulus.length < RSA_BYTES.least || modulus.length > RSA_BYTES.most) return null;
		return { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) };
	},
});

/** RFC 6605, section 4. */
const ecdsa = (hash: Algorithm['hash'], crv: string, size: number): Algorithm => ({
	hash,
	half: size,
	jwk: (publicKey) =>
		publicKey.length === 2 * size
			? { kty: 'EC', crv, x: base64url(publicKey.subarray(0, size)), y: base64url(publicKey.subarray(size)) }
			: null,
});

/** RFC 8080, section 3. */
const eddsa = (crv: string, size: number): Algorithm => ({
	hash: null,
	jwk: (publicKey) => (publicKey.length === size ? { kty: 'OKP', crv, x: base64url(publicKey) } : null),
});

/** Source: https://www.iana.org/assignments/dns-sec-alg-numbers */
const algorithms = new Map<number, Algorithm>([
	[5, rsa('sha1')],
	[7, rsa('sha1')],
	[8, rsa('sha256')],
	[10, rsa('sha512')],
	[13, ecdsa('sha256', 'P-256', 32)],
	[14, ecdsa('sha384', 'P-384', 48)],
	[15, eddsa('Ed25519', 32)],
	[16, eddsa('Ed448', 57)],
]);

/** Source: https://www.iana.org/assignments/ds-rr-types */
const digests = new Map<number, 'sha1' | 'sha256' | 'sha384'>([
	[1, 'sha1'],
	[2, 'sha256'],
	[4, 'sha384'],
]);

export const isAlgorithmKnown = (algorithm: number): boolean => algorithms.has(algorithm);
/** True for a digest that the platform computes: SHA-1 is one that some refuse, so it is tried. */
export const isDigestKnown = (digestType: number): boolean =>
	digests.has(digestType) && (digests.get(digestType) !== 'sha1' || digestOf(digestType) !== null);

/** Keys of the root and of top-level domains are needed for each domain, and importing one costs as much as using it. */
const imported = new Map<string, KeyObject | null>();
const MAX_IMPORTED = 64;

/** Null for data that is not a key of the algorithm. */
export function importKey(algorithm: number, publicKey: Uint8Array): KeyObject | null {
	const id = `${algorithm} ${latin1(publicKey)}`;
	const known = imported.get(id);
	if (known !== undefined) return known;
	const made = importNow(algorithm, publicKey);
	if (imported.size >= MAX_IMPORTED) imported.clear();
	imported.set(id, made);
	return made;
}

function importNow(algorithm: number, publicKey: Uint8Array): KeyObject | null {
	const key = algorithms.get(algorithm)?.jwk(publicKey) ?? null;
	if (key === null) return null;
	try {
		return createPublicKey({ key, format: 'jwk' });
	} catch {
		return null;
	}
}

/** Null when the platform refuses to compute it: some forbid SHA-1 (RFC 9905). */
export function isSignatureGood(
	algorithm: number,
	key: KeyObject,
	data: Uint8Array,
	signature: Uint8Array,
): boolean | null {
	const { hash = null, half } = algorithms.get(algorithm) ?? {};
	if (half !== undefined && signature.length !== 2 * half) return false;
	try {
		// Node.js takes half as long again for a pair as for its DER form.
		return verify(hash, data, key, half === undefined ? signature : derOf(signature, half));
	} catch {
		return null;
	}
}

/** Two numbers side by side as the sequence of two integers that they are elsewhere (RFC 3279, section 2.2.3). */
function derOf(pair: Uint8Array, half: number): Uint8Array {
	const numbers = concat(integer(pair.subarray(0, half)), integer(pair.subarray(half)));
	return concat(Uint8Array.of(SEQUENCE, numbers.length), numbers);
}

const [SEQUENCE, INTEGER] = [0x30, 0x02];

/** Without zeros in front, but with one where the first bit would make the number negative. */
function integer(bytes: Uint8Array): Uint8Array {
	let start = 0;
	while (start < bytes.length - 1 && bytes[start] === 0) start++;
	const zeros = (bytes[start] as number) < 0x80 ? 0 : 1;
	const length = zeros + bytes.length - start;
	const whole = new Uint8Array(2 + length);
	whole[0] = INTEGER;
	whole[1] = length;
	whole.set(bytes.subarray(start), 2 + zeros);
	return whole;
}

/** The digest of a DS record, or null when it is not known or the platform refuses to compute it. */
export function digestOf(digestType: number, ...parts: readonly Uint8Array[]): Uint8Array | null {
	const hash = digests.get(digestType);
	if (hash === undefined) return null;
	try {
		return new Uint8Array(
			createHash(hash)
				.update(concat(...parts))
				.digest(),
		);
	} catch {
		return null;
	}
}
