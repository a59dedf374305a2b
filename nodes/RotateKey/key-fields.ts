import type { INodeProperties } from 'n8n-workflow';
import { providerChoices, providerFields, providersWithAdmin } from './provider-fields';
import { registerOptions } from './register-options';

const showFor = (...operation: string[]) => ({ show: { resource: ['key'], operation } });

const locator: INodeProperties = {
	displayName: 'Key',
	name: 'key',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The managed key, by the name it was registered under',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchKeys', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. marketing-summariser.openai',
		},
	],
};

/** A key that an item may name. */
export const keyField = (
	displayOptions: NonNullable<INodeProperties['displayOptions']>,
): INodeProperties => ({
	...locator,
	displayOptions,
});

/** A key that only the workflow's author names, because what happens to it cannot be taken back. */
export const fixedKeyField = (
	displayOptions: NonNullable<INodeProperties['displayOptions']>,
): INodeProperties => ({
	...locator,
	noDataExpression: true,
	displayOptions,
});

export const simplify = (
	displayOptions: NonNullable<INodeProperties['displayOptions']>,
): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description:
		'Whether to return a simplified version of the response instead of the raw data: the light, one sentence, the next click and when the old key dies',
	displayOptions,
});

export const keyFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['key'] } },
		options: [
			{
				name: 'Get Due',
				value: 'getDue',
				action: 'Get due keys',
				description: 'List the keys that are due or under way, without doing anything about them',
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get status of a key',
				description: 'Show how one key stands, and whether anything looks after it at night',
			},
			{
				name: 'List',
				value: 'list',
				action: 'List keys',
				description: 'Show how every registered key stands',
			},
			{
				name: 'Register',
				value: 'register',
				action: 'Register a key',
				description:
					'Take a key into care: one that stands in the vault, or one that is issued first; again, to give it other settings',
			},
		],
		default: 'getStatus',
	},
	keyField(showFor('getStatus')),
	{
		displayName: 'Key Name',
		name: 'keyName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. marketing-summariser.openai',
		description: 'One name for one app and one service: small letters, digits, dots, hyphens and underscores',
		displayOptions: showFor('register'),
	},
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: providerChoices,
		default: 'manual',
		description: 'Who issues and revokes the key',
		displayOptions: showFor('register'),
	},
	{
		displayName: 'Admin Credential Name or ID',
		name: 'admin',
		type: 'options',
		noDataExpression: true,
		typeOptions: { loadOptionsMethod: 'getAdmins' },
		default: '',
		required: true,
		description:
			'The vault entry with the provider’s admin credential. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { resource: ['key'], operation: ['register'], provider: providersWithAdmin } },
	},
	...providerFields,
	registerOptions,
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: showFor('list'),
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { resource: ['key'], operation: ['list'], returnAll: [false] } },
	},
	simplify(showFor('getDue', 'getStatus', 'list', 'register')),
];
