import { z } from 'zod';

const text = z.string().max(2_000);

/** One thing that was done, as the audit log keeps it. It never holds a value. */
export const auditEntry = z.object({
	/** Unique in the installation; its last part, after a slash, counts within the document that it waits in. */
	id: text,
	at: z.number().int(),
	kind: text,
	key: text,
	actor: text,
	facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AuditEntry = z.output<typeof auditEntry>;
