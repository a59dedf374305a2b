import { KeyturnError } from '../../errors';
import { hex, unhex } from '../../hex';
import type { LogStore } from '../stores/store';
import { TILE_WIDTH } from '../tiles/path';
import { leafHash } from '../tree/hashes';
import { CompactRange } from '../tree/range';
import { fileHash, readSegment, type Segment, segmentPath } from './segment';

/** How far the log goes, as the signer remembers it. */
export interface Head {
	/** The number of its newest segment, and the hash of that file. */
	readonly n: number;
	readonly hash: string;
	readonly size: number;
	/** Root of the tree, in hex. */
	readonly root: string;
}

/** The log up to and with its newest segment; before the first segment, `n` is 0. */
export interface Position {
	readonly n: number;
	readonly hash: string | null;
	readonly range: CompactRange;
	/** The entries from the last full tile before the newest segment on; the first of them has this index. */
	readonly from: number;
	readonly fresh: readonly Uint8Array[];
	/** What the newest segment took up. */
	readonly took: readonly string[];
}

export const EMPTY: Position = {
	n: 0,
	hash: null,
	range: CompactRange.of(0, []),
	from: 0,
	fresh: [],
	took: [],
};

/** The entries since the last full tile. */
export const tailOf = ({ fresh, range }: Position): readonly Uint8Array[] =>
	fresh.slice(fresh.length - (range.size % TILE_WIDTH));

/** What is remembered of a position that has a segment. */
export function headOf({ n, hash, range }: Position): Head {
	if (hash === null) throw new KeyturnError('NOT_NOW', 'Audit log', 'there is nothing in it yet');
	return { n, hash, size: range.size, root: hex(range.root()) };
}

/**
 * The position that is remembered, from the store. Throws FORGED when the store holds something else, or nothing any
 * more: somebody rewrote or shortened the log.
 */
export async function positionAt(store: LogStore, head: Head): Promise<Position> {
	const { segment, hash } = await load(store, head.n);
	const before = rangeOf(segment);
	const from = segment.first - (segment.first % TILE_WIDTH);
	const earlier: Uint8Array[][] = [];
	for (let back: Segment = segment; back.first > from;) {
		const previous = await load(store, back.n - 1);
		if (previous.hash !== back.after) throw rewritten(store, back.n - 1);
		back = previous.segment;
		earlier.unshift(back.leaves.slice(Math.max(0, from - back.first)));
	}
	const position = extended(before, [...earlier.flat(), ...segment.leaves], from, segment, hash);
	if (hash !== head.hash || hex(position.range.root()) !== head.root) throw rewritten(store, head.n);
	return position;
}

/** The position after the next segment, or null when there is none yet. Throws FORGED when it does not go on from here. */
export async function next(store: LogStore, position: Position): Promise<Position | null> {
	const n = position.n + 1;
	const bytes = await store.read(segmentPath(n));
	return bytes === null ? null : follow(store, position, bytes);
}

/** The position after a segment that goes on from `position`. */
export function follow(store: LogStore, position: Position, bytes: Uint8Array): Position {
	const n = position.n + 1;
	const segment = readSegment(bytes, whereOf(store, n));
	const { size, hashes } = position.range;
	const goesOn =
		segment.n === n &&
		segment.first === size &&
		segment.after === position.hash &&
		segment.range.join() === hashes.map(hex).join();
	if (!goesOn) throw rewritten(store, n);
	const range = CompactRange.of(size, [...hashes]);
	return extended(
		range,
		[...tailOf(position), ...segment.leaves],
		size - (size % TILE_WIDTH),
		segment,
		fileHash(bytes),
	);
}

/** `before` grows by the segment's entries. */
function extended(
	before: CompactRange,
	fresh: readonly Uint8Array[],
	from: number,
	{ n, leaves, took }: Segment,
	hash: string,
): Position {
	for (const leaf of leaves) before.append(leafHash(leaf));
	return { n, hash, range: before, from, fresh, took };
}

async function load(store: LogStore, n: number): Promise<{ segment: Segment; hash: string }> {
	const bytes = await store.read(segmentPath(n));
	if (bytes === null)
		throw new KeyturnError('FORGED', whereOf(store, n), 'it was there and is gone: the log was shortened');
	const segment = readSegment(bytes, whereOf(store, n));
	if (segment.n !== n) throw rewritten(store, n);
	return { segment, hash: fileHash(bytes) };
}

function rangeOf({ first, range }: Segment): CompactRange {
	return CompactRange.of(first, range.map(unhex));
}

const whereOf = (store: LogStore, n: number) => `Audit log (${segmentPath(n)} in ${store.where})`;
const rewritten = (store: LogStore, n: number) =>
	new KeyturnError('FORGED', whereOf(store, n), 'it is not what was signed: the log was rewritten');
