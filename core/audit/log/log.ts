import { KeyturnError } from '../../errors';
import { unhex } from '../../hex';
import type { KeptDocument } from '../../kept/document';
import type { Context } from '../../operations/context';
import { Damage } from '../damage';
import { checkpointText } from '../note/checkpoint';
import { readVerifierKey } from '../note/key';
import { readNote, signersOf, signNote } from '../note/note';
import { notSetUp } from '../not-set-up';
import type { AuditStore } from '../store';
import type { LogStore } from '../stores/store';
import { createOnce, notOurs } from './create-once';
import { writeTiles } from './derived';
import { EMPTY, type Head, headOf, next, type Position, positionAt } from './position';
import { type NamedKey, signerFor } from './signing-key';
import type { LogState } from './state';
import { markAgain, markTaken } from './waiting';

/** Where the checkpoint of a size is that key `key` signed: the key after it signs the same size anew. */
export const checkpointPath = (size: number, key: number): string =>
	`checkpoint/${String(size)}/${String(key)}`;
/** The checkpoint in which a signing key takes over from the one before, signed by both. */
export const handoverPath = (id: number): string => `handover/${String(id)}`;

/** The log as far as it goes, for adding to it. */
export interface OpenLog {
	readonly context: Context;
	readonly kept: KeptDocument<LogState>;
	readonly store: LogStore;
	/** Where what waits for the log stands. */
	readonly inbox: AuditStore;
	readonly position: Position;
}

/**
 * Goes to the end of the log and finishes what its last writer left unfinished. Throws FORGED when what is in the store
 * is not what was signed.
 */
export async function atItsEnd(
	context: Context,
	kept: KeptDocument<LogState>,
	store: LogStore,
): Promise<OpenLog> {
	const inbox = context.vault.audit;
	if (inbox === null) throw notSetUp();
	const { head } = kept.document;
	const position = head === null ? EMPTY : await positionAt(store, head);
	const log = { context, kept, store, inbox, position };
	await finish(log);
	return await toTheEnd(log);
}

/** Follows what was written since, and finishes what its writer may have left. */
export async function toTheEnd(log: OpenLog): Promise<OpenLog> {
	let now = log;
	for (;;) {
		const position = await next(log.store, now.position);
		if (position === null) return now;
		now = { ...now, position };
		await finish(now);
	}
}

/**
 * What follows from the newest segment: its tiles, the marks of what it took up, then the checkpoint, signed by the
 * newest key. The checkpoint comes last, so that where it stands all is done; only then may the next segment be made.
 */
export async function finish({ context, kept, store, inbox, position }: OpenLog): Promise<void> {
	if (position.n === 0) return;
	const key = newestKey(kept.document);
	const path = checkpointPath(position.range.size, key.id);
	const there = await store.read(path);
	if (there === null) {
		await writeTiles(store, position);
		await markTaken(inbox, position.took, position.n);
		await createOnce(store, path, await sign(context, kept.document.origin, key, headOf(position)));
	} else if (!isSigned(there, kept.document.origin, key, headOf(position))) throw notOurs(store, path);
	else if ((kept.document.head?.n ?? 0) < position.n)
		// A vault that was put back to an earlier state lost the marks together with the memory of what they belong to.
		await markAgain(inbox, await kept.keys(), position);
	await remember(kept, headOf(position));
}

/** Whether that is what the key would sign of the head. It is told by the public key: the other may be gone. */
function isSigned(bytes: Uint8Array, origin: string, { vkey }: NamedKey, head: Head): boolean {
	try {
		const note = readNote(bytes);
		const text = checkpointText({ origin, size: head.size, root: unhex(head.root) });
		const signers = signersOf(note, [readVerifierKey(vkey)]);
		return note.text === text && note.signatures.length === 1 && signers.length === 1;
	} catch (error) {
		if (error instanceof Damage) return false;
		throw error;
	}
}

async function sign(context: Context, origin: string, key: NamedKey, head: Head): Promise<Uint8Array> {
	const text = checkpointText({ origin, size: head.size, root: unhex(head.root) });
	return signNote(text, [await signerFor(context, origin, key)]);
}

/** The key that signs now. Throws NOT_NOW when there is none yet. */
export function newestKey({ keys }: LogState): LogState['keys'][number] {
	const newest = keys.at(-1);
	if (newest === undefined) throw new KeyturnError('NOT_NOW', 'Audit log', 'it has no signing key yet');
	return newest;
}

/** Keeps how far the log was signed; an older state never takes the place of a newer one. */
async function remember(kept: KeptDocument<LogState>, head: Head): Promise<void> {
	await kept.change((draft) => {
		if ((draft.head?.n ?? 0) < head.n) draft.head = head;
	});
}
