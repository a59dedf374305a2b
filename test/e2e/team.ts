import type { Registration } from '../../core/operations/register';
import { openKeyturn, type Keyturn } from '../../core/keyturn';
import type { Host } from '../../core/ports';
import type { Document } from '../../core/rotation/document';
import { ORIGINS_NOTE, hashicorp } from '../../core/vaults/hashicorp';
import { nodeHost } from '../../demo/play/host';
import { MOUNT } from '../../demo/play/terms';
import { policyRules } from '../../demo/policy';
import { DeployedApp, SIGNING_SECRET } from './deployed-app';
import { Gate } from './gate';
import type { Services } from './services';
import { entriesIn } from '../../demo/audit/segments';

const ADMIN = 'dev';
/** A key that is made to live this long is due at once, and its successor a day later. */
const LIFETIME_S = 2 * 86_400;

/** What the tests read of an audit entry. */
interface Entry {
	readonly id: string;
	readonly kind: string;
	/** Who or what asked. */
	readonly actor: string;
}

interface TeamOptions {
	readonly host?: Host;
	/** With an app that is deployed by an HTTP hook for each new value, and has a smoke test. */
	readonly deploys?: boolean;
}

/** One team's Keyturn: a folder of the vault, a login for it, and a gate each in front of vault and provider. */
export class Team {
	readonly prefix: string;
	readonly vault: Gate;
	readonly provider: Gate;
	readonly app: DeployedApp | null;
	readonly #services: Services;
	readonly #host: Host;

	private constructor(
		prefix: string,
		services: Services,
		gates: readonly [Gate, Gate],
		app: DeployedApp | null,
		host: Host,
	) {
		this.prefix = prefix;
		this.#services = services;
		this.#host = host;
		this.app = app;
		[this.vault, this.provider] = gates;
	}

	static async open(
		services: Services,
		prefix: string,
		{ host = nodeHost, deploys = false }: TeamOptions = {},
	): Promise<Team> {
		const gates = await Promise.all([Gate.open(services.vaultUrl), Gate.open(services.providerUrl)]);
		const accepts = (value: string) => services.living(value) !== undefined;
		const app = deploys ? await DeployedApp.open(accepts, host.clock.now) : null;
		const team = new Team(prefix, services, gates, app, host);
		services.vault.definePolicy(prefix, policyRules(MOUNT, prefix));
		team.#keep(`admin/${ADMIN}`, services.adminKey);
		if (app !== null) {
			const { admin } = app.registration.targets[0];
			team.#keep(`admin/${admin}`, SIGNING_SECRET);
		}
		return team;
	}

	/** The settings of a Keyturn credential, with a secret id of its own each time. */
	credential(): Record<string, string> {
		const login = this.#services.vault.defineAppRole(this.prefix, { policies: [this.prefix] });
		return {
			address: this.vault.url,
			login: 'approle',
			...login,
			loginMount: 'approle',
			token: '',
			namespace: '',
			mount: MOUNT,
			prefix: this.prefix,
			otherPaths: '',
		};
	}

	/** The settings of a vault-backed credential for one key, with a login that reads this key and nothing else. */
	backedCredential(key: string, cacheSeconds: number): Record<string, unknown> {
		const path = `${this.prefix}/values/${key}`;
		const policy = `${this.prefix}-${key}`;
		this.#services.vault.definePolicy(policy, { [`${MOUNT}/data/${path}`]: ['read'] });
		return {
			address: this.vault.url,
			login: 'approle',
			...this.#services.vault.defineAppRole(policy, { policies: [policy] }),
			loginMount: 'approle',
			mount: MOUNT,
			path,
			field: 'value',
			allowedHosts: this.provider.url,
			sendAs: 'bearer',
			cacheSeconds,
		};
	}

	/** Keyturn outside of n8n, for what a person does once. */
	keyturn(): Keyturn {
		return openKeyturn(this.#host, hashicorp.open(this.credential(), this.#host));
	}

	/** Registers a key that was made by hand and is due at once. Gives its id. */
	async adopt(keyturn: Keyturn, key: string, more: Partial<Registration> = {}): Promise<string> {
		const made = this.#services.makeKey(`${this.prefix}, ${key}, made by hand`, LIFETIME_S);
		this.#keep(`values/${key}`, made.value);
		await keyturn.register({
			name: key,
			app: key,
			owner: 'Marketing',
			risk: 'normal',
			provider: 'dev',
			providerSettings: { address: this.provider.url },
			admin: ADMIN,
			graceHours: 0,
			cacheSeconds: 0,
			...this.app?.registration,
			...more,
		});
		return made.id;
	}

	/** Leaves a name in the list of due days, as a run that was cut off may. */
	listUnder(day: string, key: string): void {
		this.#services.write(`data/${this.prefix}/due/${day}/${key}`, { data: {} });
	}

	/** The value that whoever reads the vault now gets. */
	valueOf(key: string): string {
		return this.#newest(`values/${key}`)?.['value'] ?? '';
	}

	document(key: string): Document {
		const { body } = JSON.parse(this.#newest(`documents/${key}`)?.['document'] ?? '{}') as { body: string };
		return JSON.parse(body) as Document;
	}

	/** The numbers of the entries in one key's audit log, in order. */
	audited(key: string): number[] {
		return this.entriesOf(key).map(({ id }) => Number(id.split('/').at(-1)));
	}

	/** One key's audit log. */
	entriesOf(key: string): readonly Entry[] {
		const folder = `${this.prefix}/audit/${this.document(key).uid}/`;
		return Object.keys(this.#services.entries)
			.filter((path) => path.startsWith(folder))
			.sort((a, b) => Number(a.slice(folder.length)) - Number(b.slice(folder.length)))
			.flatMap((path) => entriesIn<Entry>(this.#services.read(path)?.['entries'] ?? ''));
	}

	async close(): Promise<void> {
		await Promise.all([this.vault.close(), this.provider.close(), this.app?.close()]);
	}

	/** Puts a value into the vault, and beside it the only addresses that it may be sent to. */
	#keep(path: string, value: string): void {
		const origins = [this.provider, this.app?.gate].flatMap((gate) => gate?.url ?? []);
		const note = { custom_metadata: { [ORIGINS_NOTE]: origins.join(' ') } };
		this.#services.write(`metadata/${this.prefix}/${path}`, note);
		this.#services.write(`data/${this.prefix}/${path}`, { data: { value } });
	}

	#newest = (path: string) => this.#services.read(`${this.prefix}/${path}`);
}
