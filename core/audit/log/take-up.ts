import { equalBytes } from '../../bytes';
import { isUnknownOutcome } from '../../errors';
import { hex } from '../../hex';
import { type OpenLog, toTheEnd } from './log';
import { segmentBytes, segmentPath } from './segment';
import { findWaiting, leafOf, type Refused, type Waiting } from './waiting';

/** What one segment holds at most. */
const MOST_ENTRIES = 512;
const MOST_BYTES = 200_000;

export interface TakenUp {
	readonly log: OpenLog;
	/** Entries that came into the log. */
	readonly added: number;
	/** Entries that are still outside of it, because the time was over. */
	readonly left: number;
	readonly refused: readonly Refused[];
}

/**
 * Brings what waits in the vault into the log, segment by segment, while `hasTime`. Two that do it at once share the work:
 * each number is created once, and who comes second looks anew at what is left.
 */
export async function takeUp(log: OpenLog, hasTime: () => boolean): Promise<TakenUp> {
	let [now, added] = [log, 0];
	for (;;) {
		now = await toTheEnd(now);
		// Looked up only now: all that the log holds up to here is marked as taken.
		const { waiting, refused } = await findWaiting(log.inbox, await log.kept.keys());
		let queue: readonly Waiting[] = waiting;
		let mine = true;
		while (queue.length > 0 && hasTime()) {
			const batch = batchOf(queue);
			mine = await append(now, batch);
			now = await toTheEnd(now);
			if (!mine) break;
			added += entriesIn(batch);
			queue = queue.slice(batch.length);
		}
		if (mine || !hasTime()) return { log: await toTheEnd(now), added, left: entriesIn(queue), refused };
	}
}

/** Creates the next segment. False when somebody else did first. */
async function append(log: OpenLog, batch: readonly Waiting[]): Promise<boolean> {
	const { position } = log;
	const bytes = segmentBytes({
		n: position.n + 1,
		first: position.range.size,
		range: position.range.hashes.map(hex),
		after: position.hash,
		took: batch.map(({ id }) => id),
		leaves: batch.flatMap(({ entries }) => entries.map(leafOf)),
	});
	return await tryToCreate(log, segmentPath(position.n + 1), bytes);
}

/** An answer that was lost is looked for: the file is ours when it holds our bytes. */
async function tryToCreate({ store }: OpenLog, path: string, bytes: Uint8Array): Promise<boolean> {
	try {
		return await store.createIfAbsent(path, bytes);
	} catch (error) {
		if (!isUnknownOutcome(error)) throw error;
		const there = await store.read(path);
		if (there === null) throw error;
		return equalBytes(there, bytes);
	}
}

/** The first of what waits, as much as one segment takes. */
function batchOf(waiting: readonly Waiting[]): readonly Waiting[] {
	let [entries, bytes, count] = [0, 0, 0];
	for (const each of waiting) {
		entries += each.entries.length;
		bytes += JSON.stringify(each.entries).length;
		if (count > 0 && (entries > MOST_ENTRIES || bytes > MOST_BYTES)) break;
		count += 1;
	}
	return waiting.slice(0, count);
}

const entriesIn = (waiting: readonly Waiting[]): number =>
	waiting.reduce((sum, { entries }) => sum + entries.length, 0);
