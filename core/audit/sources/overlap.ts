import { z } from 'zod';
import { sha256 } from '../../secret';
import type { AuditEvent } from '../events/event';

/** Sources tell late and out of order: this much is read again each time, and what was there before is dropped. */
export const OVERLAP_MS = 15 * 60_000;
/** Events of the overlap that are remembered: more would make the cursor too large to keep. */
export const MOST_KNOWN = 4_000;

/** What may come again: events by a short name, each with its second. */
export const knownShape = z.array(z.tuple([z.string().length(16), z.number().int().nonnegative()]));

/** The events of an overlap that were told already, as a cursor keeps them. */
export class Known {
	readonly #seconds: Map<string, number>;

	constructor(kept: z.output<typeof knownShape>) {
		this.#seconds = new Map(kept);
	}

	/** Remembers an event. False when it was told before. */
	isNew({ id, time }: Pick<AuditEvent, 'id' | 'time'>): boolean {
		const name = sha256(id).slice(0, 16);
		if (this.#seconds.has(name)) return false;
		this.#seconds.set(name, Math.floor(time / 1_000));
		return true;
	}

	/** Those whose second may come again, newest first. */
	keep(mayComeAgain: (second: number) => boolean): [string, number][] {
		return [...this.#seconds].filter(([, second]) => mayComeAgain(second)).sort((a, b) => b[1] - a[1]);
	}
}

/** Cuts what a cursor keeps to its largest size; `gap` says what that costs, undefined where it costs nothing. */
export function cutKnown(known: [string, number][], to: number) {
	const lost = known[MOST_KNOWN];
	if (lost === undefined) return { known, gap: undefined };
	return {
		known: known.slice(0, MOST_KNOWN),
		gap: {
			from: to - OVERLAP_MS,
			to: lost[1] * 1_000,
			why: `more than ${MOST_KNOWN} events in a quarter of an hour: one of that time that comes late may be told twice`,
		},
	};
}
