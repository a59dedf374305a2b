import { KeyturnError } from '../../errors';
import { open, type Context } from '../../operations/context';
import type { AuditEntry } from '../entry';
import { loggable } from '../loggable';
import type { KeyRow } from '../detect/input';
import type { Managed } from '../events/managed';
import type { Document } from '../../rotation/document';
import { driverOf } from '../../rotation/drivers';

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
			managed.push({
				name,
				since: record.registeredAt,
				...(document.last === null ? {} : { last: document.last.at }),
				keyIds: idsOf(document),
				at: placesOf(context, document),
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

/** The key in use, and those that a rotation has to do with. */
function idsOf({ current, rotation, last, debt }: Document): string[] {
	const known = [current?.keyId, rotation?.old?.keyId, rotation?.next?.keyId, last?.oldKeyId];
	return [...known, ...debt.map(({ keyId }) => keyId)].filter((each) => typeof each === 'string');
}

/** By what names the vault and the provider know a key in their own logs. */
function placesOf({ vault, drivers }: Context, document: Document): Managed['at'] {
	const { place, providerSettings } = document.record;
	const target = vault.audited(place);
	const issued = driverOf(document, drivers).audited?.(providerSettings);
	return [
		{ source: 'vault-audit-device', role: 'vault', target },
		...(issued?.targets ?? []).map((each) => ({
			source: issued?.source ?? '',
			role: 'provider' as const,
			target: each,
		})),
	];
}
