import { EMPTY_ROOT, HASH_BYTES, nodeHash } from '../tree/hashes';
import { subtreeRoot } from './hash-tile';
import { type Tile, TILE_WIDTH } from './path';

/** A tile of hashes with its bytes. */
export interface MadeTile {
	readonly tile: Tile;
	readonly bytes: Uint8Array;
}

/** Makes the tiles of a tree while its entries' hashes come in; it keeps one tile a level. */
export class TileMaker {
	readonly #levels: Level[] = [];

	/** The tiles that this hash of an entry filled, lowest level first; mostly none. */
	append(leafHash: Uint8Array): MadeTile[] {
		return this.#put(0, leafHash);
	}

	/** As `append`, for the 256 hashes of a whole tile of level 0 at once, where only such tiles came before. */
	appendTile(bytes: Uint8Array): MadeTile[] {
		this.#level(0).full++;
		return this.#put(1, subtreeRoot(bytes));
	}

	/** The last tile of each level that is not full, for the tree as it is now. */
	partial(): MadeTile[] {
		return this.#levels.flatMap(({ full, width, hashes }, level) =>
			width === 0
				? []
				: [{ tile: { level, index: full, width }, bytes: hashes.slice(0, width * HASH_BYTES) }],
		);
	}

	/**
	 * The root of the tree as it is now; or, where only whole tiles came in, as it would be with these hashes of further
	 * entries, 1 to 256.
	 */
	root(further?: Uint8Array): Uint8Array {
		const rows = this.#levels.map(({ hashes, width }) => hashes.subarray(0, width * HASH_BYTES));
		let root: Uint8Array | null = null;
		for (const row of [further ?? rows[0] ?? NO_HASHES, ...rows.slice(1)])
			for (const left of wholeSubtrees(row).reverse()) root = root === null ? left : nodeHash(left, root);
		return root ?? EMPTY_ROOT;
	}

	#put(lowest: number, lowestHash: Uint8Array): MadeTile[] {
		const made: MadeTile[] = [];
		let hash = lowestHash;
		for (let level = lowest; ; level++) {
			const at = this.#level(level);
			at.hashes.set(hash, at.width * HASH_BYTES);
			at.width++;
			if (at.width < TILE_WIDTH) return made;
			made.push({ tile: { level, index: at.full, width: TILE_WIDTH }, bytes: at.hashes.slice() });
			hash = subtreeRoot(at.hashes);
			at.full++;
			at.width = 0;
		}
	}

	#level(level: number): Level {
		return (this.#levels[level] ??= emptyLevel());
	}
}

const NO_HASHES = new Uint8Array(0);

/** The roots of the largest whole subtrees of hashes that follow on each other, from left to right. */
function wholeSubtrees(hashes: Uint8Array): Uint8Array[] {
	const roots: Uint8Array[] = [];
	for (let begin = 0, count = TILE_WIDTH; count >= 1; count /= 2) {
		const end = begin + count * HASH_BYTES;
		if (end > hashes.length) continue;
		roots.push(subtreeRoot(hashes.subarray(begin, end)));
		begin = end;
	}
	return roots;
}

interface Level {
	/** How many of its tiles are full. */
	full: number;
	/** How many hashes are in the one after them. */
	width: number;
	readonly hashes: Uint8Array;
}

const emptyLevel = (): Level => ({ full: 0, width: 0, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES) });
