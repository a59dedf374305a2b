import { inspect } from 'node:util';
import type { Planted, Searched } from '../../demo/canary';
import type { Finished } from '../../demo/n8n/engine';
import { type DevServers, MOUNT, PREFIX } from '../fakes/dev-servers';

/** Two servers, and Keyturn's login at the vault. */
export interface Watched extends Pick<DevServers, 'provider' | 'vault'> {
	readonly credential: { readonly secretId: string };
}

/** Notes every secret that passes between the servers and their callers, also those whose answer gets lost. */
export function watchSecrets(world: Watched) {
	const secrets = new Map<string, string>();
	const add = (name: string, value: unknown) => {
		if (typeof value === 'string' && value !== '' && !secrets.has(value)) secrets.set(value, name);
	};
	add('provider admin key', world.provider.adminKey);
	add('vault secret ID', world.credential.secretId);
	add('vault root token', world.vault.rootToken);

	const { provider } = world.provider;
	const handleProvider = provider.handle.bind(provider);
	provider.handle = (request) => {
		const given = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
		const lose = provider.knobs.loseAnswerAfterCreate;
		provider.knobs.loseAnswerAfterCreate = 0;
		const creates = request.method === 'POST' && request.path === '/v1/keys';
		let response = handleProvider(request);
		if (creates && response.status === 201) {
			add('key made at the provider', valueIn(response.body, 'value'));
			// The answer is lost here instead, so that the key in it is known.
			if (lose > 0) response = { ...response, status: 0 };
		}
		provider.knobs.loseAnswerAfterCreate = creates && lose > 0 ? lose - 1 : lose;
		add('bearer at the provider', given);
		return response;
	};
	const vault = world.vault.vault;
	const handleVault = vault.handle.bind(vault);
	vault.handle = (request) => {
		const response = handleVault(request);
		add('vault session token', request.headers['x-vault-token']);
		if (request.path.endsWith('/login'))
			add('vault session token', valueIn(response.body, 'auth', 'client_token'));
		add(
			'installation key',
			request.path.endsWith('/installation') ? valueIn(response.body, 'data', 'data', 'value') : '',
		);
		return response;
	};
	return {
		planted: (): Planted[] => [...secrets].map(([value, name], at) => ({ name: `${name} ${at + 1}`, value })),
	};
}

function valueIn(body: string, ...path: string[]): unknown {
	try {
		return path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], JSON.parse(body));
	} catch {
		return undefined;
	}
}

/** Everything that n8n keeps, prints or passes on of a run. */
export const textsOf = (name: string, { run, stored, log }: Finished): Searched[] => [
	{ name: `${name}: execution data`, text: stored.join('\n') },
	{
		name: `${name}: run in memory`,
		text: inspect(run.data.resultData, { depth: 12, maxStringLength: null }),
	},
	{ name: `${name}: error`, text: inspect(run.data.resultData.error, { depth: 12, showHidden: true }) },
	{ name: `${name}: log`, text: log.map(({ text }) => text).join('\n') },
];

/** All entries of the audit log and all documents, as the vault holds them. */
export async function recordsOf(world: Pick<DevServers, 'asPerson'>): Promise<Searched[]> {
	const found: Searched[] = [];
	const walk = async (folder: string): Promise<void> => {
		const answer = (await world.asPerson('GET', `${MOUNT}/metadata/${folder}?list=true`)) as {
			data: { keys: string[] };
		};
		for (const name of answer.data.keys) {
			if (name.endsWith('/')) await walk(`${folder}/${name.slice(0, -1)}`);
			else {
				const entry = await world.asPerson('GET', `${MOUNT}/data/${folder}/${name}`);
				found.push({ name: `${folder}/${name}`, text: JSON.stringify(entry) });
			}
		}
	};
	await walk(`${PREFIX}/audit`);
	await walk(`${PREFIX}/documents`);
	return found;
}
