import { changesKey } from '../verify/entries';
import { keptPath } from '../verify/keys';
import { hashesAt, TILE_WIDTH, tilePath, tilesOf } from '../tiles/path';
import type { LogFiles } from '../verify/files';
import { KeyturnError } from '../../errors';
import { type LoggedEntry, loggedEntries } from './entries';

/** A log as the files of an export: whole, or with the entries of a period alone. */
export interface Gathered {
	readonly files: ReadonlyMap<string, Uint8Array>;
	/** Entries that are in it. */
	readonly entries: number;
}

/**
 * Everything that whoever verifies needs: all hashes, so that any root can be computed, and the files of entries in
 * which a wanted one is. Where a signing key took over is always there. Throws FORGED for a file that is gone.
 */
export async function gathered(
	files: LogFiles,
	size: number,
	isWanted: ((each: LoggedEntry) => boolean) | null,
	mostBytes: number,
): Promise<Gathered> {
	const found = new Map<string, Uint8Array>();
	let total = 0;
	const take = async (path: string) => {
		const bytes = await files.read(path);
		if (bytes === null) throw new KeyturnError('FORGED', `Audit log (${path})`, 'it is gone');
		found.set(path, bytes);
		total += bytes.length;
		if (total > mostBytes)
			throw new KeyturnError('BAD_INPUT', 'Export', 'the file would be too large', {
				next: 'Choose a shorter period, or copy the files out of the log’s store with its own tools.',
			});
	};
	for (const path of ['checkpoint', 'keys', ...(files.kept ?? []).map(keptPath)]) await take(path);
	for (let level = 0; hashesAt(level, size) > 0; level++)
		for (const tile of tilesOf(level, size)) await take(tilePath(tile));
	const wanted = isWanted === null ? null : await tilesWith(files, size, isWanted);
	let entries = 0;
	for (const tile of tilesOf('entries', size)) {
		if (wanted !== null && !wanted.has(tile.index)) continue;
		await take(tilePath(tile));
		entries += tile.width;
	}
	return { files: found, entries };
}

/** The files of entries with one that is wanted, or one that tells of a change of the signing key. */
async function tilesWith(
	files: LogFiles,
	size: number,
	isWanted: (each: LoggedEntry) => boolean,
): Promise<ReadonlySet<number>> {
	const tiles = new Set<number>();
	for await (const each of loggedEntries(files, size))
		if (isWanted(each) || changesKey(each.entry.kind)) tiles.add(Math.floor(each.index / TILE_WIDTH));
	return tiles;
}
