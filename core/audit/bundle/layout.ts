import { readCount } from '../note/checkpoint';
import { readTilePath } from '../tiles/path';

/** The files of an export and their order: what a person reads first comes first. */

export const README = 'README.txt';
export const SUMS = 'SHA256SUMS';
const KEPT = 'checkpoints/';

/** The size in the name of a checkpoint that was kept, or null for another name. */
export const keptSize = (path: string): number | null =>
	path.startsWith(KEPT) ? readCount(path.slice(KEPT.length)) : null;

/** Where in the order a file comes: numbers to compare one by one. Null for a name that no file of an export has. */
export function rankOf(path: string): readonly number[] | null {
	const fixed = [README, 'checkpoint', 'keys'].indexOf(path);
	if (fixed >= 0) return [fixed];
	if (path === SUMS) return [6];
	const size = keptSize(path);
	if (size !== null) return [3, size];
	const tile = readTilePath(path);
	if (tile === null) return null;
	return tile.level === 'entries' ? [5, tile.index, tile.width] : [4, tile.level, tile.index, tile.width];
}

/** Below zero when the first comes before the second. */
export function compareRanks(a: readonly number[], b: readonly number[]): number {
	const at = a.findIndex((each, index) => each !== b[index]);
	return at < 0 ? 0 : (a[at] as number) - (b[at] ?? -1);
}
