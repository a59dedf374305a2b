import { KeyturnError } from '../../errors';
import { inTurns } from '../../in-turns';
import { type Context, open } from '../../operations/context';
import { record } from '../../rotation/record';

/** How many keys are looked into at once. */
const AT_ONCE = 8;

/**
 * Hands in what still stands in the keys' own documents, as each key's next run would: such as that it was registered.
 * The documents stay as they are, so that no run at work on a key is disturbed; its next one finds its entries handed in.
 * It reads every key's document, as nothing tells which of them hold entries. Gives the keys that could not be looked
 * into, with the reason: a login without a right to them may export what is in the log all the same.
 */
export async function handInFromKeys(context: Context, hasTime: () => boolean): Promise<readonly string[]> {
	const unread: string[] = [];
	let names: readonly string[] = [];
	try {
		names = await context.vault.listDocuments();
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
		unread.push(`the list of keys: ${error.message}`);
	}
	await inTurns(names, AT_ONCE, async (name) => {
		if (!hasTime()) {
			unread.push(`${name}: there was no time left`);
			return;
		}
		try {
			const session = await open(context, name);
			if (session.document.outbox.length > 0) await record(session);
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			// A name without a key is a leftover of the list.
			if (error.code !== 'NO_SUCH_KEY') unread.push(`${name}: ${error.message}`);
		}
	});
	return unread.sort();
}
