import { z } from 'zod';
import { sha256 } from '../../secret';
import type { AuditEvent } from '../events/event';
import type { Gap, ReadBatch } from './source';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
export const KEPT_MS = 90 * DAY_MS;
/** CloudTrail delivers late and out of order: this much is read again each time, and what was there before is dropped. */
export const OVERLAP_MS = 15 * MINUTE_MS;
const FIRST_MS = DAY_MS;
/** Events of the overlap that are remembered: more would make the cursor too large to keep. */
const MOST_KNOWN = 4_000;

const whole = z.number().int().nonnegative();
export const cursorShape = z.object({
	v: z.literal(1),
	region: z.string().max(40),
	/** Up to then, in ms, everything was read. */
	from: whole,
	/** What is being read, newest first: where it ends in ms, the service by its place, the second its rest ends with. */
	window: z.object({ to: whole, service: whole, end: whole }).nullable(),
	/** What may come again: events by a short name, each with its second. */
	known: z.array(z.tuple([z.string().length(16), whole])).max(20 * MOST_KNOWN),
});
type Cursor = z.output<typeof cursorShape>;

/** The first read takes in the day before. */
export const firstCursor = (region: string, until: number): Cursor => ({
	v: 1,
	region,
	from: until - FIRST_MS,
	window: null,
	known: [],
});

/** The part of the history between two reads: service by service, each from its newest event back. */
export class Window {
	readonly #at: Cursor;
	readonly #known: Map<string, number>;
	readonly #events: AuditEvent[] = [];
	readonly #gaps: Gap[] = [];
	/** In seconds; both ends belong to it. */
	readonly start: number;
	end: number;
	#to: number;
	service: number;
	#oldest = Infinity;

	constructor(at: Cursor, until: number) {
		this.#at = at;
		this.#known = new Map(at.known);
		// A clock that went back since the last read asks for nothing new.
		this.#to = at.window?.to ?? Math.max(until, at.from);
		this.service = at.window?.service ?? 0;
		this.end = at.window?.end ?? Math.ceil(this.#to / 1_000);
		const floor = this.#to - KEPT_MS;
		this.start = Math.floor(Math.max(at.from - OVERLAP_MS, floor) / 1_000);
		if (at.window === null && at.from < floor)
			this.#gaps.push({ from: at.from, to: floor, why: 'AWS keeps the event history for 90 days' });
	}

	get region(): string {
		return this.#at.region;
	}

	get hasNews(): boolean {
		return this.#events.length > 0;
	}

	/** Nothing later than the server's own time can have been read. NaN when it did not say. */
	serverTime(ms: number): void {
		if (ms < this.#to) this.#to = Math.max(ms, this.#at.from);
	}

	add(event: AuditEvent): void {
		const second = Math.floor(event.time / 1_000);
		this.#oldest = Math.min(this.#oldest, second);
		const name = sha256(event.id).slice(0, 16);
		if (this.#known.has(name)) return;
		this.#known.set(name, second);
		this.#events.push(event);
	}

	nextService(): void {
		this.service += 1;
		this.end = Math.ceil(this.#to / 1_000);
		this.#oldest = Infinity;
	}

	/** Leaves the rest of this service to the next read. False when that would begin where this one did. */
	cut(): boolean {
		if (this.#oldest === Infinity) return true;
		if (this.#oldest >= this.end) return false;
		this.end = this.#oldest;
		return true;
	}

	result(notVisible: readonly string[], more: boolean): ReadBatch {
		// Of what came before the overlap, only the second that the rest ends with can come again.
		const mayComeAgain = ([, second]: [string, number]) =>
			second * 1_000 >= this.#to - OVERLAP_MS || (more && second <= this.end + 1);
		let known = [...this.#known].filter(mayComeAgain).sort((a, b) => b[1] - a[1]);
		const lost = known[MOST_KNOWN];
		if (!more && lost !== undefined) {
			known = known.slice(0, MOST_KNOWN);
			this.#gaps.push({
				from: this.#to - OVERLAP_MS,
				to: lost[1] * 1_000,
				why: `more than ${MOST_KNOWN} events in a quarter of an hour: one of that time that comes late may be told twice`,
			});
		}
		const next: Cursor = {
			...this.#at,
			from: more ? this.#at.from : this.#to,
			window: more ? { to: this.#to, service: this.service, end: this.end } : null,
			known,
		};
		return {
			events: this.#events.sort((a, b) => a.time - b.time),
			gaps: this.#gaps,
			notVisible,
			cursor: JSON.stringify(next),
			readTo: next.from,
			more,
		};
	}
}
