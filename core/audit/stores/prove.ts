import { KeyturnError, isUnknownOutcome } from '../../errors';
import { hex } from '../../hex';
import { utf8 } from '../../utf8';
import type { Lock, LogStore } from './store';

const NAME_BYTES = 16;

/** What was seen when a store was tried. */
export interface StoreProof {
	/** The lock on what was written. */
	readonly lock: Lock;
}

/**
 * Tries a store before the log is put there: one file written twice, one after the other, and one by two writers at once,
 * both under random names below `folder`. Of two, one must be told that something is there, and what the other wrote is
 * what is read. The files stay: they are small, and no right to delete is wanted. Throws BAD_INPUT for a store that lets
 * two writers overwrite each other, whatever it answered; and the store's own error when it cannot be used at all.
 */
export async function proveStore(
	store: LogStore,
	folder: string,
	random: (bytes: number) => Uint8Array,
): Promise<StoreProof> {
	const file = () => `${folder}/${hex(random(NAME_BYTES))}`;
	const bytes = (what: string) =>
		utf8.encode(`Keyturn tried this store: ${what} ${hex(random(NAME_BYTES))}\n`);

	const [path, first] = [file(), bytes('first')];
	if (!(await writes(store, path, first)))
		throw refused(store, 'a new name was taken for one that is in use');
	if (await writes(store, path, bytes('second')))
		throw refused(store, 'a second file was stored under a name that was in use');
	if (!same(await store.read(path), first))
		throw refused(store, 'what was read is not what was written first');

	const both = file();
	const rivals = [bytes('one of two'), bytes('the other of two')];
	const stored = await Promise.all(rivals.map((each) => writes(store, both, each)));
	if (stored.filter(Boolean).length !== 1)
		throw refused(
			store,
			'of two writers at the same time not exactly one was told that it had stored its file',
		);
	if (!same(await store.read(both), rivals[stored.indexOf(true)] ?? null))
		throw refused(
			store,
			'of two writers at the same time the wrong one was told that it had stored its file',
		);
	return { lock: await store.lockOf(path) };
}

/** As `createIfAbsent`; where its answer says nothing, what is there now does. */
async function writes(store: LogStore, path: string, bytes: Uint8Array): Promise<boolean> {
	try {
		return await store.createIfAbsent(path, bytes);
	} catch (error) {
		if (!isUnknownOutcome(error)) throw error;
		const there = await store.read(path);
		// Nothing is there: the error stands. Each try has bytes of its own, so its own are told from another's.
		if (there === null) throw error;
		return same(there, bytes);
	}
}

const same = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
	a !== null && b !== null && hex(a) === hex(b);

const refused = (store: LogStore, what: string): KeyturnError =>
	new KeyturnError('BAD_INPUT', store.where, `it cannot keep an audit log: ${what}`, {
		next: 'Use a store that honours conditional writes. This one takes them and does otherwise, so two writers would overwrite each other’s entries. Nothing but two files of this try was written.',
	});
