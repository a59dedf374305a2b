import { randomBytes } from 'node:crypto';
import { DevProvider } from '../../demo/dev-provider/provider';
import { hashOf, isDead, type KeyState } from '../../demo/dev-provider/state';
import { DevVault } from '../../demo/dev-vault/vault';
import { serveLoopback } from '../../demo/http/loopback';
import { MOUNT } from '../../demo/play/terms';

/** A vault and a provider in memory, on loopback, with what their owners hold and see. */
export class Services {
	readonly vault: DevVault;
	readonly provider: DevProvider;
	readonly adminKey = `dpa_${randomBytes(24).toString('base64url')}`;
	readonly #rootToken: string;
	readonly #now: () => number;
	#close: () => Promise<unknown> = () => Promise.resolve();
	vaultUrl = '';
	providerUrl = '';

	private constructor(now: () => number) {
		this.#now = now;
		this.vault = new DevVault({ now, random: randomBytes });
		this.vault.mount(MOUNT);
		this.provider = new DevProvider({ adminKeys: [this.adminKey], now, random: randomBytes });
		this.#rootToken = this.vault.issueToken({ policies: ['root'], ttlSeconds: 0, displayName: 'root' });
	}

	static async open(now: () => number = Date.now): Promise<Services> {
		const services = new Services(now);
		const servers = await Promise.all([
			serveLoopback((request) => services.vault.handle(request)),
			serveLoopback((request) => services.provider.handle(request)),
		]);
		[services.vaultUrl, services.providerUrl] = servers.map(({ url }) => url) as [string, string];
		services.#close = () => Promise.all(servers.map((server) => server.close()));
		return services;
	}

	async close(): Promise<void> {
		await this.#close();
	}

	/** The vault's time, which is the only one that a rotation goes by. */
	get vaultNow(): number {
		return this.#now() + this.vault.knobs.clockOffsetMs;
	}

	/** What the provider's owner makes by hand. */
	makeKey(name: string, expiresInSeconds: number): { readonly id: string; readonly value: string } {
		const { body } = this.provider.handle({
			method: 'POST',
			path: '/v1/keys',
			query: {},
			headers: { authorization: `Bearer ${this.adminKey}` },
			body: JSON.stringify({ name, scopes: ['work'], expiresInSeconds }),
		});
		return JSON.parse(body) as { id: string; value: string };
	}

	/** The key of that value if the provider takes it now. */
	living(value: string): KeyState | undefined {
		const { keys, knobs } = this.provider.state;
		const hash = hashOf(value);
		const key = keys.find(({ valueHash }) => valueHash === hash);
		return key === undefined || isDead(key, knobs, this.#now()) ? undefined : key;
	}

	/** What the vault's owner writes below the mount. */
	write(path: string, body: object): void {
		const { status } = this.vault.handle({
			method: 'POST',
			path: `/v1/${MOUNT}/${path}`,
			query: {},
			headers: { 'x-vault-token': this.#rootToken },
			body: JSON.stringify(body),
		});
		if (status >= 300) throw new Error(`The vault answered ${String(status)} to its owner.`);
	}

	/** Everything below the mount, by path. */
	get entries() {
		const secrets = this.vault.state.namespaces['']?.mounts[`${MOUNT}/`]?.secrets ?? {};
		return Object.fromEntries(
			Object.entries(secrets).map(([path, entry]) => [path.replace(/^\//, ''), entry]),
		);
	}

	/** The newest version of an entry; null where there is none, or it was destroyed. */
	read(path: string): Readonly<Record<string, string>> | null {
		const secrets = this.vault.state.namespaces['']?.mounts[`${MOUNT}/`]?.secrets ?? {};
		const entry = secrets[`/${path}`];
		const data = entry?.versions[String(entry.currentVersion)]?.data ?? null;
		return data as Record<string, string> | null;
	}
}
