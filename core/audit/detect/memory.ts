import { z } from 'zod';
import type { Severity } from '../../dns/finding';
import { auditEvent, type AuditEvent } from '../events/event';
import { burstShape, type Burst } from './burst';
import { incidentShape, type Incident } from './incidents';
import { Recent } from './recent';

const MOST = {
	seen: 5_000,
	waiting: 40,
	bursts: 300,
	usual: 150,
	readers: 1_000,
	/** More than `ROOM` lets in, so that none that is open is ever pushed out. */
	incidents: 510,
	told: 500,
	debts: 1_000,
};
const MARKS = { usual: 8 * 192, from: 8 * 8, readers: 8 * 16 };

const whole = z.number().int();
const key = z.string().max(200);
/** What one identity usually reads, and from where. */
const usualShape = z.object({
	since: whole,
	targets: z.string().max(MARKS.usual),
	from: z.string().max(MARKS.from),
});
export type Usual = z.output<typeof usualShape>;
/** Who reads one secret. */
const readersShape = z.object({ since: whole, who: z.string().max(MARKS.readers) });
export type Readers = z.output<typeof readersShape>;

const many = <Shape extends z.ZodTypeAny>(shape: Shape, most: number) =>
	z.array(z.tuple([key, shape])).max(most);

/**
 * All that is kept between two looks: JSON of some 100 kB, 1 MB at the very worst; without a value, and with names only of
 * what is open or waits.
 */
export const detectState = z.object({
	v: z.literal(1),
	/** The events and entries that were looked at lately. */
	seen: many(z.literal(0), MOST.seen),
	/** Events that wait for an entry of ours to tell of them. */
	waiting: z.array(auditEvent).max(MOST.waiting),
	bursts: many(burstShape, MOST.bursts),
	usual: many(usualShape, MOST.usual),
	readers: many(readersShape, MOST.readers),
	incidents: many(incidentShape, MOST.incidents),
	/** Incidents that are over: none of them is opened again by what is read a second time. */
	told: many(z.literal(0), MOST.told),
	/** Since when each key owes something. */
	debts: many(whole, MOST.debts),
});
export type DetectState = z.output<typeof detectState>;

export const emptyDetectState = (): DetectState => ({
	v: 1,
	seen: [],
	waiting: [],
	bursts: [],
	usual: [],
	readers: [],
	incidents: [],
	told: [],
	debts: [],
});

/** The state while it is worked on. */
export interface Memory {
	readonly seen: Recent<0>;
	readonly bursts: Recent<Burst>;
	readonly usual: Recent<Usual>;
	readonly readers: Recent<Readers>;
	readonly incidents: Recent<Incident>;
	readonly told: Recent<0>;
	readonly debts: Recent<number>;
	/** What began in this look and found no room among the open incidents; not kept. */
	readonly beyond: Map<string, { readonly title: string; readonly severity: Severity }>;
}

export const memoryOf = (state: DetectState): Memory => ({
	seen: new Recent(state.seen, MOST.seen),
	bursts: new Recent(state.bursts, MOST.bursts),
	usual: new Recent(state.usual, MOST.usual),
	readers: new Recent(state.readers, MOST.readers),
	incidents: new Recent(state.incidents, MOST.incidents),
	told: new Recent(state.told, MOST.told),
	debts: new Recent(state.debts, MOST.debts),
	beyond: new Map(),
});

export const stateOf = (memory: Memory, waiting: readonly AuditEvent[]): DetectState => ({
	v: 1,
	seen: memory.seen.entries(),
	waiting: [...waiting],
	bursts: memory.bursts.entries(),
	usual: memory.usual.entries(),
	readers: memory.readers.entries(),
	incidents: memory.incidents.entries(),
	told: memory.told.entries(),
	debts: memory.debts.entries(),
});

export const MOST_WAITING = MOST.waiting;
export const MOST_USUAL = MARKS.usual / 8;
export const MOST_FROM = MARKS.from / 8;
export const MOST_READERS = MARKS.readers / 8;
