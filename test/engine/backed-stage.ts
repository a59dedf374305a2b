import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, INode, INodeParameters } from 'n8n-workflow';
import { DevVault } from '../../demo/dev-vault/vault';

export const CREDENTIAL_TYPE = 'keyturnHashicorpVaultKeyApi';
export const ENTRY = 'keyturn/values/app.hub';
const ORIGINS_NOTE = 'keyturn-origins';

/** What a server was sent, with the key in whatever place it came. */
export interface Received {
	/** When it came, in ms by the machine's steady clock. */
	readonly at: number;
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly text: string;
}

type Respond = (received: Received, response: ServerResponse) => void | Promise<void>;

async function serve(respond: Respond) {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const at = performance.now();
		void (async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
			const { method = '', url = '', headers } = request;
			const one = { at, method, url, headers, text: Buffer.concat(chunks).toString() };
			received.push(one);
			await respond(one, response);
		})().catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/**
 * A vault that can be slow, down or hostile, a provider that knows which keys live, and a server of somebody else. All on
 * loopback, so that the engine in this process and a whole n8n in another can be put before them.
 */
export async function startStage(now: () => number = Date.now) {
	const devVault = new DevVault({ now, random: randomBytes });
	devVault.mount('secret');
	const rootToken = devVault.issueToken({ policies: ['root'], ttlSeconds: 0, displayName: 'root' });
	const knobs = {
		vaultDelayMs: 0,
		/** How long the provider takes to answer a call. */
		providerDelayMs: 0,
		vaultDown: false,
		/** Answers in the vault's place. */
		vaultLies: null as ((path: string) => { status: number; body: string } | null) | null,
		/** What a key that is not accepted is answered with; 200 comes with an error in the body. */
		deadAnswer: 401 as 200 | 401 | 403,
	};
	const vault = await serve(async ({ method, url, headers, text }, response) => {
		const { pathname, searchParams } = new URL(url, 'http://vault');
		const root = headers['x-vault-token'] === rootToken;
		if (knobs.vaultDown && !root) return void response.destroy();
		if (knobs.vaultDelayMs > 0 && !root) await pause(knobs.vaultDelayMs);
		const lie = root ? null : (knobs.vaultLies?.(pathname) ?? null);
		const query = Object.fromEntries(searchParams);
		const plain = { method, path: pathname, query, headers: headers as Record<string, string>, body: text };
		const answer = lie ?? devVault.handle(plain);
		response.writeHead(answer.status, { ...('headers' in answer ? answer.headers : {}) }).end(answer.body);
	});
	const other = await serve((_received, response) => void response.end('{"caught":true}'));
	const living = new Set<string>();
	const provider = await serve(async (received, response) => {
		if (knobs.providerDelayMs > 0) await pause(knobs.providerDelayMs);
		const { pathname, searchParams } = new URL(received.url, 'http://provider');
		const redirect = /^\/redirect\/(\d+)$/.exec(pathname)?.[1];
		if (redirect !== undefined)
			return void response
				.writeHead(Number(redirect), { location: searchParams.get('to') ?? `${other.url}/caught` })
				.end();
		if (pathname === '/fail') return void response.writeHead(500).end('{"message":"it failed"}');
		if (living.has(keyIn(received))) return void response.end('{"ok":true}');
		response
			.writeHead(knobs.deadAnswer, { 'content-type': 'application/json' })
			.end('{"error":"invalid_key"}');
	});

	devVault.definePolicy('one-key', { [`secret/data/${ENTRY}`]: ['read'] });
	const login = devVault.defineAppRole('app', { policies: ['one-key'] });

	const asPerson = async (method: string, path: string, body: unknown) => {
		const answer = await fetch(`${vault.url}/v1/${path}`, {
			method,
			headers: { 'x-vault-token': rootToken },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`The vault answered ${answer.status} to ${path}.`);
	};
	const put = (value: string) => asPerson('POST', `secret/data/${ENTRY}`, { data: { value } });
	const allow = (...origins: string[]) =>
		asPerson('POST', `secret/metadata/${ENTRY}`, { custom_metadata: { [ORIGINS_NOTE]: origins.join(' ') } });
	await allow(provider.url);

	const credential: ICredentialDataDecryptedObject = {
		address: vault.url,
		login: 'approle',
		roleId: login.roleId,
		secretId: login.secretId,
		loginMount: 'approle',
		namespace: '',
		mount: 'secret',
		path: ENTRY,
		field: 'value',
		allowedHosts: provider.url,
		sendAs: 'bearer',
		cacheSeconds: 300,
		refresh: '',
	};
	return {
		knobs,
		vault,
		devVault,
		provider,
		other,
		living,
		login,
		credential,
		put,
		allow,
		asPerson,
		/** The old key goes on living for its grace. */
		async publish(value: string) {
			living.add(value);
			await put(value);
		},
		/** How often the entry was read by a login of its own. */
		reads: () => vault.received.filter(({ url, headers }) => isRead(url, headers, rootToken)).length,
		/** The keys that calls came with, in order. */
		keys: () => provider.received.map(keyIn),
		forget() {
			for (const { received } of [vault, provider, other]) received.length = 0;
		},
		async close() {
			await Promise.all([vault.close(), provider.close(), other.close()]);
		},
	};
}

export type Stage = Awaited<ReturnType<typeof startStage>>;

const isRead = (url: string, headers: Received['headers'], rootToken: string) =>
	url === `/v1/secret/data/${ENTRY}` && headers['x-vault-token'] !== rootToken;

/** The key of a request, from wherever a vault-backed credential can put it. */
export function keyIn({ url, headers }: Received): string {
	const authorization = headers.authorization ?? '';
	const basic = /^Basic (.+)$/.exec(authorization)?.[1];
	const header = headers['x-api-key'];
	return (
		/^Bearer (.+)$/.exec(authorization)?.[1] ??
		(basic === undefined
			? undefined
			: Buffer.from(basic, 'base64')
					.toString()
					.replace(/^[^:]*:(?=.)|:$/, '')) ??
		(typeof header === 'string' ? header : undefined) ??
		new URL(url, 'http://x').searchParams.get('api_key') ??
		''
	);
}

/** Everything that a server got, as one text to search in. */
export const wordsOf = (received: readonly Received[]): string =>
	received
		.map(({ url, headers, text }) => {
			const decoded = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
			return [decodeURIComponent(url), JSON.stringify(headers), Buffer.from(decoded, 'base64'), text].join(
				'\n',
			);
		})
		.join('\n');

export interface CallOptions {
	/** The version of the HTTP Request node. */
	readonly typeVersion?: number;
	/** More of the node, such as `onError`. */
	readonly settings?: object;
	/** A node after it. */
	readonly next?: { readonly name: string };
}

/** A workflow with n8n's own HTTP Request node, which uses the credential that n8n knows as `id`. */
export function requestWorkflow(
	parameters: INodeParameters,
	{ id = 'key', typeVersion = 4.4, settings = {}, next }: CallOptions & { id?: string } = {},
) {
	return {
		nodes: [
			{
				id: 'a',
				name: 'Start',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: {},
			},
			{
				id: 'b',
				name: 'Call',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion,
				position: [200, 0] as [number, number],
				parameters: {
					authentication: 'predefinedCredentialType',
					nodeCredentialType: CREDENTIAL_TYPE,
					...parameters,
				},
				credentials: { [CREDENTIAL_TYPE]: { id, name: 'Key' } },
				...settings,
			},
			...(next === undefined ? [] : [{ id: 'c', ...next } as INode]),
		],
		connections: {
			Start: { main: [[{ node: 'Call', type: 'main' as const, index: 0 }]] },
			...(next === undefined
				? {}
				: { Call: { main: [[{ node: next.name, type: 'main' as const, index: 0 }]] } }),
		},
		settings: { executionOrder: 'v1' as const },
	};
}

/** A node that shows what n8n lets an expression see of the request of a failed call. */
export const afterFailure = {
	name: 'Next',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [400, 0] as [number, number],
	parameters: {
		mode: 'raw',
		jsonOutput: '={{ { told: JSON.stringify($json.error.cause.options ?? null) } }}',
		options: {},
	},
};
