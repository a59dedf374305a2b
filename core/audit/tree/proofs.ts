import { equalBytes } from '../../bytes';
import { HASH_BYTES, nodeHash } from './hashes';

/** Proofs of a Merkle tree, by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2; the hashes are RFC 6962's. */

/** Why a proof proves nothing. Stable: texts to show and to compare with. */
export type ProofFault =
	| 'a hash has not 32 bytes'
	| 'the tree has no entry at this index'
	| 'the proof is too short'
	| 'the proof is too long'
	| 'the proof leads to another root'
	| 'the proof does not lead to the earlier root'
	| 'the earlier tree is empty: nothing can be proved of it'
	| 'the earlier tree is larger than the later one'
	| 'both trees have one size, and their roots differ';

const isHash = ({ length }: Uint8Array) => length === HASH_BYTES;

/** Null when the entry with the hash `leaf` is at `index` (from 0) in the tree of `size` entries with this root. */
export function verifyInclusion(
	index: bigint,
	size: bigint,
	leaf: Uint8Array,
	proof: readonly Uint8Array[],
	root: Uint8Array,
): ProofFault | null {
	if (index < 0n || index >= size) return 'the tree has no entry at this index';
	if (![leaf, root, ...proof].every(isHash)) return 'a hash has not 32 bytes';
	let place: Place = [index, size - 1n];
	let hash = leaf;
	for (const sibling of proof) {
		if (place[1] === 0n) return 'the proof is too long';
		if (isRight(place)) {
			hash = nodeHash(sibling, hash);
			place = withoutPromotions(place);
		} else hash = nodeHash(hash, sibling);
		place = above(place);
	}
	if (place[1] !== 0n) return 'the proof is too short';
	return equalBytes(hash, root) ? null : 'the proof leads to another root';
}

/** Null when the tree of `size1` entries with `root1` is the beginning of the tree of `size2` entries with `root2`. */
export function verifyConsistency(
	size1: bigint,
	size2: bigint,
	proof: readonly Uint8Array[],
	root1: Uint8Array,
	root2: Uint8Array,
): ProofFault | null {
	if (size1 > size2) return 'the earlier tree is larger than the later one';
	if (size1 <= 0n) return 'the earlier tree is empty: nothing can be proved of it';
	if (size1 === size2) {
		if (proof.length > 0) return 'the proof is too long';
		return equalBytes(root1, root2) ? null : 'both trees have one size, and their roots differ';
	}
	if (![root1, root2, ...proof].every(isHash)) return 'a hash has not 32 bytes';
	const isWhole = (size1 & (size1 - 1n)) === 0n;
	// A whole subtree is a node of the later tree, and nobody needs to be told its hash again.
	const [first, ...rest] = isWhole ? [root1, ...proof] : proof;
	if (first === undefined || proof.length === 0) return 'the proof is too short';
	let place: Place = [size1 - 1n, size2 - 1n];
	while ((place[0] & 1n) === 1n) place = above(place);
	let earlier = first;
	let later = first;
	for (const hash of rest) {
		if (place[1] === 0n) return 'the proof is too long';
		if (isRight(place)) {
			earlier = nodeHash(hash, earlier);
			later = nodeHash(hash, later);
			place = withoutPromotions(place);
		} else later = nodeHash(later, hash);
		place = above(place);
	}
	if (place[1] !== 0n) return 'the proof is too short';
	if (!equalBytes(earlier, root1)) return 'the proof does not lead to the earlier root';
	return equalBytes(later, root2) ? null : 'the proof leads to another root';
}

/** Where a node is in its level, and where the last node of that level is. */
type Place = readonly [node: bigint, last: bigint];

const above = ([node, last]: Place): Place => [node >> 1n, last >> 1n];

const isRight = ([node, last]: Place) => (node & 1n) === 1n || node === last;

/** The last node of a level may have no sibling; it then stands for its parent. */
function withoutPromotions(place: Place): Place {
	let at = place;
	while ((at[0] & 1n) === 0n && at[0] !== 0n) at = above(at);
	return at;
}
