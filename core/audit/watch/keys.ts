import { KeyturnError } from '../../errors';
import { open, type Context } from '../../operations/context';
import type { AuditEntry } from '../entry';
import { loggable } from '../loggable';
import type { KeyRow } from '../detect/input';
import type { Managed } from '../events/managed';

export interface KeysNow {
	readonly managed: readonly Managed[];
	readonly rows: readonly KeyRow[];
	/** Entries that a run which was cut off has not brought into the vault's audit folder; the next one does. */
	readonly waiting: readonly AuditEntry[];
	/** Keys of which nothing can be said, with the reason. */
	readonly unread: readonly string[];
}

/** How the managed keys stand, and by what names sources know them. */
export async function keysNow(context: Context): Promise<KeysNow> {
	const managed: Managed[] = [];
	const rows: KeyRow[] = [];
	const waiting: AuditEntry[] = [];
	const unread: string[] = [];
	for (const name of await context.vault.listDocuments()) {
		try {
			const { document } = await open(context, name);
			const { record, rotation, debt, dueAt, outbox } = document;
			const target = context.vault.audited(record.place);
			managed.push({
				name,
				since: record.registeredAt,
				at: [{ source: 'vault-audit-device', role: 'vault', target }],
			});
			waiting.push(...outbox.map(loggable));
			rows.push({ name, dueAt, debt: debt.length, problem: rotation?.problem?.sentence ?? null });
		} catch (error) {
			if (!(error instanceof KeyturnError) || error.code === 'LOGIN_REFUSED') throw error;
			unread.push(`${name}: ${error.message}`);
		}
	}
	return { managed, rows, waiting, unread };
}
