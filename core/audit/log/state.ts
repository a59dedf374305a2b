import { z } from 'zod';
import type { Context } from '../../operations/context';
import { type KeptDocument, openKept } from '../../kept/document';
import { auditEntry } from '../entry';

const text = z.string().max(2_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const signingKey = z.object({
	id: z.number().int().positive(),
	vkey: text,
	/** When it began to sign, in the vault's time. */
	since: z.number().int(),
	/** The size of the checkpoint that the key before signed as well; null for the first key, and before that was done. */
	handedOverAt: z.number().int().nullable(),
	/** Whether the key before was lost, so that it could sign nothing of the sort. */
	lost: z.boolean(),
});

const chosenStore = z.object({
	/** A driver of `core/audit/stores`. */
	kind: text,
	settings: z.record(z.string(), text),
	/** The name of the store's credential among the admin credentials of the vault. */
	admin: text.nullable(),
	/** When two writes to it were seen to be told apart. */
	provedAt: z.number().int(),
});

const logState = z.object({
	uid: text,
	/** The log's name, in each checkpoint. */
	origin: text,
	/** Null while the log is not set up. */
	store: chosenStore.nullable(),
	/** Every key that ever signed, the newest last. */
	keys: z.array(signingKey).max(1_000),
	/** What was signed last: the signer's own memory, which the store cannot change. */
	head: z.object({ n: z.number().int().positive(), hash, size: z.number().int(), root: hash }).nullable(),
	/** The first export of each day, counted from 1970: how large the log was then. The oldest first. */
	exports: z.array(z.object({ day: z.number().int(), size: z.number().int() })).default([]),
	writes: z.array(text),
	sequence: z.number().int(),
	outbox: z.array(auditEntry),
});
export type LogState = z.output<typeof logState>;

/** What is known of the log, in the vault. Throws FORGED when it is not what Keyturn wrote. */
export const openLogState = (context: Context): Promise<KeptDocument<LogState>> =>
	openKept(context, {
		folder: 'system',
		id: 'log',
		where: 'State of the audit log',
		subject: 'audit log',
		schema: logState,
		empty: (uid) => ({
			uid,
			origin: `keyturn.dev/log/${uid}`,
			store: null,
			keys: [],
			head: null,
			exports: [],
			writes: [],
			sequence: 0,
			outbox: [],
		}),
	});
