import { randomBytes } from 'node:crypto';
import { serveLoopback } from '../http/loopback';
import type { LoopbackOptions } from '../http/loopback';
import { EncryptedFile } from '../storage/files';
import { refuseProduction } from '../storage/production';
import { healthyKnobs } from './state';
import type { DevVaultState } from './state';
import { DevVault } from './vault';

export interface StartDevVaultOptions extends LoopbackOptions {
	/** Keeps the encrypted state and its key. */
	readonly folder: string;
	/** KV version 2 mounts made when absent; `secret` when not given. */
	readonly mounts?: readonly string[];
	/** Milliseconds; the system's clock when absent. */
	readonly now?: () => number;
}

export interface StartedDevVault {
	readonly url: string;
	readonly rootToken: string;
	readonly vault: DevVault;
	close(): Promise<void>;
}

interface Saved {
	readonly rootToken: string;
	readonly state: DevVaultState;
}

/**
 * Starts the vault on loopback from its file, unsealed and with no fault switched on; every answered change is on
 * disk before its answer leaves.
 */
export async function startDevVault(options: StartDevVaultOptions): Promise<StartedDevVault> {
	refuseProduction('dev vault');
	const file = new EncryptedFile<Saved>(options.folder, 'dev-vault');
	const saved = file.load();
	const vault = new DevVault({
		...(saved === undefined ? {} : { state: { ...saved.state, knobs: healthyKnobs() } }),
		now: options.now ?? Date.now,
		random: randomBytes,
	});
	for (const mount of options.mounts ?? ['secret']) vault.mount(mount);
	const rootToken =
		saved?.rootToken ?? vault.issueToken({ policies: ['root'], ttlSeconds: 0, displayName: 'root' });
	let savedRevision = -1;
	const save = (): void => {
		if (savedRevision === vault.state.revision) return;
		file.save({ rootToken, state: vault.state });
		savedRevision = vault.state.revision;
	};
	save();
	const server = await serveLoopback((request) => {
		const response = vault.handle(request);
		save();
		return response;
	}, options);
	return {
		url: server.url,
		rootToken,
		vault,
		close: async () => {
			await server.close();
			save();
		},
	};
}
