import { concat } from '../../bytes';
import { KeyturnError } from '../../errors';
import type { LogStore } from '../stores/store';
import { writeEntries } from '../tiles/entry-bundle';
import { subtreeRoot } from '../tiles/hash-tile';
import { TILE_WIDTH, tilePath } from '../tiles/path';
import { HASH_BYTES, leafHash } from '../tree/hashes';
import { createOnce } from './create-once';
import type { Position } from './position';

/**
 * Writes the tiles that the newest segment filled (C2SP tlog-tiles): whole ones of entries and of their hashes, and above
 * them each tile as far as it goes. They follow from the segments, so that it does no harm when two write them.
 */
export async function writeTiles(store: LogStore, { from, fresh }: Position): Promise<void> {
	for (let start = 0; start + TILE_WIDTH <= fresh.length; start += TILE_WIDTH) {
		const leaves = fresh.slice(start, start + TILE_WIDTH);
		const hashes = concat(...leaves.map(leafHash));
		const whole = { index: (from + start) / TILE_WIDTH, width: TILE_WIDTH };
		await createOnce(store, tilePath({ level: 'entries', ...whole }), writeEntries(leaves));
		await createOnce(store, tilePath({ level: 0, ...whole }), hashes);
		await raise(store, 1, whole.index, subtreeRoot(hashes));
	}
}

/** Adds the root of a full tile to the tile above it. */
async function raise(store: LogStore, level: number, below: number, root: Uint8Array): Promise<void> {
	const [index, width] = [Math.floor(below / TILE_WIDTH), below % TILE_WIDTH];
	const before = width === 0 ? new Uint8Array() : await store.read(tilePath({ level, index, width }));
	if (before?.length !== width * HASH_BYTES)
		throw new KeyturnError('FORGED', `Audit log (${store.where})`, 'a tile is gone or damaged');
	const hashes = concat(before, root);
	await createOnce(store, tilePath({ level, index, width: width + 1 }), hashes);
	if (width + 1 === TILE_WIDTH) await raise(store, level + 1, index, subtreeRoot(hashes));
}
