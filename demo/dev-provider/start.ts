import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { serveLoopback } from '../http/loopback';
import type { LoopbackOptions } from '../http/loopback';
import { toToken } from '../http/plain';
import { makePrivateFolder, readIfPresent, readOrCreate, writeAtomically } from '../storage/files';
import { refuseProduction } from '../storage/production';
import { DevProvider } from './provider';
import type { DevProviderState } from './state';

export interface StartDevProviderOptions extends LoopbackOptions {
	/** Keeps the state, without any value of a key, and the administrator's key (mode 0600). */
	readonly folder: string;
	/** Made and kept in the folder when absent. */
	readonly adminKey?: string;
	/** Milliseconds; the system's clock when absent. */
	readonly now?: () => number;
}

export interface StartedDevProvider {
	readonly url: string;
	readonly adminKey: string;
	readonly provider: DevProvider;
	close(): Promise<void>;
}

/** Starts the provider on loopback from its file; keys are on disk before an answer leaves, counters at the end. */
export async function startDevProvider(options: StartDevProviderOptions): Promise<StartedDevProvider> {
	refuseProduction('dev provider');
	makePrivateFolder(options.folder);
	const path = join(options.folder, 'dev-provider.json');
	const text = readIfPresent(path);
	const adminKey =
		options.adminKey ??
		readOrCreate(join(options.folder, 'dev-provider-admin.key'), () => `dpa_${toToken(randomBytes(24))}`);
	const provider = new DevProvider({
		...(text === undefined ? {} : { state: JSON.parse(text) as DevProviderState }),
		adminKeys: [adminKey],
		now: options.now ?? Date.now,
		random: randomBytes,
	});
	let savedRevision = -1;
	const save = (): void => {
		writeAtomically(path, JSON.stringify(provider.state));
		savedRevision = provider.state.revision;
	};
	save();
	const server = await serveLoopback((request) => {
		const response = provider.handle(request);
		if (savedRevision !== provider.state.revision) save();
		return response;
	}, options);
	return {
		url: server.url,
		adminKey,
		provider,
		close: async () => {
			await server.close();
			save();
		},
	};
}
