import { Damage, readingFrom } from '../damage';
import { MAX_ENTRY_BYTES } from '../tiles/entry-bundle';
import { checkTile } from '../tiles/hash-tile';
import { type Tile, TILE_WIDTH, tilePath } from '../tiles/path';

/** The files of a log, wherever they are: in an exported bundle, a folder, a store. */
export interface LogFiles {
	/** Null when there is none. */
	read(path: string): Promise<Uint8Array | null>;
	/** The sizes of the checkpoints that are known to lie under `checkpoints/`; each is checked. */
	readonly kept?: readonly number[];
}

/** Whether files of entries may be missing, as in the export of a period. */
export type Wanted = 'all' | 'some';

const MAX_TEXT_BYTES = 512 * 1024;
const MAX_ENTRIES_BYTES = TILE_WIDTH * (2 + MAX_ENTRY_BYTES);

/** A file of text. Throws FILE_MISSING or FILE_TOO_LARGE. */
export async function readText(files: LogFiles, path: string): Promise<Uint8Array> {
	return there(await readUpTo(MAX_TEXT_BYTES, files, path), path);
}

/** A tile of hashes. Throws FILE_MISSING or TILE_WIDTH. */
export async function readHashes(files: LogFiles, tile: Tile): Promise<Uint8Array> {
	const path = tilePath(tile);
	const bytes = there(await files.read(path), path);
	return readingFrom(path, () => checkTile(bytes, tile.width));
}

/** A file of entries; null when it is missing and may be. Throws FILE_MISSING or FILE_TOO_LARGE. */
export async function readEntryFile(files: LogFiles, tile: Tile, wanted: Wanted): Promise<Uint8Array | null> {
	const path = tilePath(tile);
	const bytes = await readUpTo(MAX_ENTRIES_BYTES, files, path);
	return wanted === 'some' ? bytes : there(bytes, path);
}

async function readUpTo(most: number, files: LogFiles, path: string): Promise<Uint8Array | null> {
	const bytes = await files.read(path);
	if (bytes !== null && bytes.length > most)
		throw new Damage('FILE_TOO_LARGE', `${bytes.length} bytes`, path);
	return bytes;
}

function there(bytes: Uint8Array | null, path: string): Uint8Array {
	if (bytes === null) throw new Damage('FILE_MISSING', '', path);
	return bytes;
}
