import type { LogStore } from '../stores/store';
import { entryBundle } from '../tiles/entries';
import { HASH_BYTES, entriesPath, tilePath, TILE_WIDTH } from '../tiles/paths';
import { leafHash, nodeHash } from '../tree/hash';
import { KeyturnError } from '../../errors';
import type { Position } from './position';

/**
 * Writes the tiles that the newest segment filled (C2SP tlog-tiles): whole ones of entries and of their hashes, and above
 * them each tile as far as it goes. They follow from the segments, so that it does no harm when two write them.
 */
export async function writeTiles(store: LogStore, { from, fresh }: Position): Promise<void> {
	for (let start = 0; start + TILE_WIDTH <= fresh.length; start += TILE_WIDTH) {
		const leaves = fresh.slice(start, start + TILE_WIDTH);
		const hashes = leaves.map(leafHash);
		const index = (from + start) / TILE_WIDTH;
		await store.createIfAbsent(entriesPath(index), entryBundle(leaves));
		await store.createIfAbsent(tilePath(0, index), joined(hashes));
		await raise(store, 1, index, rootOf(hashes));
	}
}

/** Adds the root of a full tile to the tile above it. */
async function raise(store: LogStore, level: number, below: number, root: Uint8Array): Promise<void> {
	const [index, width] = [Math.floor(below / TILE_WIDTH), below % TILE_WIDTH];
	const before = width === 0 ? new Uint8Array() : await store.read(tilePath(level, index, width));
	if (before?.length !== width * HASH_BYTES)
		throw new KeyturnError('FORGED', `Audit log (${store.where})`, 'a tile is gone or damaged');
	const hashes = joined([before, root]);
	await store.createIfAbsent(tilePath(level, index, width + 1), hashes);
	if (width + 1 < TILE_WIDTH) return;
	const all = Array.from({ length: TILE_WIDTH }, (_, at) =>
		hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
	);
	await raise(store, level + 1, index, rootOf(all));
}

/** The root over a full tile's hashes. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
	let row = hashes;
	while (row.length > 1)
		row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[at * 2]!, row[at * 2 + 1]!));
	return row[0]!;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}
