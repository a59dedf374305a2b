import { concat } from '../../bytes';
import { Damage } from '../damage';
import { HASH_BYTES, nodeHash } from '../tree/hashes';
import { type Tile, TILE_WIDTH, hashesAt, tileWith } from './path';
import type { HashAt } from '../tree/paths';

/** Hashes in a file, one after the other. */
export const writeTile = (hashes: readonly Uint8Array[]): Uint8Array => concat(...hashes);

/** The `width` hashes of a file. Throws TILE_WIDTH. */
export function readTile(bytes: Uint8Array, width: number): Uint8Array[] {
	if (bytes.length !== width * HASH_BYTES)
		throw new Damage('TILE_WIDTH', `${bytes.length} bytes for ${width} hashes of ${HASH_BYTES}`);
	return Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** The root of hashes that are the leaves of a whole subtree: their number is a power of two. */
export function subtreeRoot(hashes: readonly Uint8Array[]): Uint8Array {
	let row = hashes;
	while (row.length > 1) {
		const above: Uint8Array[] = [];
		for (let at = 0; at < row.length; at += 2)
			above.push(nodeHash(row[at] as Uint8Array, row[at + 1] as Uint8Array));
		row = above;
	}
	return row[0] as Uint8Array;
}

/** Tiles of 2^8 hashes: so many levels of the tree are in one. */
const LEVELS = 8;

/** The hashes of a tree of `size` entries from its tiles; `read` gives the hashes of one that the tree has. */
export function hashesFrom(size: number, read: (tile: Tile) => Promise<readonly Uint8Array[]>): HashAt {
	return async (level, index) => {
		const tileLevel = Math.floor(level / LEVELS);
		const count = 2 ** (level % LEVELS);
		const first = index * count;
		if (first + count > hashesAt(tileLevel, size)) throw new RangeError('the tree has no such subtree');
		const hashes = await read(tileWith(tileLevel, first, size));
		return subtreeRoot(hashes.slice(first % TILE_WIDTH, (first % TILE_WIDTH) + count));
	};
}
