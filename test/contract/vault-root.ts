import { randomBytes } from 'node:crypto';
import type { Host } from '../../core/ports';
import { hashicorp, ORIGINS_NOTE } from '../../core/vaults/hashicorp';
import type { Vault } from '../../core/vaults/vault';
import { leastPolicy, policyText } from '../fakes/policy';

/** What a test looks into without declaring it. */
type Json = ReturnType<typeof JSON.parse>;

export interface Answered {
	readonly status: number;
	readonly json: Json;
}

export interface RootOptions {
	readonly namespace?: string;
	readonly token?: string;
}

/** A server with the API of HashiCorp Vault, and the key to all of it. */
export interface VaultServer {
	readonly address: string;
	readonly rootToken: string;
	readonly host: Host;
	/** Lets time pass at the server. */
	pass(ms: number): Promise<void>;
	/** The address of another server that is sealed. */
	sealed(): Promise<string>;
	/** How many requests the host has sent. */
	sent(): number;
}

let folders = 0;

/** One test's own folder in a vault: what an administrator and a person do there, and logins with few rights. */
export class Corner {
	readonly server: VaultServer;
	readonly prefix = `corner-${randomBytes(4).toString('hex')}-${(folders += 1)}`;
	readonly namespace: string;

	constructor(server: VaultServer, namespace = '') {
		this.server = server;
		this.namespace = namespace;
	}

	/** One request with the root token, outside of the driver. */
	async root(
		method: 'GET' | 'POST' | 'PUT' | 'DELETE',
		path: string,
		body?: unknown,
		options: RootOptions = {},
	): Promise<Answered> {
		const { address, host, rootToken } = this.server;
		const namespace = options.namespace ?? this.namespace;
		const response = await host.http({
			method,
			url: `${address}/v1/${path}`,
			headers: {
				'x-vault-token': options.token ?? rootToken,
				'content-type': 'application/json',
				...(namespace === '' ? {} : { 'x-vault-namespace': namespace }),
			},
			timeoutMs: 10_000,
			maxBytes: 10_000_000,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		return {
			status: response.status,
			json: response.body === '' ? undefined : JSON.parse(response.body),
		};
	}

	/** Writes an entry as a person does in the vault's own page. */
	async write(path: string, data: object): Promise<void> {
		await this.root('POST', `secret/data/${this.prefix}/${path}`, { data });
	}

	async allow(path: string, origins: string): Promise<void> {
		await this.root('POST', `secret/metadata/${this.prefix}/${path}`, {
			custom_metadata: { [ORIGINS_NOTE]: origins },
		});
	}

	/** All that lies below the prefix, with its versions: to show that nothing was changed. */
	async everything(folder = ''): Promise<Record<string, unknown>> {
		const { json } = await this.root('GET', `secret/metadata/${this.prefix}/${folder}?list=true`);
		const found: Record<string, unknown> = {};
		for (const name of (json?.data?.keys ?? []) as string[])
			if (name.endsWith('/')) Object.assign(found, await this.everything(`${folder}${name}`));
			else {
				const { data } = (await this.root('GET', `secret/metadata/${this.prefix}/${folder}${name}`)).json;
				found[folder + name] = {
					version: data.current_version,
					notes: data.custom_metadata,
					gone: data.versions,
				};
			}
		return found;
	}

	/** A token with these rights and no others. */
	async token(
		rules: Record<string, readonly string[]> = leastPolicy('secret', this.prefix),
		ttl = '1h',
	): Promise<string> {
		const policy = `keyturn-${this.prefix}-${randomBytes(3).toString('hex')}`;
		await this.root('PUT', `sys/policies/acl/${policy}`, { policy: policyText(rules) });
		const made = await this.root('POST', 'auth/token/create', { policies: [policy], ttl });
		return String(made.json.auth.client_token);
	}

	/** An AppRole with the least policy. */
	async appRole(ttl = '20m'): Promise<{ roleId: string; secretId: string }> {
		const name = `keyturn-${this.prefix}`;
		await this.root('POST', 'sys/auth/approle', { type: 'approle' });
		await this.root('PUT', `sys/policies/acl/${name}`, {
			policy: policyText(leastPolicy('secret', this.prefix)),
		});
		await this.root('POST', `auth/approle/role/${name}`, { token_policies: name, token_ttl: ttl });
		const { json: role } = await this.root('GET', `auth/approle/role/${name}/role-id`);
		const { json: secret } = await this.root('POST', `auth/approle/role/${name}/secret-id`, {});
		return { roleId: role.data.role_id as string, secretId: secret.data.secret_id as string };
	}

	/** The driver before this server, with the settings that are named. */
	open(settings: Readonly<Record<string, string>>): Vault {
		const { address, host } = this.server;
		return hashicorp.open(
			{ address, login: 'token', prefix: this.prefix, namespace: this.namespace, ...settings },
			host,
		);
	}

	async openLeast(settings: Readonly<Record<string, string>> = {}): Promise<Vault> {
		return this.open({ token: await this.token(), ...settings });
	}
}
