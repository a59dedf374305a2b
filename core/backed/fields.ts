import type { Field } from '../fields';
import type { VaultDriver } from '../vaults/vault';

export interface BackedField extends Field {
	readonly number?: { readonly least: number };
}

const entry: BackedField = {
	name: 'path',
	label: 'Path',
	help: 'The entry of the key, below the mount',
	placeholder: 'e.g. keyturn/values/marketing-summariser.openai',
};
const hosts: BackedField = {
	name: 'allowedHosts',
	label: 'Allowed Hosts',
	help: 'The hosts that the key may be sent to, separated by commas. The vault entry must allow each of them as well',
	placeholder: 'e.g. api.example.com',
};
const options: readonly BackedField[] = [
	{
		name: 'sendAs',
		label: 'Send As',
		help: 'How the key is put into a request',
		default: 'bearer',
		options: [
			{ value: 'bearer', label: 'Bearer Token' },
			{ value: 'header', label: 'Header' },
			{ value: 'query', label: 'Query Parameter' },
			{ value: 'basic', label: 'Basic' },
		],
	},
	{
		name: 'header',
		label: 'Header',
		help: 'The name of the header that carries the key',
		default: 'X-API-Key',
		showFor: { field: 'sendAs', values: ['header'] },
	},
	{
		name: 'parameter',
		label: 'Parameter',
		help: 'The name of the query parameter that carries the key. Servers tend to log addresses: use a header where there is one',
		default: 'api_key',
		showFor: { field: 'sendAs', values: ['query'] },
	},
	{
		name: 'userName',
		label: 'User Name',
		help: 'Sent with the key as password. When empty, the key is the user name and there is no password',
		optional: true,
		showFor: { field: 'sendAs', values: ['basic'] },
	},
	{
		name: 'cacheSeconds',
		label: 'Cache Time (Seconds)',
		help: 'How long the key is used before it is read anew. Register the key with a Cache Time that is at least as long',
		default: '300',
		number: { least: 1 },
	},
	{
		name: 'field',
		label: 'Field',
		help: 'The field of the entry that holds the key',
		default: 'value',
	},
];
const refresh: BackedField = {
	name: 'refresh',
	label: 'Refresh',
	help: 'Any other text here has the key read anew before the next call',
	optional: true,
};

/** What a person fills in for a vault-backed credential: the driver's login, the entry, the hosts, then what is optional. */
export function backedFields({ fields, readerFields }: VaultDriver): readonly BackedField[] {
	const own = fields.filter(({ name }) => readerFields.includes(name));
	const rarely = own.filter(({ optional, default: fallback, showFor }) =>
		showFor === undefined ? optional === true || fallback !== undefined : fallback !== undefined,
	);
	const choice = own.filter(({ name }) => own.some(({ showFor }) => showFor?.field === name));
	const first = own.filter((field) => !rarely.includes(field) || choice.includes(field));
	return [...first, entry, hosts, ...options, ...rarely.filter((field) => !choice.includes(field)), refresh];
}
