/** Where the files of a log are (https://c2sp.org/tlog-tiles): 256 hashes or entries a file, the last of a level fewer. */

export const TILE_WIDTH = 256;

/** Level 0 of the tiles are the hashes of entries; `entries` are the entries themselves. */
export interface Tile {
	readonly level: number | 'entries';
	readonly index: number;
	/** How many hashes or entries are in it, 1 to 256. */
	readonly width: number;
}

export function tilePath({ level, index, width }: Tile): string {
	const digits = String(index);
	const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
	const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
	return `tile/${level}/${name}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The tile that a path names, or null when it names none in the one way that it is written. */
export function readTilePath(path: string): Tile | null {
	const [, level = '', name = '', width = String(TILE_WIDTH)] =
		/^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,4}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path) ?? [];
	const tile: Tile = {
		level: level === 'entries' ? level : Number(level),
		index: Number(name.replace(/[x/]/g, '')),
		width: Number(width),
	};
	const isOne = tile.width >= 1 && tile.width <= TILE_WIDTH && (level === 'entries' || Number(level) < 64);
	return isOne && tilePath(tile) === path ? tile : null;
}

/** How many whole subtrees of 256^`level` entries a tree of `size` has: the hashes in all tiles of that level. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The tile with a hash or entry of a tree of `size`; its width is what the tree has. */
export function tileWith(level: number | 'entries', hash: number, size: number): Tile {
	const index = Math.floor(hash / TILE_WIDTH);
	const all = hashesAt(level === 'entries' ? 0 : level, size);
	return { level, index, width: Math.min(TILE_WIDTH, all - index * TILE_WIDTH) };
}

/** Every tile of one level of a tree of `size`, from left to right. */
export function* tilesOf(level: number | 'entries', size: number): Generator<Tile> {
	const all = hashesAt(level === 'entries' ? 0 : level, size);
	for (let hash = 0; hash < all; hash += TILE_WIDTH) yield tileWith(level, hash, size);
}
