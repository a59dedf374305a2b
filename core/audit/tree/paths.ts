import { EMPTY_ROOT, nodeHash } from './hashes';

/**
 * The hash of a whole subtree of a tree: `level` 0 are the entries, each level above halves their number, `index` counts
 * from 0 from the left.
 */
export type HashAt = (level: number, index: number) => Promise<Uint8Array>;

/** The root of the first `size` entries. */
export const rootAt = async (size: number, hashAt: HashAt): Promise<Uint8Array> =>
	size === 0 ? EMPTY_ROOT : hashOf(0, size, hashAt);

/** The proof that the tree of `size` entries holds the entry at `index` < `size` (RFC 6962, section 2.1.1). */
export async function inclusionPath(index: number, size: number, hashAt: HashAt): Promise<Uint8Array[]> {
	const path: Uint8Array[] = [];
	let [begin, end] = [0, size];
	while (end - begin > 1) {
		const middle = begin + largestPowerBelow(end - begin);
		const isLeft = index < middle;
		path.push(await (isLeft ? hashOf(middle, end, hashAt) : hashOf(begin, middle, hashAt)));
		[begin, end] = isLeft ? [begin, middle] : [middle, end];
	}
	return path.reverse();
}

/** The proof that the first `size1` > 0 entries of the tree of `size2` are a tree before it (RFC 6962, section 2.1.2). */
export async function consistencyPath(size1: number, size2: number, hashAt: HashAt): Promise<Uint8Array[]> {
	const path: Uint8Array[] = [];
	let [begin, end] = [0, size2];
	while (size1 < end) {
		const middle = begin + largestPowerBelow(end - begin);
		const isLeft = size1 <= middle;
		path.push(await (isLeft ? hashOf(middle, end, hashAt) : hashOf(begin, middle, hashAt)));
		[begin, end] = isLeft ? [begin, middle] : [middle, end];
	}
	// What was never left to the right is the earlier tree itself, whose root the verifier has.
	if (begin > 0) path.push(await hashOf(begin, end, hashAt));
	return path.reverse();
}

/** The hash of the entries from `begin` to before `end`, where `begin` is a multiple of what whole subtrees need. */
async function hashOf(begin: number, end: number, hashAt: HashAt): Promise<Uint8Array> {
	const left = largestPowerBelow(end - begin + 1);
	const hash = await hashAt(Math.log2(left), begin / left);
	return begin + left === end ? hash : nodeHash(hash, await hashOf(begin + left, end, hashAt));
}

/** The largest power of two below a number above 1. */
function largestPowerBelow(count: number): number {
	let power = 1;
	while (power * 2 < count) power *= 2;
	return power;
}
