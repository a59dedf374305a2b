import { isUnknownOutcome } from '../../errors';
import type { LogStore } from '../stores/store';

/** Stores what follows from what is there already: another's copy of it, and our own whose answer was lost, are as good. */
export async function createOnce(store: LogStore, path: string, bytes: Uint8Array): Promise<void> {
	try {
		await store.createIfAbsent(path, bytes);
	} catch (error) {
		if (!isUnknownOutcome(error)) throw error;
		if ((await store.read(path)) === null) throw error;
	}
}
