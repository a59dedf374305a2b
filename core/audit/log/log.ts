import { KeyturnError, hasCode, isUnknownOutcome } from '../../errors';
import type { KeptDocument } from '../../kept/document';
import type { Context } from '../../operations/context';
import { checkpointText } from '../note/checkpoint';
import { signNote } from '../note/signed-note';
import type { AuditStore } from '../store';
import type { LogStore } from '../stores/store';
import { writeTiles } from './derived';
import { EMPTY, type Head, headOf, next, type Position, positionAt } from './position';
import { signerFor } from './signing-key';
import type { LogState } from './state';
import { markTaken } from './waiting';
import { utf8 } from '../../utf8';

export const checkpointPath = (size: number): string => `checkpoint/${String(size)}`;

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
	if (inbox === null)
		throw new KeyturnError('NOT_NOW', 'Audit log', 'it is not set up: this vault cannot keep entries that are created once', {
			next: 'What was done waits in the documents of the keys, and nothing of it is lost.',
		});
	const { head } = kept.document;
	let position = head === null ? EMPTY : await positionAt(store, head);
	for (let after = await next(store, position); after !== null; after = await next(store, position))
		position = after;
	const log = { context, kept, store, inbox, position };
	if (position.n > 0) await finish(log);
	return log;
}

/**
 * What follows from the newest segment: its tiles, the marks of what it took up, then the checkpoint. The checkpoint
 * comes last, so that where it stands all is done; only then may the next segment be made.
 */
export async function finish({ context, kept, store, inbox, position }: OpenLog): Promise<void> {
	const { size } = position.range;
	if ((await store.read(checkpointPath(size))) === null) {
		await writeTiles(store, position);
		await markTaken(inbox, position.took, position.n);
		await createOnce(
			store,
			checkpointPath(size),
			utf8.encode(await sign(context, kept.document, headOf(position))),
		);
	}
	await remember(kept, headOf(position));
}

/** A checkpoint, signed by the newest key. */
export async function sign(context: Context, { origin, keys }: LogState, head: Head): Promise<string> {
	const text = checkpointText({ origin, size: head.size, root: head.root });
	const newest = keys.at(-1);
	if (newest === undefined) throw new KeyturnError('NOT_NOW', 'Audit log', 'it has no signing key yet');
	return signNote(text, [await signerFor(context, origin, newest)]);
}

/** Keeps how far the log was signed; an older state never takes the place of a newer one. */
async function remember(kept: KeptDocument<LogState>, head: Head): Promise<void> {
	await kept.change((draft) => {
		if ((draft.head?.n ?? 0) < head.n) draft.head = head;
	});
}

/** Stores what follows from what is there already: another's copy of it, and our own whose answer was lost, are as good. */
export async function createOnce(store: LogStore, path: string, bytes: Uint8Array): Promise<void> {
	try {
		await store.createIfAbsent(path, bytes);
	} catch (error) {
		if (!isUnknownOutcome(error) && !hasCode(error, 'UNKNOWN_OUTCOME')) throw error;
		if ((await store.read(path)) === null) throw error;
	}
}
