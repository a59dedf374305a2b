import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { importCredentials, importWorkflows } from '../../scripts/n8n/cli';
import { prepareFolder, startN8n } from '../../scripts/n8n/instance';
import { Rest } from '../../scripts/n8n/rest';
import { Stage } from '../play/stage';
import { REGISTER, furnish, workflows } from './contents';
import { readKept, writeKept, type Kept } from './kept';

export interface Editor {
	readonly url: string;
	readonly owner: Kept['owner'];
	readonly stage: Stage;
	/** The owner's session. */
	readonly rest: Rest;
	/** What n8n printed so far. */
	readonly printed: () => string;
	stop(): Promise<void>;
}

/**
 * The full n8n with this package from its tarball, a vault and a provider, all on loopback. The first time in a folder
 * it is set up: an owner, the credential, the templates, and one registered key. Afterwards it goes on as it was left,
 * with the package as it is now. `say` is told each step.
 */
export async function openEditor(folder: string, say: (step: string) => void): Promise<Editor> {
	const kept = await readKept(folder);
	const [home, servers] = [join(folder, 'n8n'), join(folder, 'servers')];
	// What a first time left that was cut off is of no use.
	if (!kept.filled) for (const part of [home, servers]) rmSync(part, { recursive: true, force: true });
	const installation = await prepareFolder(home);
	say('the package is installed from its tarball');
	const stage = await Stage.open(servers, kept.ports);
	try {
		say(`vault at ${stage.vault.url}, provider at ${stage.provider.url}, both for development only`);
		if (!kept.filled) {
			await importCredentials(installation, home, await furnish(stage));
			await importWorkflows(
				installation,
				home,
				workflows(stage.provider.url, `http://127.0.0.1:${kept.ports.n8n}`),
			);
			say('credential and templates are imported');
		}
		const n8n = await startN8n({ folder: home, port: kept.ports.n8n });
		const rest = new Rest(n8n.url);
		const stop = async () => {
			await n8n.stop();
			await stage.close();
		};
		try {
			await (kept.filled ? rest.login(kept.owner) : settle(rest, kept.owner));
		} catch (error) {
			await n8n.stop();
			throw error;
		}
		writeKept(folder, { ...kept, filled: true });
		return { url: n8n.url, owner: kept.owner, stage, rest, printed: n8n.printed, stop };
	} catch (error) {
		await stage.close();
		throw error;
	}
}

/** Makes the owner, and has the key registered, so that the templates have one to work on. */
async function settle(rest: Rest, owner: Kept['owner']): Promise<void> {
	await rest.setUpOwner(owner);
	const { status, error } = await rest.run(REGISTER, 'Start');
	if (status !== 'success') throw new Error(`The key was not registered: ${error?.message ?? status}`);
}
