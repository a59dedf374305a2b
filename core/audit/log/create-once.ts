import { equalBytes } from '../../bytes';
import { isUnknownOutcome, KeyturnError } from '../../errors';
import type { LogStore } from '../stores/store';

/**
 * Stores what follows from what is there already: another's copy of it, and our own whose answer was lost, are as good.
 * Throws FORGED when something else is there: whoever may create files in the store may have come first.
 */
export async function createOnce(store: LogStore, path: string, bytes: Uint8Array): Promise<void> {
	try {
		if (await store.createIfAbsent(path, bytes)) return;
	} catch (error) {
		if (!isUnknownOutcome(error)) throw error;
		const there = await store.read(path);
		if (there === null) throw error;
		if (equalBytes(there, bytes)) return;
		throw notOurs(store, path);
	}
	const there = await store.read(path);
	if (there === null || !equalBytes(there, bytes)) throw notOurs(store, path);
}

/** What is to be said of a file that Keyturn did not write where its own belongs. */
export const notOurs = (store: LogStore, path: string): KeyturnError =>
	new KeyturnError(
		'FORGED',
		`Audit log (${path} in ${store.where})`,
		'the file there was not written by Keyturn',
		{
			next: 'Keep a copy of the file, remove it in the store’s own page, find out who wrote it, then run again: Keyturn writes its own there.',
		},
	);
