import { z } from 'zod';
import { auditEntry } from '../audit/entry';

/** The states of a rotation, in order; the last four lie aside of the main path. */
export const states = [
	'PLANNED',
	'STORED',
	'PROBED',
	'PUBLISHED',
	'DISTRIBUTING',
	'GRACE',
	'OLD_DISABLED',
	'REVOKING',
	'REVOKED',
	'REVOKE_PENDING',
	'ROLLING_BACK',
	'ROLLED_BACK',
	'NEEDS_HUMAN',
] as const;
export type State = (typeof states)[number];

const ms = z.number().int();
const text = z.string().max(2_000);
const settings = z.record(z.string(), text);

/** One generation of a key: which it is at the provider, and which version of the vault's entry holds it. */
const generation = z.object({
	keyId: text.nullable(),
	keyName: text.nullable(),
	version: text.nullable(),
	fingerprint: text,
	since: ms,
});
export type Generation = z.output<typeof generation>;

const intent = z.object({
	name: text,
	/** Written before the request, in the vault's time: the latest that it could be. */
	at: ms,
	epoch: z.number().int(),
	/** Only a live intent may become the new key. */
	live: z.boolean(),
});
export type Intent = z.output<typeof intent>;

const debt = z.object({
	/** Null where the provider’s ids are not known: then its value tells which key it is. */
	keyId: text.nullable(),
	reason: z.enum(['orphan', 'rolled back', 'duplicate', 'replaced', 'old key']),
	since: ms,
	/** By this its value is known again, in the staged slot or in the entry. */
	fingerprint: text.nullable(),
	/** The version of the vault's entry that holds its value, if any does. */
	version: text.nullable().default(null),
	/** It was disabled before, so that a refusal alone does not show that it is gone. */
	disabled: z.boolean().default(false),
	/** The rotation that was under way, or the last one: a later one need not wait for it. */
	rotation: z.number().int().default(0),
	/** What a person does about it, where no program can. */
	todo: text.nullable().default(null),
	/** Who says that it is revoked. Asked for only where its death cannot be proved any more. */
	saidBy: text.nullable().default(null),
});
export type Debt = z.output<typeof debt>;

const smoke = z.object({
	url: text,
	method: z.enum(['GET', 'POST']),
	/** How the new value is presented; `none` when the address checks by itself. */
	sendAs: z.enum(['none', 'bearer', 'header']),
	header: text,
	expectStatus: z.number().int(),
});
export type SmokeTest = z.output<typeof smoke>;

export const risks = ['high', 'normal'] as const;

const record = z.object({
	app: text,
	owner: text,
	risk: z.enum(risks),
	cadenceDays: z.number().positive(),
	graceSeconds: z.number().nonnegative(),
	/** The longest Cache Time of what reads the key. */
	cacheSeconds: z.number().nonnegative(),
	/** L: the longest that a request may still take effect after it was sent. */
	delaySeconds: z.number().positive(),
	/** How long a disabled key is watched before it is revoked. */
	observeSeconds: z.number().nonnegative(),
	provider: text,
	providerSettings: settings,
	admin: text.nullable(),
	place: z.object({ path: text, field: text }),
	/** `admin`: the name of the target's own admin credential in the vault. */
	targets: z.array(z.object({ kind: text, settings, admin: text.nullable().default(null) })),
	smoke: smoke.nullable(),
	registeredAt: ms,
});
export type KeyRecord = z.output<typeof record>;

const rotation = z.object({
	number: z.number().int(),
	mode: z.enum(['planned', 'emergency']),
	leaked: z.enum(['none', 'old', 'new', 'both']),
	actor: text,
	state: z.enum(states),
	/** Where NEEDS_HUMAN goes on when the person is done. */
	resume: z.enum(states).nullable(),
	marks: z.array(z.object({ state: text, at: ms })),
	restrictions: z.object({ scopes: z.array(text).nullable(), lifetimeSeconds: z.number().nullable() }),
	old: generation.nullable(),
	next: generation.nullable(),
	/** The version of the vault's entry that publishing expects, null for none. */
	expect: text.nullable(),
	/** Names asked for so far, and how many of them were refused in so many words: nothing was made under those. */
	attempt: z.number().int(),
	refused: z.number().int(),
	/** End of the grace. */
	until: ms.nullable(),
	/** On the way back: the end of the wait for whatever may still keep the new value. */
	cachedUntil: ms.nullable().default(null),
	/** Set before the first request to disable the old key, so that it counts as disabled from then on. */
	disabling: z.boolean(),
	disabledAt: ms.nullable(),
	setbacks: z.number().int(),
	/** What a person reads when something is in the way. */
	problem: z.object({ code: text, sentence: text, next: text }).nullable(),
	evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Rotation = z.output<typeof rotation>;

const last = z.object({
	number: z.number().int(),
	outcome: z.enum(['done', 'rolled back']),
	at: ms,
	marks: z.array(z.object({ state: text, at: ms })),
	evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
	oldKeyId: text.nullable(),
	/** The version of the vault's entry that holds the dead value, until the next sweep destroys it. */
	deadVersion: text.nullable(),
});

/** All that is known of one managed key, beside its value. It never holds a value. */
export const documentSchema = z.object({
	v: z.literal(1),
	uid: z.string().regex(/^[0-9a-f]{32}$/),
	name: text,
	record,
	current: generation.nullable(),
	/** What the newest key may do, as far as it is known: carried over even when the provider lists that key no more. */
	restrictions: z
		.object({ scopes: z.array(text).nullable(), lifetimeSeconds: z.number().nullable() })
		.nullable(),
	rotations: z.number().int(),
	rotation: rotation.nullable(),
	last: last.nullable(),
	/** Creates that may have happened; each is debt until a late enough list shows nothing of its name. */
	intents: z.array(intent),
	debt: z.array(debt),
	/** The newest version of the staged slot that we know of. */
	staged: text.nullable(),
	/** What a person pasted there last: an entry that was made anew counts its versions anew. */
	pasted: text.nullable().default(null),
	/** Nothing of an earlier write may be in flight after this time. */
	notBefore: ms,
	/** By what a target that shows no value is recognised, and for which value it was given. */
	receipts: z.array(z.object({ target: z.number().int(), fingerprint: text, receipt: text })).default([]),
	epoch: z.number().int(),
	lease: z.object({ owner: text, until: ms }).nullable(),
	/** What a person asked for; written without the lease, taken up by whoever holds it. */
	request: z
		.object({
			kind: z.enum(['emergency', 'roll back', 'retire']),
			leaked: z.enum(['none', 'old', 'new', 'both']),
			by: text,
			at: ms,
		})
		.nullable(),
	outbox: z.array(auditEntry),
	sequence: z.number().int(),
	dueAt: ms,
	/** The day under which the key stands in the list of due days; never later than the truth. */
	listedUnder: text.nullable(),
	writeId: text,
});
export type Document = z.output<typeof documentSchema>;
