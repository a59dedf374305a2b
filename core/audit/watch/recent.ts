import type { AuditEntry } from '../entry';
import { loggedEntries } from '../log/entries';
import type { LogFiles } from '../verify/files';
import { TILE_WIDTH } from '../tiles/path';

/** The entries of a log since a time, in its order. One that came late is found as long as its neighbours are as young. */
export async function recentEntries(files: LogFiles, size: number, since: number): Promise<AuditEntry[]> {
	const found: AuditEntry[][] = [];
	for (let end = size; end > 0;) {
		const begin = Math.floor((end - 1) / TILE_WIDTH) * TILE_WIDTH;
		const young: AuditEntry[] = [];
		for await (const { index, entry } of loggedEntries(files, size, begin)) {
			if (index >= end) break;
			if (entry.at >= since) young.push(entry);
		}
		if (young.length === 0) break;
		found.unshift(young);
		end = begin;
	}
	return found.flat();
}
