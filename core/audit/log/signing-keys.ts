import { hasCode, KeyturnError } from '../../errors';
import type { KeptDocument } from '../../kept/document';
import type { Context } from '../../operations/context';
import { checkpointText } from '../note/checkpoint';
import { signNote } from '../note/note';
import { notSetUp } from '../not-set-up';
import { rootAt } from '../tree/paths';
import { HANDOVER, REPLACEMENT } from '../verify/entries';
import type { LogFiles } from '../verify/files';
import { createOnce } from './create-once';
import { checkpointPath, handoverPath, newestKey, type OpenLog } from './log';
import { loggedEntries } from './entries';
import { filesOf } from './files';
import { hashesOf } from './hashes';
import { makeKey, signerFor, signerOf } from './signing-key';
import type { LogState } from './state';
import { takeUp } from './take-up';

interface Replacing {
	/** Whether the old key cannot sign any more. */
	readonly lost: boolean;
	/** Who confirms it. */
	readonly by: string;
}

/**
 * Gives the log a new signing key. The change is an entry; `handOver` then writes a checkpoint that covers it, signed by
 * the old key and the new one, so that whoever pinned the old one can go on to the new one. Throws NO_SUCH_ENTRY when the
 * old key is lost and `lost` is not said: then nothing leads from the old key to the new one, and people pin the new one
 * by hand.
 */
export async function rotateSigningKey(
	context: Context,
	kept: KeptDocument<LogState>,
	{ lost, by }: Replacing,
): Promise<void> {
	if (context.vault.audit === null) throw notSetUp();
	const { origin } = kept.document;
	const old = newestKey(kept.document);
	if (!lost) await signerFor(context, origin, old);
	else if (await canSign(context, kept.document))
		throw new KeyturnError('NOT_NOW', 'Audit log', 'its signing key is not lost: it is in the vault', {
			next: 'Run again without *Old Key Is Lost*. The old key then signs the change, and whoever pinned it need do nothing.',
		});
	const id = old.id + 1;
	const vkey = signerOf(origin, await makeKey(context, id), context.vault.origin).key.text;
	await kept.change((draft, note) => {
		const pending = awaitsHandover(draft);
		// Another run came first, or its key has not taken over yet: a step between two keys may not be left out.
		if (newestKey(draft).id !== old.id || (!lost && pending !== null)) return;
		draft.keys.push({ id, vkey, since: context.vault.time().latest, handedOverAt: null, lost });
		const facts = { oldKey: old.vkey, newKey: vkey, by };
		if (!lost) note(HANDOVER, facts);
		// The log tells of a handover already that nobody can sign any more: that it will not come is told as well.
		else note(REPLACEMENT, pending === null ? facts : { ...facts, abandonedFrom: pending.old.vkey });
	});
}

/** Whether all keys are there that the next change needs: the newest, and one that has still to hand over to it. */
async function canSign(context: Context, state: LogState): Promise<boolean> {
	const { old, newest } = awaitsHandover(state) ?? { old: null, newest: newestKey(state) };
	try {
		for (const key of [old, newest]) if (key !== null) await signerFor(context, state.origin, key);
		return true;
	} catch (error) {
		if (hasCode(error, 'NO_SUCH_ENTRY', 'ENTRY_DELETED', 'FORGED')) return false;
		throw error;
	}
}

/** The newest key and the one before, when that one has still to sign that it was followed; null otherwise. */
function awaitsHandover({
	keys,
}: LogState): Readonly<Record<'old' | 'newest', LogState['keys'][number]>> | null {
	const [old, newest] = keys.slice(-2);
	if (newest === undefined || newest.lost || newest.handedOverAt !== null || old === undefined) return null;
	return { old, newest };
}

/**
 * Whether a change of the key was begun and cut off. Until the next run finishes it, the files do not yet lead from the
 * old key to the new one, and whoever only looks would take that for damage.
 */
export async function isChangingKey({ kept, store, position }: OpenLog): Promise<boolean> {
	const { document } = kept;
	if (awaitsHandover(document) !== null) return true;
	const { id, lost } = newestKey(document);
	return lost && (await store.read(checkpointPath(position.range.size, id))) === null;
}

/**
 * Writes the checkpoint in which the newest key takes over, if that was not done yet: it ends with the entry that tells
 * of the change, and both keys sign it.
 */
export async function handOver(log: OpenLog): Promise<OpenLog> {
	const { context, kept, store } = log;
	const { origin } = kept.document;
	const pending = awaitsHandover(kept.document);
	if (pending === null) return log;
	const { old, newest } = pending;
	const unwritten = await kept.settle();
	if (unwritten !== null)
		throw new KeyturnError('NOT_NOW', 'Audit log', `the change of keys waits: ${unwritten.why}`);
	const { log: after } = await takeUp(log, () => true);
	const files = filesOf(after);
	const all = after.position.range.size;
	const size = (await indexOf(files, all, newest.vkey)) + 1;
	const root = await rootAt(size, hashesOf(files, all));
	const signers = [await signerFor(context, origin, old), await signerFor(context, origin, newest)];
	await createOnce(store, handoverPath(newest.id), signNote(checkpointText({ origin, size, root }), signers));
	await kept.change((draft) => {
		const key = draft.keys.find((each) => each.id === newest.id);
		if (key !== undefined) key.handedOverAt = size;
	});
	return after;
}

/** Where the log tells that a key takes over. */
async function indexOf(files: LogFiles, size: number, vkey: string): Promise<number> {
	for await (const { index, entry } of loggedEntries(files, size))
		if (entry.kind === HANDOVER && entry.facts['newKey'] === vkey) return index;
	throw new KeyturnError('NOT_NOW', 'Audit log', 'the change of keys is not in the log yet');
}
