import zapier from 'zapier-platform-core';
import { openKeyturn } from '../../core/keyturn';
import type { Registration } from '../../core/operations/register';
import type { Clock, Http, HttpRequest } from '../../core/ports';
import { hashicorp } from '../../core/vaults/hashicorp';
import { startFileStore, surroundings } from '../../demo/zapier/file-store';
import { createApp } from '../../zapier-app/src/app';
import { systemClock } from '../../zapier-app/src/host';
import { ADMIN, MOUNT, PREFIX, startDevServers, type DevServersOptions } from '../fakes/dev-servers';
import { realHost } from '../servers/host';

/** What Zapier's own wrapper calls; the package has it without a type. */
const { createAppHandler } = zapier as unknown as {
	createAppHandler: (app: object) => (event: object) => Promise<{ results: unknown }>;
};

export type Input = Readonly<Record<string, unknown>>;

/** What one run gave, and all that it told anybody. */
export interface Ran {
	readonly results: unknown;
	/** What was thrown: what Zapier shows. */
	readonly error: Error | undefined;
	readonly logs: ReadonlyArray<{ readonly message: string; readonly data: unknown }>;
}

export interface How {
	/** What the fields held before Zapier put values of earlier steps into them; the same as the input when absent. */
	readonly typed?: Input;
	readonly meta?: Readonly<Record<string, unknown>>;
	readonly authData?: Readonly<Record<string, string>>;
}

/** Runs one method as Zapier's own runtime does, with a logger that keeps everything; `told` is what else Zapier tells it. */
export async function runAsZapier(
	app: object,
	method: string,
	bundle: object,
	told: object = {},
): Promise<Ran> {
	const logs: { message: string; data: unknown }[] = [];
	const handler = createAppHandler(app);
	const event = {
		...told,
		command: 'execute',
		method,
		bundle,
		// Results that Zapier would refuse fail here, whether or not this process looks like a test's.
		isDeveloper: true,
		customLogger: (message: string, data: unknown) => logs.push({ message, data }),
	};
	try {
		return { results: (await handler(event)).results, error: undefined, logs };
	} catch (error) {
		return { results: undefined, error: error as Error, logs };
	}
}

/** The two servers, the app over a client that may speak to them, and what a person registered. */
export async function openStage(
	options: DevServersOptions = {},
	wrap: (http: Http) => Http = (http) => http,
	clock: Clock = systemClock,
) {
	const servers = await startDevServers(options);
	const store = await startFileStore();
	Object.assign(process.env, surroundings);
	const host = { ...realHost('Zapier'), clock };
	const sent: HttpRequest[] = [];
	const http = wrap(async (request) => {
		sent.push(request);
		return await host.http(request);
	});
	const app = createApp(http, clock);
	const authData = {
		vault_kind: 'hashicorp',
		vault_address: servers.vault.url,
		identity: servers.login.roleId,
		bootstrap_credential: servers.login.secretId,
		realm: MOUNT,
		scope_path: PREFIX,
	};

	const run = (method: string, inputData: Input = {}, how: How = {}) =>
		runAsZapier(
			app,
			method,
			{
				authData: { ...authData, ...how.authData },
				inputData,
				inputDataRaw: how.typed ?? inputData,
				meta: { isLoadingSample: false, page: 0, limit: -1, ...how.meta },
			},
			store.event,
		);

	/** A key that exists at the provider and in the vault, and is registered by somebody else than Zapier. */
	async function register(
		name: string,
		more: Partial<Registration> = {},
	): Promise<{ id: string; value: string }> {
		const key = await servers.handMade(name);
		const vault = hashicorp.open(
			{
				address: servers.vault.url,
				login: 'approle',
				roleId: servers.login.roleId,
				secretId: servers.login.secretId,
				mount: MOUNT,
				prefix: PREFIX,
			},
			host,
		);
		await openKeyturn(host, vault).register({
			name,
			app: 'Summariser',
			owner: 'Ada Lovelace',
			risk: 'normal',
			provider: 'dev',
			providerSettings: { address: servers.provider.url, scopes: 'work' },
			admin: ADMIN,
			graceHours: 0.0005,
			cacheSeconds: 0,
			delaySeconds: 1,
			observeSeconds: 0,
			...more,
		});
		return key;
	}

	return {
		...servers,
		/** Where Zapier keeps files. */
		store,
		async close() {
			await store.close();
			await servers.close();
		},
		app,
		authData,
		/** What the app sent, oldest first. */
		sent,
		run,
		create: (key: string, input: Input, how: How = {}) => run(`creates.${key}.operation.perform`, input, how),
		search: (key: string, input: Input, how: How = {}) =>
			run(`searches.${key}.operation.perform`, input, how),
		trigger: (key: string, how: How = {}) => run(`triggers.${key}.operation.perform`, {}, how),
		register,
		/** Whether the provider still accepts the key with that id. */
		lives: (id: string) =>
			servers.provider.provider.state.keys.some((key) => key.id === id && key.deletedMs === null),
	};
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Everything but reads, logins and looking up one's own rights: what can change something. */
export const writesIn = (sent: readonly HttpRequest[]): string[] =>
	sent
		.map(({ method, url }) => `${method} ${new URL(url).pathname}`)
		.filter((line) => !/^GET |\/v1\/auth\/approle\/login$|\/v1\/sys\/capabilities-self$/.test(line));
