import { KeyturnError } from '../errors';
import type { Listed } from '../providers/provider';
import { settledAt } from './bounds';
import { type Paid, payDebts } from './debts';
import type { Document } from './document';
import { namePrefix, owe, protectedIds } from './journal';
import type { Session } from './session';

export type Settled = {
	/** Intents that are proved over; the caller's next write drops them. */
	readonly over: readonly string[];
} & (
	| { readonly clean: true }
	| {
			readonly clean: false;
			/** When the rest can be proved; null when a key would not die. */
			readonly wait: number | null;
			readonly killed: number;
			/** What kept a key alive, where something went wrong. */
			readonly trouble?: KeyturnError | null;
			/** The old key is listed although it was taken for dead. */
			readonly stillListed?: true;
	  }
);

/**
 * Pays what is owed: kills every key in debt, then looks for keys of ours that the document does not know yet. One that
 * will not die keeps neither the others nor those that are still to be found.
 */
export async function settle(session: Session): Promise<Settled> {
	const before = session.document.debt.length;
	let paid = await payDebts(session);
	const owed = before - session.document.debt.length;
	const { intents } = session.document;
	const isSpent = session.document.debt.length > 0 && !session.room();
	if (intents.length === 0 || isSpent) return ended(session, { over: [], killed: owed, ...paid });

	const listedFrom = session.time().earliest;
	const listed = await (await session.provider()).list();
	session.listedBefore = new Set(listed.map(({ id }) => id));
	refuseRestored(session.document, listed);
	if (listed.some(({ id }) => id === goneId(session.document)))
		return { clean: false, wait: null, killed: owed, stillListed: true, over: [] };
	const strays = straysIn(session.document, listed);
	if (strays.length > 0) {
		await session.save((draft) => {
			for (const { id, reason } of strays) owe(draft, id, reason, session.time().latest, null);
		});
		const found = session.document.debt.filter(({ keyId }) => strays.some(({ id }) => id === keyId));
		const { trouble, waiting } = await payDebts(session, found);
		paid = { trouble: trouble ?? paid.trouble, waiting: paid.waiting + waiting };
	}
	// A create may still land as long as its delay has not passed; only a list made after that is the last word.
	const open = intents.filter(
		(intent) =>
			listedFrom <= settledAt(session.document, intent.at) || isUnanswered(session.document, intent.name),
	);
	// What was just killed may have had a twin that was listed late: such a name is looked at once more.
	const struck = new Set(strays.map(({ intent }) => intent));
	const over = intents
		.filter((each) => !open.includes(each) && !struck.has(each.name))
		.map(({ name }) => name);
	const killed = owed + strays.length;
	if (over.length === intents.length || session.document.debt.length > 0)
		return ended(session, { over, killed, ...paid });
	const until = open.map(({ at }) => settledAt(session.document, at));
	return {
		clean: false,
		wait: Math.max(session.time().latest, ...until),
		killed,
		over,
	};
}

type Ended = Paid & { over: readonly string[]; killed: number };

function ended(session: Session, { waiting, ...rest }: Ended): Settled {
	const owed = session.document.debt.length;
	if (owed === 0) return { clean: true, over: rest.over };
	return { clean: false, wait: waiting === owed ? session.quietFrom() : null, ...rest };
}

/** The id of the old key once it is proved dead. */
function goneId({ rotation }: Document): string | null {
	return rotation?.state === 'REVOKED' ? (rotation.old?.keyId ?? null) : null;
}

/** Drops the intents that a late enough list has shown to be over. */
export function dropIntents(draft: Document, over: readonly string[]): void {
	draft.intents = draft.intents.filter(({ name }) => !over.includes(name));
}

/** True while this name is still being asked for: it is neither given up nor the new key’s. */
function isUnanswered({ intents, rotation }: Document, name: string): boolean {
	return rotation?.next?.keyName !== name && intents.some((each) => each.name === name && each.live);
}

function straysIn(
	document: Document,
	listed: readonly Listed[],
): { intent: string; id: string; reason: 'orphan' | 'duplicate' }[] {
	const living = protectedIds(document);
	return document.intents
		.filter(({ name }) => !isUnanswered(document, name))
		.flatMap((intent) =>
			listed
				.filter(({ id, name }) => name === intent.name && !living.has(id))
				.map(({ id }) => ({
					intent: intent.name,
					id,
					reason: intent.live ? ('duplicate' as const) : ('orphan' as const),
				})),
		);
}

/** A key of ours that is newer than the document: the vault was restored from a backup, and nothing may be revoked. */
export function refuseRestored(document: Document, listed: readonly Listed[]): void {
	const prefix = namePrefix(document);
	const newer = listed.some(({ name }) => {
		if (!name.startsWith(prefix)) return false;
		const [rotation, epoch] = name.slice(prefix.length).split('.').map(Number);
		return Number(rotation) > document.rotations || Number(epoch) > document.epoch;
	});
	if (newer)
		throw new KeyturnError(
			'RESTORED',
			document.name,
			'the provider has a newer key of this name than the vault knows',
		);
}
