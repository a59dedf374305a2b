import { z } from 'zod';
import { auditEntry } from '../../audit/entry';
import { snapshotSchema } from './snapshot';

const text = z.string().max(2_000);
const time = z.number().int();

/** Who decided: told by the platform's own approval step, or typed into a form. */
const person = z.object({ name: z.string().min(1).max(200), how: z.enum(['platform', 'typed']) });
export type Person = z.output<typeof person>;

const decision = z.object({
	at: time,
	/** Since when the change was seen. */
	since: time,
	kind: z.enum(['approved', 'rejected', 'went back', 'ran out']),
	/** What was shown; it counts no more. */
	digest: text,
	by: person.nullable(),
});
export type Decision = z.output<typeof decision>;

/** A change since when, and whether somebody was told of it. */
const mark = z.object({ since: time, told: z.boolean() });

const waiting = z.object({
	/** The state that an approval would approve. */
	proposed: snapshotSchema,
	since: time,
	expiresAt: time,
	/** For each kind that changed. */
	marks: z.record(z.string().max(40), mark),
	/** The person who said no while nothing else had changed. */
	rejected: z.object({ at: time, by: person }).nullable(),
});
export type Waiting = z.output<typeof waiting>;

/** What is kept of a watched domain: what was approved, what waits, and what is still to be written to the audit log. */
export const documentSchema = z.object({
	v: z.literal(1),
	domain: text,
	/** Random; the audit entries of this document stand under it. */
	uid: text,
	/** The latest writes, the newest last: a write whose answer was lost is found here. */
	writes: z.array(text).max(8),
	approved: z.object({ snapshot: snapshotSchema, digest: text, at: time, by: person }).nullable(),
	waiting: waiting.nullable(),
	decided: z.number().int().min(0),
	/** The latest, the newest last. */
	decisions: z.array(decision).max(20),
	/** When, at the earliest, the look began of which something was taken in last; one before it that ends later says nothing. */
	lookedAt: time,
	/** What addresses were last seen, and how often they were others than at the look before, since the approval. */
	addresses: z.record(z.string().max(40), z.object({ last: z.string().max(3_000), moved: z.number().int() })),
	/** Since when DMARC has said `none`, null when it does not. */
	dmarcNoneSince: time.nullable(),
	/** When a check of this domain could last read the certificate logs in full; null when none is on record. */
	issuedReadAt: time.nullable().default(null),
	/** When a check first found each domain free that something of this one leads to. */
	freeSince: z.record(z.string().max(1_100), time).default({}),
	sequence: z.number().int().min(0),
	outbox: z.array(auditEntry).max(500),
});
export type ZoneDocument = z.output<typeof documentSchema>;

export const emptyDocument = (domain: string, uid: string): ZoneDocument => ({
	v: 1,
	domain,
	uid,
	writes: [],
	approved: null,
	waiting: null,
	decided: 0,
	decisions: [],
	lookedAt: 0,
	addresses: {},
	dmarcNoneSince: null,
	issuedReadAt: null,
	freeSince: {},
	sequence: 0,
	outbox: [],
});
