import { DevProvider } from '../../demo/dev-provider/provider';
import { DevVault } from '../../demo/dev-vault/vault';
import { policyRules } from '../../demo/policy';
import type { PlainHandler, PlainRequest, PlainResponse } from '../../demo/http/plain';
import { copyOf } from '../../core/copy';
import type { StoreChoice } from '../../core/audit/log/open-store';
import type { HttpRequest } from '../../core/ports';
import { plainBody } from '../fakes/host';
import { fakeS3 } from '../fakes/log-stores/s3';
import type { Snapshot } from './start';
import { ORIGINS_NOTE } from '../../core/vaults/hashicorp';

export const VAULT = 'https://vault.test';
export const PROVIDER = 'https://provider.test';
export const TARGET = 'https://target.test';
export const STORE = 'https://store.test';
export const KEY = 'marketing-summariser.dev';
export const ADMIN_KEY = 'admin-of-the-provider-0123456789';

/** The services that a rotation talks to, in memory, behind their addresses. */
export class World {
	readonly vault: DevVault;
	readonly provider: DevProvider;
	readonly login: { readonly roleId: string; readonly secretId: string };
	/** What each target holds, by its name. */
	readonly targets = new Map<string, string>();
	readonly #changedAt = new Map<string, string>();
	readonly #now: () => number;

	constructor(
		now: () => number,
		random: (bytes: number) => Uint8Array,
		from?: Snapshot,
		policies: readonly string[] = ['keyturn'],
	) {
		this.#now = now;
		this.vault = new DevVault({
			now,
			random,
			...(from === undefined ? {} : { state: copyOf(from.vault) }),
		});
		if (from !== undefined) {
			this.provider = new DevProvider({ state: copyOf(from.provider), now, random });
			this.login = from.login;
			for (const [name, value] of from.targets) this.targets.set(name, value);
			return;
		}
		this.vault.mount('secret');
		this.vault.definePolicy('keyturn', policyRules('secret', 'keyturn'));
		this.login = this.vault.defineAppRole('keyturn', { policies, ttlSeconds: 1_200 });
		this.provider = new DevProvider({ adminKeys: [ADMIN_KEY], now, random });
		this.asRoot('POST', 'metadata/keyturn/admin/dev', { custom_metadata: { [ORIGINS_NOTE]: PROVIDER } });
		this.asRoot('POST', 'data/keyturn/admin/dev', { data: { value: ADMIN_KEY } });
	}

	readonly key = KEY;
	readonly valuePath = `data/keyturn/values/${KEY}`;
	readonly documentPath = `keyturn/documents/${KEY}`;

	/** What lies at a path of the mount now. */
	read(path: string): unknown {
		const secret = this.vault.state.namespaces['']?.mounts['secret/']?.secrets[`/${path}`];
		return secret?.versions[String(secret.currentVersion)]?.data ?? null;
	}

	get documentVersion(): number {
		const { namespaces } = this.vault.state;
		return namespaces['']?.mounts['secret/']?.secrets[`/${this.documentPath}`]?.currentVersion ?? 0;
	}

	/** What a person does in the vault's own page. */
	asRoot(method: string, path: string, body: unknown): PlainResponse {
		this.#root ??= this.vault.issueToken({ policies: ['root'] } as never);
		return this.vault.handle({
			method,
			path: `/v1/secret/${path}`,
			query: {},
			headers: { 'x-vault-token': this.#root },
			body: JSON.stringify(body),
		});
	}
	#root: string | undefined;

	/** Lets a person put an allowed origin on the key's entry, and a first value if there is one. */
	placeKey(name: string, value: string | null, origins = PROVIDER): void {
		this.asRoot('POST', `metadata/keyturn/values/${name}`, { custom_metadata: { [ORIGINS_NOTE]: origins } });
		if (value !== null) this.asRoot('POST', `data/keyturn/values/${name}`, { data: { value } });
	}

	/** A key that the provider made for somebody by hand. */
	handMade(
		name: string,
		scopes: readonly string[] = ['work'],
		expiresInSeconds: number | null = null,
	): { id: string; value: string } {
		const { body } = this.provider.handle({
			method: 'POST',
			path: '/v1/keys',
			query: {},
			headers: { authorization: `Bearer ${ADMIN_KEY}` },
			body: JSON.stringify({ name, scopes, ...(expiresInSeconds === null ? {} : { expiresInSeconds }) }),
		});
		return JSON.parse(body) as { id: string; value: string };
	}

	/** The service behind an origin. */
	answer(origin: string, request: PlainRequest): PlainResponse {
		if (origin === VAULT) return this.vault.handle(request);
		if (origin === PROVIDER) return this.provider.handle(request);
		if (origin === TARGET) return this.#target(request);
		if (origin === STORE) return this.#store(request);
		return { status: 404, headers: {}, body: '' };
	}

	/** Files of the log in a store of its own, by their path, one character a byte. */
	readonly files = new Map<string, string>();
	#store: PlainHandler = () => ({ status: 503, headers: {}, body: '' });

	/** Opens a store for the log outside the vault, whose credential a person puts into the vault. Gives what to choose. */
	openStore(): StoreChoice {
		const { services, settings, admin } = fakeS3({
			origin: STORE,
			now: this.#now,
			mark: 'a text of the store',
			files: this.files,
		});
		this.#store = services[STORE] ?? this.#store;
		this.asRoot('POST', 'metadata/keyturn/admin/log-store', { custom_metadata: { [ORIGINS_NOTE]: STORE } });
		this.asRoot('POST', 'data/keyturn/admin/log-store', { data: { value: admin } });
		return { kind: 's3', settings, admin: 'log-store' };
	}

	/** Whether the user's own check of the deployment passes. */
	smokePasses = true;

	#target({ method, path, body }: PlainRequest): PlainResponse {
		const name = path.slice(1);
		if (name === 'smoke') return { status: this.smokePasses ? 200 : 500, headers: {}, body: '{}' };
		if (name.startsWith('app')) return this.#app(name, method, body);
		if (method === 'PUT') this.put(name, (JSON.parse(body) as { value: string }).value);
		const value = this.targets.get(name) ?? null;
		// A box shows no value, only when it was last changed.
		const shown = name.startsWith('box') ? { changedAt: this.#changedAt.get(name) ?? 'never' } : { value };
		return { status: 200, headers: {}, body: JSON.stringify(shown) };
	}

	/** How long an app takes to deploy. */
	deployMs = 0;
	readonly #deploying = new Map<string, { fingerprint: string; value: string; doneAt: number }>();
	readonly #runs = new Map<string, string>();

	/** An app reads the version that it is told of from the vault, and runs with it when it is deployed. */
	#app(name: string, method: string, body: string): PlainResponse {
		this.deployed();
		if (method === 'PUT') {
			const { version, fingerprint } = JSON.parse(body) as { version: string; fingerprint: string };
			const entry = this.vault.state.namespaces['']?.mounts['secret/']?.secrets[`/keyturn/values/${KEY}`];
			const value = String(entry?.versions[version]?.data?.['value']);
			this.#deploying.set(name, { fingerprint, value, doneAt: this.#now() + this.deployMs });
			this.deployed();
		}
		const deploying = this.#deploying.get(name)?.fingerprint ?? null;
		const state = { fingerprint: this.#runs.get(name) ?? null, deploying };
		return { status: 200, headers: {}, body: JSON.stringify(state) };
	}

	/** Ends the deployments whose time has come; asked before anybody looks at what targets hold. */
	deployed(): void {
		for (const [name, { fingerprint, value, doneAt }] of this.#deploying) {
			if (doneAt > this.#now()) continue;
			this.#deploying.delete(name);
			this.#runs.set(name, fingerprint);
			this.targets.set(name, value);
		}
	}

	/** Writes a target, whoever does it. */
	put(name: string, value: string): void {
		this.targets.set(name, value);
		this.#changedAt.set(name, String(this.#now()));
	}
}

export const plainRequest = (
	{ method, url: address, headers, body }: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
	url = new URL(address),
): PlainRequest => ({
	method,
	path: url.pathname,
	query: url.search === '' ? {} : Object.fromEntries(url.searchParams),
	headers,
	body: plainBody(body),
});
