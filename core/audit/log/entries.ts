import { KeyturnError } from '../../errors';
import { parsedJson } from '../../parsed-json';
import { utf8 } from '../../utf8';
import { auditEntry, type AuditEntry } from '../entry';
import { readEntryBundle } from '../tiles/entries';
import { entriesPath, TILE_WIDTH } from '../tiles/paths';
import type { LogFiles } from './files';

/** One entry with its place in the log and the bytes that were hashed. */
export interface LoggedEntry {
	readonly index: number;
	readonly bytes: Uint8Array;
	readonly entry: AuditEntry;
}

/** The entries from index `first` to the end of a log of `size`, a tile at a time. Throws FORGED for what is damaged. */
export async function* loggedEntries(files: LogFiles, size: number, first = 0): AsyncGenerator<LoggedEntry> {
	for (let tile = Math.floor(first / TILE_WIDTH); tile * TILE_WIDTH < size; tile++) {
		const width = Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
		const leaves = readEntryBundle((await files.read(entriesPath(tile, width))) ?? new Uint8Array());
		if (leaves?.length !== width) throw damaged(tile * TILE_WIDTH);
		for (const [at, bytes] of leaves.entries()) {
			const index = tile * TILE_WIDTH + at;
			if (index >= first) yield { index, bytes, entry: entryIn(bytes, index) };
		}
	}
}

function entryIn(bytes: Uint8Array, index: number): AuditEntry {
	const parsed = auditEntry.safeParse(parsedJson(utf8.decode(bytes) ?? ''));
	if (!parsed.success) throw damaged(index);
	return parsed.data;
}

const damaged = (index: number) =>
	new KeyturnError('FORGED', `Audit log (entry ${String(index)})`, 'it is gone or damaged');
