import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ENDPOINTS } from '../../core/dns/endpoints';
import { MOUNT, PREFIX, startDevServers } from '../../test/fakes/dev-servers';
import { sound } from '../../test/fakes/dns/rdap';
import { startResolver } from '../../test/fakes/dns/resolver';
import type { World } from '../../test/fakes/dns/signed/world';
import { prepareFolder, startN8n } from '../n8n/instance';
import { Rest, type Owner } from '../n8n/rest';

export const CREDENTIAL = 'keyturnHashicorpVaultApi';

const OWNER: Owner = { email: 'ann@keyturn.test', password: 'Pictures-of-DNS-1' };
/** Nobody listens there: what is asked besides resolver, registry and vault gets no answer, and is not checked. */
const NOWHERE = 'http://127.0.0.1:9';
const ALONE = { HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, NO_PROXY: '127.0.0.1,localhost' };

/** An n8n of its own, whose copy of the package trusts made-up roots and asks who is on loopback. */
export interface DnsStage {
	readonly url: string;
	readonly rest: Rest;
	/** The id of a credential for the vault of this stage. */
	readonly credential: string;
	/** The zones that the resolver answers out of from now on. */
	show(world: World): void;
	/** Opens a page with the owner logged in, for as long as `work` takes. */
	onPage(look: 'light' | 'dark', work: (page: Page) => Promise<void>): Promise<void>;
	stop(): Promise<void>;
}

/** Starts n8n, a resolver, a registry that knows `registered` alone, and a vault. The roots of `worlds` are trusted. */
export async function openDnsStage(
	browser: Browser,
	worlds: readonly [World, ...World[]],
	registered: string,
): Promise<DnsStage> {
	const home = mkdtempSync(join(tmpdir(), 'keyturn-dns-pictures-'));
	const opened: Array<() => Promise<unknown>> = [];
	const stop = async () => {
		for (const close of opened.reverse()) await close();
		rmSync(home, { recursive: true, force: true });
	};
	try {
		let [world] = worlds;
		const resolver = await startResolver(() => world);
		opened.push(resolver.stop);
		const registry = await startRegistry(registered);
		opened.push(registry.stop);
		const servers = await startDevServers();
		opened.push(servers.close);
		await prepareFolder(home);
		const core = join(home, '.n8n/nodes/node_modules/n8n-nodes-keyturn/dist/core/dns');
		turn(core, worlds, { resolver: resolver.url, registry: registry.url });
		const n8n = await startN8n({ folder: home, env: ALONE });
		opened.push(n8n.stop);
		const rest = new Rest(n8n.url);
		await rest.setUpOwner(OWNER);
		const credential = await rest.createCredential(CREDENTIAL, 'Vault', {
			address: servers.vault.url,
			login: 'approle',
			...servers.login,
			mount: MOUNT,
			prefix: PREFIX,
		});
		return {
			url: n8n.url,
			rest,
			credential,
			show: (other) => void (world = other),
			async onPage(colorScheme, work) {
				const context = await browser.newContext({ colorScheme });
				const data = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
				await context.request.post(`${n8n.url}/rest/login`, { data });
				await work(await context.newPage());
				await context.close();
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function startRegistry(registered: string) {
	const server = createServer(({ url = '' }, response) => {
		const knows = url.endsWith(`/domain/${registered}`);
		response.writeHead(knows ? 200 : 503, { 'content-type': 'application/rdap+json' });
		response.end(knows ? JSON.stringify(sound(registered)) : '');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
		stop: () =>
			new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}

/** Puts other roots, another resolver and another registry into an installed package; all are constants in it, for good reason. */
function turn(
	core: string,
	worlds: readonly World[],
	{ resolver, registry }: { readonly resolver: string; readonly registry: string },
): void {
	const change = (file: string, changes: ReadonlyArray<readonly [string | RegExp, string]>) => {
		const before = readFileSync(join(core, file), 'utf8');
		const after = changes.reduce((text, [from, to]) => text.replace(from, () => to), before);
		if (after === before) throw new Error(`${file} has nothing to change.`);
		writeFileSync(join(core, file), after);
	};
	const anchors = worlds.flatMap((world) => world.anchors);
	change('dnssec/anchors.js', [[/(?<=ROOT_ANCHORS = )\[[^]*?\];/, `${JSON.stringify(anchors)};`]]);
	change(
		'endpoints.js',
		ENDPOINTS.map(({ url }) => [url, resolver]),
	);
	change('registrar/overrides.js', [[/de: '[^']*'/, `example: '${registry}'`]]);
}
