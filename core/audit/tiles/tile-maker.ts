import { subtreeRoot, writeTile } from './hash-tile';
import { type Tile, TILE_WIDTH } from './path';

/** A tile of hashes with its bytes. */
export interface MadeTile {
	readonly tile: Tile;
	readonly bytes: Uint8Array;
}

/** Makes the tiles of a tree while its entries' hashes come in one by one; it keeps at most 255 hashes a level. */
export class TileMaker {
	readonly #levels: { full: number; hashes: Uint8Array[] }[] = [];

	/** The tiles that this hash filled, lowest level first; mostly none. */
	append(leafHash: Uint8Array): MadeTile[] {
		const made: MadeTile[] = [];
		let hash = leafHash;
		for (let level = 0; ; level++) {
			const row = (this.#levels[level] ??= { full: 0, hashes: [] });
			row.hashes.push(hash);
			if (row.hashes.length < TILE_WIDTH) return made;
			made.push({ tile: { level, index: row.full, width: TILE_WIDTH }, bytes: writeTile(row.hashes) });
			hash = subtreeRoot(row.hashes);
			row.full++;
			row.hashes = [];
		}
	}

	/** The last tile of each level that is not full, for the tree as it is now. */
	partial(): MadeTile[] {
		return this.#levels.flatMap(({ full, hashes }, level) =>
			hashes.length === 0
				? []
				: [{ tile: { level, index: full, width: hashes.length }, bytes: writeTile(hashes) }],
		);
	}
}
