import { KeyturnError } from '../../errors';
import type { Context } from '../../operations/context';
import { notSetUp } from '../not-set-up';
import { logStores } from '../stores';
import type { LogStore, LogStoreDriver } from '../stores/store';

/** Where a log is to lie: a driver of `core/audit/stores`, its settings, and the name of its credential in the vault. */
export interface StoreChoice {
	readonly kind: string;
	readonly settings: Readonly<Record<string, string>>;
	readonly admin: string | null;
}

/** Throws BAD_INPUT for a store that is not known, NO_SUCH_ENTRY without its credential, and what its driver throws. */
export async function openStore(
	{ host, vault }: Context,
	{ kind, settings, admin }: StoreChoice,
): Promise<LogStore> {
	const driver: LogStoreDriver | undefined = Object.hasOwn(logStores, kind)
		? logStores[kind as keyof typeof logStores]
		: undefined;
	if (driver === undefined) throw new KeyturnError('BAD_INPUT', 'Store', 'choose one from the list');
	const { audit } = vault;
	if (audit === null) throw notSetUp();
	if (driver.admin !== null && admin === null)
		throw new KeyturnError('BAD_INPUT', 'Admin Credential', 'choose one from the list');
	return driver.open(settings, {
		host,
		admin: admin === null ? null : await vault.readAdmin(admin),
		vault: {
			createIfAbsent: (id, text) => audit.createIfAbsent(`${FOLDER}/${id}`, text),
			read: (id) => audit.read(`${FOLDER}/${id}`),
		},
	});
}

/** Beside the entries that wait, in the vault's audit folder. */
const FOLDER = 'log';
