import { openKeyturn, type Keyturn, type Options } from '../../core/keyturn';
import type { Registration } from '../../core/operations/register';
import type { Report } from '../../core/operations/report';
import type { Vault } from '../../core/vaults/vault';
import { DevVault } from '../../demo/dev-vault/vault';
import { Corner } from '../contract/vault-root';
import { DevProvider } from '../../demo/dev-provider/provider';
import { fakeHost, repeatable, VirtualTime, type FakeHost } from './host';

export const VAULT = 'https://vault.test';
export const PROVIDER = 'https://provider.test';
export const KEY = 'marketing-summariser.dev';
export const ADMIN_KEY = 'admin-of-the-provider-0123456789';

/** A dev vault and a dev provider in virtual time, with one managed key between them. */
export class Scene {
	readonly time = new VirtualTime();
	readonly vault: DevVault;
	readonly provider: DevProvider;
	/** The platform that Keyturn runs on. */
	readonly host: FakeHost;
	readonly corner: Corner;
	/** Every secret of this scene. */
	readonly secrets = [ADMIN_KEY];

	private constructor() {
		const now = () => this.time.now;
		const random = repeatable('scene');
		this.vault = new DevVault({ now, random });
		this.vault.mount('secret');
		this.provider = new DevProvider({ now, random, adminKeys: [ADMIN_KEY] });
		const services = {
			[VAULT]: this.vault.handle.bind(this.vault),
			[PROVIDER]: this.provider.handle.bind(this.provider),
		};
		this.host = fakeHost({ time: this.time, services, random });
		const administrator = fakeHost({ time: this.time, services });
		const rootToken = this.vault.issueToken({ policies: ['root'], ttlSeconds: 0 });
		this.secrets.push(rootToken);
		this.corner = new Corner({
			address: VAULT,
			rootToken,
			host: administrator,
			pass: async (ms) => this.time.pass(ms),
			sealed: () => Promise.reject(new Error('not here')),
			sent: () => administrator.sent.length,
		});
	}

	/** The admin key is in the vault, bound to the provider, and so is the entry of the key, without a value. */
	static async begin(): Promise<Scene> {
		const scene = new Scene();
		await scene.corner.allow('admin/dev', PROVIDER);
		await scene.corner.write('admin/dev', { value: ADMIN_KEY });
		await scene.corner.allow(`values/${KEY}`, PROVIDER);
		return scene;
	}

	/** The same, with a hand-made key adopted. */
	static async registered(more: Partial<Registration> = {}): Promise<Scene> {
		const scene = await Scene.begin();
		await scene.handMade();
		await (await scene.open()).register(scene.registration(more));
		return scene;
	}

	async open(settings: Readonly<Record<string, string>> = {}, options: Options = {}): Promise<Keyturn> {
		return openKeyturn(this.host, await this.connect(settings), options);
	}

	/** The vault by a login of its own, as Keyturn sees it. */
	async connect(settings: Readonly<Record<string, string>> = {}): Promise<Vault> {
		const role = await this.corner.appRole();
		this.secrets.push(role.secretId);
		const { address = VAULT, ...rest } = settings;
		const corner = new Corner({ ...this.corner.server, address, host: this.host });
		return corner.open({ prefix: this.corner.prefix, login: 'approle', ...role, ...rest });
	}

	registration(more: Partial<Registration> = {}): Registration {
		return {
			name: KEY,
			app: 'Summariser',
			owner: 'marketing@example.com',
			risk: 'normal',
			provider: 'dev',
			providerSettings: { address: PROVIDER, scopes: 'work' },
			admin: 'dev',
			...more,
		};
	}

	/** A key that somebody made at the provider by hand and put into the vault by hand. */
	async handMade(name = KEY): Promise<{ id: string; value: string }> {
		const made = JSON.parse(
			this.provider.handle({
				method: 'POST',
				path: '/v1/keys',
				query: {},
				headers: { authorization: `Bearer ${ADMIN_KEY}` },
				body: JSON.stringify({ name: `by hand for ${name}, ${this.secrets.length}`, scopes: ['work'] }),
			}).body,
		) as { id: string; value: string };
		this.secrets.push(made.value);
		await this.corner.write(`values/${name}`, { value: made.value });
		return made;
	}

	/** What the provider and the vault hold, without logins and their counts: to show that nothing was changed. */
	state(): unknown {
		const { mounts } = this.vault.state.namespaces['']!;
		const keys = this.provider.state.keys.map((key) => ({ ...key, lastUsedMs: null }));
		return structuredClone({ mounts, keys });
	}

	/** The keys that the provider still accepts. */
	living(): string[] {
		return this.provider.state.keys.filter(({ deletedMs }) => deletedMs === null).map(({ id }) => id);
	}

	/** Requests to the provider that change something there. */
	changes(): string[] {
		return this.host.sent
			.filter(({ method, url }) => url.startsWith(PROVIDER) && method !== 'GET')
			.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
	}

	/** The newest document as it is stored. */
	stored(name = KEY): { text: string; version: number } {
		const { secrets } = this.vault.state.namespaces['']!.mounts['secret/']!;
		const entry = secrets[`/${this.corner.prefix}/documents/${name}`]!;
		const data = entry.versions[entry.currentVersion]!.data as { document: string };
		return { text: data.document, version: entry.currentVersion };
	}

	/** The next run at the time when it can go on, until the status is the one waited for. */
	async until(keyturn: Keyturn, status: Report['status'], runs = 20): Promise<Report> {
		for (let run = 0; run < runs; run++) {
			const report = await keyturn.rotate(KEY);
			if (report.status === status) return report;
			const at = report.continueAt === null ? 0 : Date.parse(report.continueAt) - this.time.now;
			this.time.pass(Math.max(at, 0) + 2_000);
		}
		throw new Error(`${status} was not reached`);
	}
}
