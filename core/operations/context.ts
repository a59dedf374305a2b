import { KeyturnError } from '../errors';
import { keyName } from '../names';
import type { Host } from '../ports';
import { seal, unseal } from '../rotation/seal';
import type { Drivers } from '../rotation/drivers';
import { Session } from '../rotation/session';
import type { Document } from '../rotation/document';
import { installationKeys } from '../sealing/installation-keys';
import type { Vault } from '../vaults/vault';

/** All that an operation works with: the platform, the vault and the drivers. */
export interface Context {
	readonly host: Host;
	readonly vault: Vault;
	readonly drivers: Drivers;
	/** How long one run may work on one key, in ms. */
	readonly budgetMs: number;
}

/** Opens a registered key. Throws NO_SUCH_KEY; FORGED when its document is not what Keyturn wrote. */
export async function open(context: Context, name: string): Promise<Session> {
	const checked = keyName(name);
	const installation = await context.vault.readInstallationKey();
	const stored = installation === null ? null : await context.vault.readDocument(checked);
	if (installation === null || stored === null) {
		await context.vault.checkEngine();
		throw new KeyturnError('NO_SUCH_KEY', checked, 'no such key is registered');
	}
	const keys = installationKeys(installation, context.vault.origin);
	return new Session(context.host, context.vault, keys, context.drivers, {
		document: unseal(checked, stored, keys),
		tag: stored.tag,
	});
}

/** Opens a key that is being registered: its document is written for the first time here. */
export async function create(context: Context, session: Session, document: Document): Promise<void> {
	await context.vault.writeDocument(document.name, null, seal(document, null, session.keys));
}

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
