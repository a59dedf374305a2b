import { createHash, hash } from 'node:crypto';

/** The hashes of a Merkle tree (RFC 6962, section 2.1), SHA-256, 32 bytes each. */

export const HASH_BYTES = 32;

/** The half of them: as many units has a digest in UTF-16. */
const UNITS = HASH_BYTES / 2;

/**
 * A unit for two bytes, the lower first: Node.js (20 and 24) makes a text three times as fast as an object with bytes,
 * and reading half as many units of it takes half as long.
 */
const digest = (data: Uint8Array): string =>
	hash === undefined ? createHash('sha256').update(data).digest('utf16le') : hash('sha256', data, 'utf16le');

/** Writes SHA-256 of `data` into `target`, from `at`. */
export function hashInto(target: Uint8Array, at: number, data: Uint8Array): void {
	const text = digest(data);
	for (let unit = 0; unit < UNITS; unit++) {
		const two = text.charCodeAt(unit);
		target[at + 2 * unit] = two;
		target[at + 2 * unit + 1] = two >>> 8;
	}
}

/** True when the 32 bytes of `hashes` from `at` are SHA-256 of `data`. */
export function isHashAt(hashes: DataView, at: number, data: Uint8Array): boolean {
	const text = digest(data);
	for (let unit = 0; unit < UNITS; unit += 2) {
		const four = text.charCodeAt(unit) | (text.charCodeAt(unit + 1) << 16);
		if (hashes.getInt32(at + 2 * unit, true) !== four) return false;
	}
	return true;
}

/** What stands before the bytes of an entry, and before two hashes side by side. */
export const [LEAF, NODE] = [0, 1] as const;

/** What is hashed is put together here, in one place for all: memory is not asked for a million times. */
const pair = new Uint8Array(1 + 2 * HASH_BYTES);
pair[0] = NODE;
const leaf = new Uint8Array(1 + 65_535);

/** The hash of an entry, by its bytes as they are stored. */
export function leafHash(data: Uint8Array): Uint8Array {
	const whole = data.length < leaf.length ? leaf : new Uint8Array(1 + data.length);
	whole.set(data, 1);
	return hashOf(whole.subarray(0, 1 + data.length));
}

/** The hash of two hashes side by side. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
	pair.set(left, 1);
	pair.set(right, 1 + HASH_BYTES);
	return hashOf(pair);
}

function hashOf(data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(HASH_BYTES);
	hashInto(bytes, 0, data);
	return bytes;
}

/** The root of the tree without entries. */
export const EMPTY_ROOT: Uint8Array = hashOf(new Uint8Array(0));
