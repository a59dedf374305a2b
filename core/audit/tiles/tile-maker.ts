import { HASH_BYTES } from '../tree/hashes';
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

interface Level {
	/** How many of its tiles are full. */
	full: number;
	/** How many hashes are in the one after them. */
	width: number;
	readonly hashes: Uint8Array;
}

const emptyLevel = (): Level => ({ full: 0, width: 0, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES) });
