import type { AuditEvent } from '../events/event';
import type { Batch } from './source';

const DAY_MS = 86_400_000;
/** As much on either side of a line that was left out: what it tells of began before it and may have ended after it. */
const AROUND_MS = 60_000;

/** A line that the forwarder could not send, with its time in ms since 1970. */
export interface LeftOut {
	readonly leftOutAt: number;
}

/**
 * The events in lines of text, each once. A line that `read` cannot make out is told with its number and makes a gap of the
 * time of its neighbours; where there are none, of the day before `at`.
 */
export function takeLines(
	text: string,
	at: number,
	read: (line: string) => AuditEvent | LeftOut | 'no event' | 'unread',
): Batch {
	const events = new Map<string, AuditEvent>();
	const unread: number[] = [];
	const leftOut: number[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const found = read(line);
		if (found === 'unread') unread.push(index + 1);
		else if (found !== 'no event' && 'leftOutAt' in found) leftOut.push(found.leftOutAt);
		// Of two devices the first line counts: they differ in nothing but their salts.
		else if (found !== 'no event' && !events.has(found.id)) events.set(found.id, found);
	}
	const inOrder = [...events.values()].sort((a, b) => a.time - b.time);
	const from = inOrder[0]?.time ?? at - DAY_MS;
	const to = inOrder.at(-1)?.time ?? at;
	const why = `${unread.length} of the lines could not be read, the first is line ${unread[0] ?? 0}`;
	const gaps = leftOut.map((time) => ({
		from: time - AROUND_MS,
		to: time + AROUND_MS,
		why: 'a line was too long to be sent, and the forwarder left it out',
	}));
	return {
		events: inOrder,
		gaps: [...(unread.length === 0 ? [] : [{ from, to, why }]), ...gaps],
		notVisible: [],
	};
}
