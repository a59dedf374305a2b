import type { PolicyRules } from '../../demo/dev-vault/acl';
import type { DevVault } from '../../demo/dev-vault/vault';
import { vaultCaller, type Call } from './vault-caller';

/** What a person prepares in a vault before Keyturn comes; not part of what is compared. */
export interface VaultAdmin {
	policy(name: string, rules: PolicyRules): Promise<void>;
	namespace(name: string): Promise<void>;
	mount(path: string, version: 1 | 2, namespace?: string): Promise<void>;
	appRole(name: string, policy: string): Promise<{ role_id: string; secret_id: string }>;
}

export function openBaoAdmin(url: string, rootToken: string): VaultAdmin {
	const { call: send, recorded } = vaultCaller(url, rootToken);
	const call: Call = async (method, path, options) => {
		const body = await send(method, path, options);
		const { request, status } = recorded.at(-1)!;
		if (status >= 300) throw new Error(`${request} answered ${status}`);
		return body;
	};
	const role = (name: string, end = ''): string => `/v1/auth/approle/role/${name}${end}`;
	return {
		policy: async (name, rules) => {
			const policy = Object.entries(rules)
				.map(([path, list]) => `path "${path}" { capabilities = ${JSON.stringify(list)} }`)
				.join('\n');
			await call('PUT', `/v1/sys/policies/acl/${name}`, { body: { policy } });
		},
		namespace: async (name) => {
			await call('POST', `/v1/sys/namespaces/${name}`, { body: {} });
		},
		mount: async (path, version, namespace = '') => {
			const body = { type: 'kv', options: { version: String(version) } };
			await call('POST', `/v1/sys/mounts/${path}`, { namespace, body });
		},
		appRole: async (name, policy) => {
			await call('POST', '/v1/sys/auth/approle', { body: { type: 'approle' } });
			await call('POST', role(name), { body: { token_policies: policy, token_ttl: '20m' } });
			const { data: id } = await call('GET', role(name, '/role-id'));
			const { data: secret } = await call('POST', role(name, '/secret-id'));
			return { role_id: id!['role_id']!, secret_id: secret!['secret_id']! };
		},
	};
}

export function devVaultAdmin(vault: DevVault): VaultAdmin {
	return {
		policy: async (name, rules) => vault.definePolicy(name, rules),
		namespace: async (name) => vault.addNamespace(name),
		mount: async (path, version, namespace = '') => vault.mount(path, { version, namespace }),
		appRole: async (name, policy) => {
			const { roleId, secretId } = vault.defineAppRole(name, { policies: [policy], ttlSeconds: 1200 });
			return { role_id: roleId, secret_id: secretId };
		},
	};
}
