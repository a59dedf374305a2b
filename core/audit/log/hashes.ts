import { KeyturnError } from '../../errors';
import { hashesFrom, readTile } from '../tiles/hash-tile';
import { tilePath } from '../tiles/path';
import type { HashAt } from '../tree/paths';
import type { LogFiles } from './files';
import { reading } from './reading';

/** The hashes of the tree of a log of `size`, from its tiles. Throws FORGED for a tile that is gone or damaged. */
export const hashesOf = (files: LogFiles, size: number): HashAt =>
	hashesFrom(size, async (tile) => {
		const where = `Audit log (${tilePath(tile)})`;
		const bytes = await files.read(tilePath(tile));
		if (bytes === null) throw new KeyturnError('FORGED', where, 'it is gone');
		return reading(where, () => readTile(bytes, tile.width));
	});
