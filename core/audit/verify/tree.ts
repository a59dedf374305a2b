import { equalBytes, viewOf } from '../../bytes';
import { Damage } from '../damage';
import type { Checkpoint } from '../note/checkpoint';
import { eachEntry } from '../tiles/entry-bundle';
import { type Tile, TILE_WIDTH, tilePath, tilesOf } from '../tiles/path';
import { type MadeTile, TileMaker } from '../tiles/tile-maker';
import { EMPTY_ROOT, HASH_BYTES, LEAF, isHashAt } from '../tree/hashes';
import { ahead } from './ahead';
import { EntryChecks } from './entries';
import { type LogFiles, type Wanted, readEntryFile, readHashes } from './files';

/** What became known of a tree whose files all agree. */
export interface CheckedTree {
	/** The roots that it had at the sizes that were asked for and at each change of the signing key. */
	readonly roots: ReadonlyMap<number, Uint8Array>;
	/** How many entries were there to be looked at. */
	readonly entries: number;
	readonly keyChanges: EntryChecks['keyChanges'];
}

/**
 * Goes once through all tiles and the files of entries, from left to right: entries are hashed and held to level 0, each
 * tile to the one above it, the whole to the checkpoint. It keeps one tile a level and the roots at `sizes`; all that is
 * said later comes from what was read here, as a store might give other bytes when it is asked again. Throws Damage.
 */
export async function checkTree(
	files: LogFiles,
	{ size, root }: Checkpoint,
	wanted: Wanted,
	sizes: readonly number[],
): Promise<CheckedTree> {
	const checks = new EntryChecks();
	const maker = new TileMaker();
	const roots = new Map([[0, EMPTY_ROOT]]);
	let entries = 0;
	const waiting = [...new Set([...sizes, size])].sort((a, b) => b - a);
	for await (const { tile, hashes, bundle } of ahead(tilesOf(0, size), (each) =>
		readPair(files, each, wanted),
	)) {
		const known = checks.keyChanges.length;
		if (bundle !== null) checkEntries(bundle, hashes, tile, checks);
		entries += bundle === null ? 0 : tile.width;
		const first = tile.index * TILE_WIDTH;
		const here = checks.keyChanges.slice(known).map(({ index }) => index + 1);
		while ((waiting.at(-1) ?? Infinity) <= first + tile.width) here.push(waiting.pop() as number);
		for (const each of here)
			if (each > first) roots.set(each, maker.root(hashes.subarray(0, (each - first) * HASH_BYTES)));
		for (const made of grown(maker, hashes, tile.width)) await compare(files, made);
	}
	for (const made of maker.partial()) if (made.tile.level !== 0) await compare(files, made);
	if (!equalBytes(maker.root(), root)) throw new Damage('ROOT_WRONG', '', 'checkpoint');
	return { roots, entries, keyChanges: checks.keyChanges };
}

async function readPair(files: LogFiles, tile: Tile, wanted: Wanted) {
	const hashes = await readHashes(files, tile);
	return { tile, hashes, bundle: await readEntryFile(files, { ...tile, level: 'entries' }, wanted) };
}

function grown(maker: TileMaker, hashes: Uint8Array, width: number): MadeTile[] {
	if (width === TILE_WIDTH) return maker.appendTile(hashes);
	for (let at = 0; at < hashes.length; at += HASH_BYTES) maker.append(hashes.subarray(at, at + HASH_BYTES));
	return [];
}

async function compare(files: LogFiles, { tile, bytes }: MadeTile): Promise<void> {
	const found = await readHashes(files, tile);
	const wrong = found.findIndex((byte, at) => byte !== bytes[at]);
	if (wrong >= 0) throw new Damage('TILE_WRONG', `hash ${Math.floor(wrong / HASH_BYTES)}`, tilePath(tile));
}

/** Where the entries of the file in hand begin and end. */
const [begins, ends] = [new Uint32Array(TILE_WIDTH), new Uint32Array(TILE_WIDTH)];

/**
 * The entries of a file, each held to its hash and then each looked at: a processor that hashes and looks by turns takes
 * half as long again for the looking.
 */
function checkEntries(
	bundle: Uint8Array,
	hashes: Uint8Array,
	{ index, width }: Tile,
	checks: EntryChecks,
): void {
	// Plain bytes: a store may give a Buffer, and code that meets two kinds of bytes runs slower for both.
	const bytes = new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.length);
	const view = viewOf(bundle);
	const tile = viewOf(hashes);
	let at = 0;
	try {
		eachEntry(bytes, width, (begin, end, entry) => {
			at = entry;
			begins[entry] = begin;
			ends[entry] = end;
			if (!isLeafAt(tile, entry * HASH_BYTES, bytes, begin, end)) throw new Damage('ENTRY_HASH');
		});
		for (at = 0; at < width; at++)
			checks.look(view, begins[at] as number, ends[at] as number, index * TILE_WIDTH + at);
	} catch (error) {
		const path = tilePath({ level: 'entries', index, width });
		throw error instanceof Damage ? error.at(path, `entry ${index * TILE_WIDTH + at}`) : error;
	}
}

/**
 * Whether the bytes from `begin` > 0 to before `end` have the hash at `at`. While they are hashed, the byte before them
 * is the one that is hashed before an entry: copying each, or even all of a file, would take a tenth of the time more.
 */
function isLeafAt(hashes: DataView, at: number, bytes: Uint8Array, begin: number, end: number): boolean {
	const before = bytes[begin - 1] as number;
	bytes[begin - 1] = LEAF;
	// As `subarray`, which takes twice as long.
	const entry = new Uint8Array(bytes.buffer, bytes.byteOffset + begin - 1, end - begin + 1);
	const is = isHashAt(hashes, at, entry);
	bytes[begin - 1] = before;
	return is;
}
