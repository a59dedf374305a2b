import { Damage } from '../damage';
import { HASH_BYTES, NODE, hashInto } from '../tree/hashes';
import type { HashAt } from '../tree/paths';
import { type Tile, TILE_WIDTH, hashesAt, tileWith } from './path';

/** Hashes in a file, one after the other, 32 bytes each. */

/** The bytes of a file with `width` hashes, unchanged. Throws TILE_WIDTH when they are fewer or more. */
export function checkTile(bytes: Uint8Array, width: number): Uint8Array {
	if (bytes.length !== width * HASH_BYTES)
		throw new Damage('TILE_WIDTH', `${bytes.length} bytes for ${width} hashes of ${HASH_BYTES}`);
	return bytes;
}

/** Where hashes are hashed to those above them, in place: a million times memory for two of them takes its time. */
const row = new Uint8Array(1 + TILE_WIDTH * HASH_BYTES);

/** Each pair in it, with the byte before: it is the end of the pair before, which has been read when it is needed. */
const pairs = Array.from({ length: TILE_WIDTH / 2 }, (_, pair) =>
	row.subarray(pair * 2 * HASH_BYTES, (pair + 1) * 2 * HASH_BYTES + 1),
);

/** The root of a whole subtree, of the hashes of its leaves: their number is a power of two, 256 at most. */
export function subtreeRoot(hashes: Uint8Array): Uint8Array {
	row.set(hashes, 1);
	for (let count = hashes.length / HASH_BYTES / 2; count >= 1; count /= 2)
		for (let at = 0; at < count; at++) {
			const pair = pairs[at] as Uint8Array;
			pair[0] = NODE;
			hashInto(row, 1 + at * HASH_BYTES, pair);
		}
	return row.slice(1, 1 + HASH_BYTES);
}

/** Tiles of 2^8 hashes: so many levels of the tree are in one. */
const LEVELS = 8;

/** The hashes of a tree of `size` entries from its tiles; `read` gives the bytes of one that the tree has. */
export function hashesFrom(size: number, read: (tile: Tile) => Promise<Uint8Array>): HashAt {
	return async (level, index) => {
		const tileLevel = Math.floor(level / LEVELS);
		const count = 2 ** (level % LEVELS);
		const first = index * count;
		if (first + count > hashesAt(tileLevel, size)) throw new RangeError('the tree has no such subtree');
		const tile = tileWith(tileLevel, first, size);
		const bytes = checkTile(await read(tile), tile.width);
		const begin = (first % TILE_WIDTH) * HASH_BYTES;
		return subtreeRoot(bytes.subarray(begin, begin + count * HASH_BYTES));
	};
}
