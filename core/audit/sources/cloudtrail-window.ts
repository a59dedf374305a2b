import { z } from 'zod';
import type { AuditEvent } from '../events/event';
import { cutKnown, Known, knownShape, MOST_KNOWN, OVERLAP_MS } from './overlap';
import type { Gap, ReadBatch } from './source';

const DAY_MS = 86_400_000;
export const KEPT_MS = 90 * DAY_MS;
const FIRST_MS = DAY_MS;

const whole = z.number().int().nonnegative();
export const cursorShape = z.object({
	v: z.literal(1),
	region: z.string().max(40),
	/** Up to then, in ms, everything was read. */
	from: whole,
	/** What is being read, newest first: where it ends in ms, the service by its place, the second its rest ends with. */
	window: z.object({ to: whole, service: whole, end: whole }).nullable(),
	known: knownShape.max(20 * MOST_KNOWN),
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
	readonly #known: Known;
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
		this.#known = new Known(at.known);
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
		this.#oldest = Math.min(this.#oldest, Math.floor(event.time / 1_000));
		if (this.#known.isNew(event)) this.#events.push(event);
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
		const again = this.#known.keep(
			(second) => second * 1_000 >= this.#to - OVERLAP_MS || (more && second <= this.end + 1),
		);
		const { known, gap } = more ? { known: again, gap: undefined } : cutKnown(again, this.#to);
		if (gap !== undefined) this.#gaps.push(gap);
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
