import { z } from 'zod';

const text = z.string().max(2_000);

/** What may have happened, in few words. */
export const actions = [
	'key created',
	'key changed',
	'key deleted',
	'key disabled',
	'key enabled',
	'secret read',
	'secret listed',
	'secret written',
	'secret deleted',
	'secret exported',
	'login',
	'dns changed',
	'certificate changed',
	'audit changed',
	'rotation failed',
	'other',
] as const;
export type Action = (typeof actions)[number];

/**
 * Something that a vault, a provider or a platform says happened, in one shape for all of them. It never holds a value,
 * and what stands in it is the source's claim: texts in it are data, not names to act on.
 */
export const auditEvent = z.object({
	/** The source's own id of the event: the same when it is read again. */
	id: text,
	/** When it happened by the source's clock, in ms since 1970. */
	time: z.number().int(),
	/** The id of the source in `core/audit/sources`. */
	source: text,
	/** What happened. */
	action: z.enum(actions),
	/** The source's own word for it, e.g. `GetSecretValue`. */
	operation: text,
	/** Who did it, as the source names him: an ARN, a token's accessor, a mail address. */
	actor: text,
	/** What it was done to: a secret's path or ARN, a key's id, a zone. */
	target: text,
	/** What that belongs to, where the source says so: the user of an access key, a name in a hosted zone. */
	within: text.optional(),
	outcome: z.enum(['done', 'refused', 'failed', 'not said']),
	/** The address it came from, or empty. */
	from: text,
	/** SHA-256 of the event as it was received, in hex. */
	hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditEvent = z.output<typeof auditEvent>;
