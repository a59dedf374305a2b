import { KeyturnError } from '../../errors';
import { checkTile, hashesFrom } from '../tiles/hash-tile';
import { tilePath } from '../tiles/path';
import type { HashAt } from '../tree/paths';
import type { LogFiles } from '../verify/files';
import { reading } from './reading';

/**
 * The hashes of the tree of a log of `size`, from its tiles, each of which is read once. Throws FORGED for a tile that is
 * gone or damaged.
 */
export function hashesOf(files: LogFiles, size: number): HashAt {
	const known = new Map<string, Promise<Uint8Array>>();
	return hashesFrom(size, (tile) => {
		const path = tilePath(tile);
		const hashes = known.get(path) ?? tileAt(files, path, tile.width);
		known.set(path, hashes);
		return hashes;
	});
}

async function tileAt(files: LogFiles, path: string, width: number): Promise<Uint8Array> {
	const where = `Audit log (${path})`;
	const bytes = await files.read(path);
	if (bytes === null) throw new KeyturnError('FORGED', where, 'it is gone');
	return reading(where, () => checkTile(bytes, width));
}
