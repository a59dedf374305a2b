import { KeyturnError } from '../../errors';
import { unhex } from '../../hex';
import { checkpointText, readCheckpoint } from '../note/checkpoint';
import { readNote, signNote } from '../note/note';
import { createOnce } from './create-once';
import type { OpenLog } from './log';
import { headOf } from './position';
import { reading } from './reading';
import { makeKey, signerFor, signerOf } from './signing-key';
import { takeUp } from './take-up';

interface Replacing {
	/** Whether the old key cannot sign any more. */
	readonly lost: boolean;
	/** Who confirms it. */
	readonly by: string;
}

export const handoverPath = (id: number): string => `handover/${String(id)}`;

/**
 * Gives the log a new signing key. The change is an entry; a checkpoint that covers it is signed by the old key and the
 * new one, so that whoever pinned the old one can go on to the new one. Throws NO_SUCH_ENTRY when the old key is lost
 * and `lost` is not said: then nothing leads from the old key to the new one, and people pin the new one by hand.
 */
export async function rotateSigningKey(log: OpenLog, { lost, by }: Replacing): Promise<OpenLog> {
	const { context, kept } = log;
	const { origin, keys } = kept.document;
	const old = keys.at(-1);
	if (old === undefined) throw new KeyturnError('NOT_NOW', 'Audit log', 'it has no signing key yet');
	if (!lost) await signerFor(context, origin, old);
	const id = old.id + 1;
	const vkey = signerOf(origin, await makeKey(context, id), context.vault.origin).key.text;
	await kept.change((draft, note) => {
		if (draft.keys.at(-1)?.id !== old.id) return;
		draft.keys.push({ id, vkey, since: context.vault.time().latest, handedOverAt: null, lost });
		note(lost ? 'log key replaced' : 'log key rotated', { oldKey: old.vkey, newKey: vkey, by });
	});
	return await handOver(log);
}

/** Writes the checkpoint in which the newest key takes over, if that was not done yet. */
export async function handOver(log: OpenLog): Promise<OpenLog> {
	const { context, kept, store } = log;
	const { origin, keys } = kept.document;
	const [old, newest] = keys.slice(-2);
	if (newest === undefined || newest.lost || newest.handedOverAt !== null || old === undefined) return log;
	const why = await kept.settle();
	if (why !== null) throw new KeyturnError('NOT_NOW', 'Audit log', `the change of keys waits: ${why}`);
	const { log: after } = await takeUp(log, () => true);
	const head = headOf(after.position);
	const text = checkpointText({ origin, size: head.size, root: unhex(head.root) });
	const signers = [await signerFor(context, origin, old), await signerFor(context, origin, newest)];
	await createOnce(store, handoverPath(newest.id), signNote(text, signers));
	// Another run may have done it before, at a smaller size.
	const note = (await store.read(handoverPath(newest.id))) ?? new Uint8Array();
	const { size } = reading('Audit log (handover)', () => readCheckpoint(readNote(note).text));
	await kept.change((draft) => {
		const key = draft.keys.find((each) => each.id === newest.id);
		if (key !== undefined) key.handedOverAt ??= size;
	});
	return after;
}
