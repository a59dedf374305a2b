import { KeyturnError } from '../errors';
import { originOf } from '../names';
import { Secret } from '../secret';
import type { ClientSettings } from './hashicorp-client';
import { Layout } from './hashicorp-layout';
import { HashicorpReader } from './hashicorp-reader';
import { HashicorpVault } from './hashicorp-vault';
import type { VaultDriver } from './vault';

export { ORIGINS_NOTE } from './hashicorp-layout';

type Name =
	| 'address'
	| 'login'
	| 'token'
	| 'roleId'
	| 'secretId'
	| 'loginMount'
	| 'namespace'
	| 'mount'
	| 'prefix'
	| 'otherPaths';

/** HashiCorp Vault and OpenBao, key/value engine version 2: current and staged value and document are sibling paths. */
export const hashicorp: VaultDriver<Name> = {
	id: 'hashicorp',
	title: 'HashiCorp Vault or OpenBao',
	docs: 'https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2',
	promises: { compareAndSet: true, stagedSlot: true, retire: true },
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the vault listens, without /v1',
			placeholder: 'e.g. https://vault.example.com:8200',
		},
		{
			name: 'login',
			label: 'Login',
			help: 'How to log in',
			default: 'approle',
			options: [
				{ value: 'approle', label: 'AppRole' },
				{ value: 'token', label: 'Token' },
			],
		},
		{
			name: 'roleId',
			label: 'Role ID',
			help: 'The role ID of the AppRole',
			optional: true,
			showFor: { field: 'login', values: ['approle'] },
		},
		{
			name: 'secretId',
			label: 'Secret ID',
			help: 'The secret ID of the AppRole',
			secret: true,
			optional: true,
			showFor: { field: 'login', values: ['approle'] },
		},
		{
			name: 'token',
			label: 'Token',
			help: 'A token with the one policy that is needed, not a root token',
			secret: true,
			optional: true,
			showFor: { field: 'login', values: ['token'] },
		},
		{
			name: 'loginMount',
			label: 'AppRole Mount',
			help: 'Where the AppRole method is mounted',
			default: 'approle',
			optional: true,
			showFor: { field: 'login', values: ['approle'] },
		},
		{
			name: 'namespace',
			label: 'Namespace',
			help: 'Only for Vault Enterprise, HCP or OpenBao namespaces',
			placeholder: 'e.g. admin/team',
			optional: true,
		},
		{
			name: 'mount',
			label: 'Mount',
			help: 'The mount of a key/value engine of version 2',
			default: 'secret',
		},
		{
			name: 'prefix',
			label: 'Prefix',
			help: 'The folder below the mount that Keyturn works in',
			default: 'keyturn',
		},
		{
			name: 'otherPaths',
			label: 'Other Paths',
			help: 'Folders outside the prefix where existing keys may be adopted, separated by commas',
			placeholder: 'e.g. apps/marketing',
			optional: true,
		},
	],
	generic: {
		fixed: { login: 'approle' },
		parts: {
			address: { help: 'its https address, without /v1', form: /^(?<address>.+)$/ },
			identity: {
				help: 'role ID of an AppRole (`mount/role ID` where the method is not mounted at `approle`)',
				form: /^(?:(?<loginMount>.+)\/)?(?<roleId>[^/]+)$/,
			},
			credential: {
				help: 'secret ID of that AppRole, good for any number of uses, because each run logs in',
				form: /^(?<secretId>.+)$/,
			},
			realm: {
				help: 'mount of the key/value engine, `secret` if empty; `namespace:mount` in a namespace',
				form: /^(?:(?<namespace>[^:]+):)?(?<mount>[^:]+)$/,
			},
			scope: {
				help: 'folder that Keyturn works in, `keyturn` if empty; after it, with commas, folders whose keys may be adopted',
				form: /^(?<prefix>[^,]+)(?:,(?<otherPaths>.+))?$/,
			},
		},
	},
	open: (settings, host) => new HashicorpVault(clientSettings(settings), layoutOf(settings), host),
	openReader: (settings, host) =>
		new HashicorpReader(
			clientSettings(settings),
			settings['mount'] || 'secret',
			{ path: settings['path'] ?? '', field: settings['field'] || 'value' },
			host,
		),
	readerFields: ['address', 'login', 'roleId', 'secretId', 'token', 'loginMount', 'namespace', 'mount'],
};

function clientSettings(settings: Readonly<Record<string, string>>): ClientSettings {
	const text = (name: Name) => settings[name]?.trim() ?? '';
	const address = text('address');
	const origin = originOf(address, 'Vault address');
	const need = (name: Name, label: string) => {
		if (text(name) === '') throw new KeyturnError('BAD_INPUT', `Vault credential, ${label}`, 'it is empty');
		return text(name);
	};
	const login: ClientSettings['login'] =
		text('login') === 'token'
			? { kind: 'token', token: new Secret(need('token', 'Token'), 'Vault token', [origin]) }
			: {
					kind: 'approle',
					mount: text('loginMount') || 'approle',
					roleId: need('roleId', 'Role ID'),
					secretId: new Secret(need('secretId', 'Secret ID'), 'Vault secret ID', [origin]),
				};
	return { address, namespace: text('namespace'), login };
}

const layoutOf = (settings: Readonly<Record<string, string>>) =>
	new Layout(settings['mount'] || 'secret', settings['prefix'] || 'keyturn', settings['otherPaths'] ?? '');
