import { KeyturnError } from '../../errors';
import type { KeptDocument } from '../../kept/document';
import type { Context } from '../../operations/context';
import { proveStore } from '../stores/prove';
import type { Lock } from '../stores/store';
import { atItsEnd, type OpenLog } from './log';
import { openStore, type StoreChoice } from './open-store';
import { makeKey, signerOf } from './signing-key';
import { type LogState, openLogState } from './state';

/** Without a choice the log lies in the vault, in the folder of the entries. */
const IN_VAULT: StoreChoice = { kind: 'in-vault', settings: {}, admin: null };

/** The log at its end; it is set up in the vault when it was not yet. */
export async function openLog(context: Context): Promise<OpenLog> {
	const kept = await openLogState(context);
	const { store } = kept.document;
	return store === null ? (await setUp(context, kept, IN_VAULT)).log : await open(context, kept, store);
}

/** Sets the log up, and gives what the store says of the lock on its files. Throws NOT_NOW when it is elsewhere already. */
export async function setUpLog(context: Context, choice: StoreChoice): Promise<BegunLog> {
	return await setUp(context, await openLogState(context), choice);
}

/** A log that was just set up. */
export interface BegunLog {
	readonly log: OpenLog;
	readonly lock: Lock;
}

async function setUp(context: Context, kept: KeptDocument<LogState>, choice: StoreChoice): Promise<BegunLog> {
	const { host, vault } = context;
	const store = await openStore(context, choice);
	const { lock } = await proveStore(store, 'probe', (bytes) => host.random(bytes));
	const seed = await makeKey(context, FIRST_KEY);
	await kept.change((draft, note) => {
		if (draft.store !== null && !isSame(draft.store, choice))
			throw new KeyturnError('NOT_NOW', 'Audit log', 'it is set up already, in another place', {
				next: 'A log stays where it was begun: what was signed there could not be compared otherwise.',
			});
		if (draft.store !== null) return;
		const since = vault.time().latest;
		// Only now is it sure what the log is called: another run may have begun it at the same time.
		const vkey = signerOf(draft.origin, seed, vault.origin).key.text;
		draft.store = {
			kind: choice.kind,
			settings: { ...choice.settings },
			admin: choice.admin,
			provedAt: since,
		};
		draft.keys.push({ id: FIRST_KEY, vkey, since, handedOverAt: null, lost: false });
		note('log made', { origin: draft.origin, key: vkey, store: store.where });
	});
	await kept.settle();
	return { log: await open(context, kept, choice), lock };
}

const FIRST_KEY = 1;

const open = async (context: Context, kept: KeptDocument<LogState>, choice: StoreChoice): Promise<OpenLog> =>
	await atItsEnd(context, kept, await openStore(context, choice));

const isSame = (a: StoreChoice, b: StoreChoice): boolean =>
	a.kind === b.kind && a.admin === b.admin && JSON.stringify(a.settings) === JSON.stringify(b.settings);
