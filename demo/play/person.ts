import { ORIGINS_NOTE } from '../../core/vaults/hashicorp';
import { policyRules } from '../policy';
import { bearer, must, vaultToken } from './api';
import { ADMIN, MOUNT, PREFIX, VALUE_PATH } from './terms';

export interface AppRole {
	readonly roleId: string;
	readonly secretId: string;
}

interface Servers {
	readonly vaultUrl: string;
	readonly rootToken: string;
	readonly providerUrl: string;
	readonly adminKey: string;
}

type Policy = Readonly<Record<string, readonly string[]>>;

/** What Keyturn's login may do: what each of its folders needs, and nothing anywhere else. */
export const keyturnPolicy = (): Policy => policyRules(MOUNT, PREFIX);

/** The app reads its one key. */
export const appPolicy = (): Policy => ({ [`${MOUNT}/data/${VALUE_PATH}`]: ['read'] });

/** The audience reads how far a rotation is, and what proves that this was written by Keyturn; never a key's value. */
export const audiencePolicy = (): Policy => ({
	[`${MOUNT}/data/${PREFIX}/documents/*`]: ['read'],
	[`${MOUNT}/data/${PREFIX}/system/*`]: ['read'],
});

/** What a person does in the vault's and in the provider's own page, here over their HTTP APIs. */
export class Person {
	readonly #servers: Servers;

	constructor(servers: Servers) {
		this.#servers = servers;
	}

	async enableLogins(): Promise<void> {
		await this.#vault('POST', 'sys/auth/approle', { type: 'approle' });
	}

	/** Makes a login with rights of its own. */
	async makeLogin(name: string, policy: Policy): Promise<AppRole> {
		const path = Object.entries(policy).map(([each, capabilities]) => [each, { capabilities }]);
		await this.#vault('PUT', `sys/policies/acl/${name}`, {
			policy: JSON.stringify({ path: Object.fromEntries(path) }),
		});
		await this.#vault('POST', `auth/approle/role/${name}`, { token_policies: [name], token_ttl: '20m' });
		const role = await this.#vault('GET', `auth/approle/role/${name}/role-id`);
		const made = await this.#vault('POST', `auth/approle/role/${name}/secret-id`, {});
		const text = (data: unknown, field: string) => (data as Record<string, string>)[field] ?? '';
		return { roleId: text(role['data'], 'role_id'), secretId: text(made['data'], 'secret_id') };
	}

	/** Puts a value into the vault, and beside it the only address that it may be sent to. */
	async keep(path: string, value: string, allowedOrigin: string): Promise<void> {
		await this.allow(path, allowedOrigin);
		await this.#vault('POST', `${MOUNT}/data/${path}`, { data: { value } });
	}

	/** Names the only address that a value may be sent to, whether or not it is there yet. */
	async allow(path: string, allowedOrigin: string): Promise<void> {
		const custom = { custom_metadata: { [ORIGINS_NOTE]: allowedOrigin } };
		await this.#vault('POST', `${MOUNT}/metadata/${path}`, custom);
	}

	async keepAdminKey(): Promise<void> {
		const { adminKey, providerUrl } = this.#servers;
		await this.keep(`${PREFIX}/admin/${ADMIN}`, adminKey, providerUrl);
	}

	/** Makes a key at the provider by hand, as most keys are made. */
	async makeKey(name: string): Promise<{ readonly id: string; readonly value: string }> {
		const { providerUrl, adminKey } = this.#servers;
		const made = await must('POST', `${providerUrl}/v1/keys`, bearer(adminKey), { name, scopes: ['work'] });
		return { id: String(made['id']), value: String(made['value']) };
	}

	async #vault(method: string, path: string, json?: unknown) {
		const { vaultUrl, rootToken } = this.#servers;
		return await must(method, `${vaultUrl}/v1/${path}`, vaultToken(rootToken), json);
	}
}
