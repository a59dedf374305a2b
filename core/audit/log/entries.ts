import { KeyturnError } from '../../errors';
import { parsedJson } from '../../parsed-json';
import { utf8 } from '../../utf8';
import { auditEntry, type AuditEntry } from '../entry';
import { readEntries } from '../tiles/entry-bundle';
import { tilesOf, TILE_WIDTH, tilePath } from '../tiles/path';
import type { LogFiles } from '../verify/files';
import { reading } from './reading';

/** One entry with its place in the log and the bytes that were hashed. */
export interface LoggedEntry {
	readonly index: number;
	readonly bytes: Uint8Array;
	readonly entry: AuditEntry;
}

/** The entries from index `first` to the end of a log of `size`, a tile at a time. Throws FORGED for what is damaged. */
export async function* loggedEntries(files: LogFiles, size: number, first = 0): AsyncGenerator<LoggedEntry> {
	for (const tile of tilesOf('entries', size)) {
		const start = tile.index * TILE_WIDTH;
		if (start + tile.width <= first) continue;
		const bytes = await files.read(tilePath(tile));
		if (bytes === null) throw damaged(start);
		const leaves = reading(whereOf(start), () => readEntries(bytes, tile.width));
		for (const [at, leaf] of leaves.entries()) {
			const index = start + at;
			if (index >= first) yield { index, bytes: leaf, entry: entryIn(leaf, index) };
		}
	}
}

function entryIn(bytes: Uint8Array, index: number): AuditEntry {
	const parsed = auditEntry.safeParse(parsedJson(utf8.decode(bytes) ?? ''));
	if (!parsed.success) throw damaged(index);
	return parsed.data;
}

const damaged = (index: number) => new KeyturnError('FORGED', whereOf(index), 'it is gone or damaged');
const whereOf = (index: number) => `Audit log (entry ${String(index)})`;
