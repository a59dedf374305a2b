import { createHash } from 'node:crypto';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../../../../core/audit/tree/hashes';
import { type HashAt, consistencyPath, inclusionPath, rootAt } from '../../../../../core/audit/tree/paths';
import { verifyConsistency, verifyInclusion } from '../../../../../core/audit/tree/proofs';
import { CompactRange } from '../../../../../core/audit/tree/range';
import { hex } from '../../../../../core/hex';

const sha256 = (...parts: readonly Uint8Array[]) =>
	createHash('sha256').update(Buffer.concat(parts)).digest();

/** The definition of RFC 6962, section 2.1, word for word. */
function rootByDefinition(entries: readonly Uint8Array[]): Uint8Array {
	if (entries.length === 0) return sha256();
	if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
	const k = 2 ** Math.floor(Math.log2(entries.length - 1));
	return sha256(Uint8Array.of(1), rootByDefinition(entries.slice(0, k)), rootByDefinition(entries.slice(k)));
}

const entries = Array.from({ length: 70 }, (_, index) => Uint8Array.from({ length: index }, () => index));
const known = new Map<string, Uint8Array>();
const hashAt: HashAt = async (level, index) => {
	const place = `${level}/${index}`;
	const hash =
		known.get(place) ?? rootByDefinition(entries.slice(index * 2 ** level, (index + 1) * 2 ** level));
	known.set(place, hash);
	return hash;
};

const grown = (size: number) => {
	const range = CompactRange.of(0, []);
	for (const entry of entries.slice(0, size)) range.append(leafHash(entry));
	return range;
};

it('hashes as the definition says', () => {
	expect(hex(EMPTY_ROOT)).toBe(hex(sha256()));
	for (let size = 0; size <= entries.length; size++)
		expect(hex(grown(size).root())).toBe(hex(rootByDefinition(entries.slice(0, size))));
});

it('hashes entries of any length, the longest of the tiles and longer ones', () => {
	for (const length of [0, 1, 65_534, 65_535, 65_536, 200_000]) {
		const entry = new Uint8Array(length).fill(7);
		expect(hex(leafHash(entry))).toBe(hex(sha256(Uint8Array.of(0), entry)));
	}
});

it('gives hashes that stay as they are when others are computed', () => {
	const first = leafHash(Uint8Array.of(1));
	const kept = hex(first);
	nodeHash(first, leafHash(Uint8Array.of(2)));
	expect(hex(first)).toBe(kept);
});

it('goes on from kept hashes as if it had never stopped', () => {
	for (let size = 0; size < entries.length; size++) {
		const kept = grown(size);
		const resumed = CompactRange.of(kept.size, kept.hashes);
		resumed.append(leafHash(entries[size]!));
		expect(hex(resumed.root())).toBe(hex(grown(size + 1).root()));
		expect(kept.size).toBe(size);
	}
});

it('counts beyond 32 bits', () => {
	const range = CompactRange.of(
		2 ** 33 - 1,
		Array.from({ length: 33 }, () => EMPTY_ROOT),
	);
	range.append(EMPTY_ROOT);
	expect(range.hashes).toHaveLength(1);
});

it.each([
	[1, 0],
	[3, 1],
	[4, 2],
	[0, 1],
	[-1, 0],
	[1.5, 1],
	[2 ** 53, 1],
])('refuses a tree of %d entries with %d subtrees', (size, subtrees) => {
	const hashes = Array.from({ length: subtrees }, () => EMPTY_ROOT);
	expect(() => CompactRange.of(size, hashes)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});

it('refuses a subtree whose hash is cut off', () => {
	expect(() => CompactRange.of(1, [EMPTY_ROOT.subarray(1)])).toThrow(/32 bytes/);
});

it('proves every entry of every tree, and no other entry', async () => {
	for (let size = 1; size <= entries.length; size++) {
		const root = await rootAt(size, hashAt);
		for (let index = 0; index < size; index++) {
			const path = await inclusionPath(index, size, hashAt);
			const leaf = leafHash(entries[index]!);
			expect(verifyInclusion(BigInt(index), BigInt(size), leaf, path, root)).toBeNull();
			if (index > 0)
				expect(verifyInclusion(BigInt(index - 1), BigInt(size), leaf, path, root)).not.toBeNull();
			for (const beyond of [index - size, index - 2 * size, -1, index + size, size])
				expect(verifyInclusion(BigInt(beyond), BigInt(size), leaf, path, root)).toBe(
					'the tree has no entry at this index',
				);
		}
	}
});

it('proves every tree to be the beginning of every later one, and of no other', async () => {
	for (let size2 = 1; size2 <= entries.length; size2++)
		for (let size1 = 1; size1 <= size2; size1++) {
			const path = await consistencyPath(size1, size2, hashAt);
			const [root1, root2] = [await rootAt(size1, hashAt), await rootAt(size2, hashAt)];
			expect(verifyConsistency(BigInt(size1), BigInt(size2), path, root1, root2)).toBeNull();
			expect(verifyConsistency(BigInt(size1), BigInt(size2), path, EMPTY_ROOT, root2)).not.toBeNull();
			expect(verifyConsistency(BigInt(size1), BigInt(size2), path, root1, EMPTY_ROOT)).not.toBeNull();
		}
});

it('has no proof of a tree that is empty, not even beside another', () => {
	expect(verifyConsistency(0n, 0n, [], EMPTY_ROOT, EMPTY_ROOT)).toMatch(/earlier tree is empty/);
});
