import type { INodeProperties } from 'n8n-workflow';
import { providers } from '../../core/providers';
import { providerOptions } from './provider-fields';
import { targetOption } from './target-fields';

/** Providers whose keys can be disabled before they are revoked. */
const disabling = Object.values(providers)
	.filter(({ promises }) => promises.disable)
	.map(({ id }) => id);

/** What registering may be told beyond the least; n8n shows them in the order of their labels. */
const options: INodeProperties[] = [
	{
		displayName: 'App',
		name: 'app',
		type: 'string',
		default: '',
		placeholder: 'e.g. marketing-summariser',
		description: 'The one app that uses the key. Empty for the part of the key’s name before its last dot.',
	},
	{
		displayName: 'Cache Time (Seconds)',
		name: 'cacheSeconds',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 0 },
		default: 300,
		description:
			'The longest time that anything goes on using a value after it read it. The grace is at least twice this.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description: 'Whether to show what would happen and what is missing, without changing anything',
	},
	{
		displayName: 'Grace (Hours)',
		name: 'graceHours',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 0 },
		default: 24,
		description: 'How long the old key goes on working beside the new one',
	},
	{
		displayName: 'Key ID',
		name: 'keyId',
		type: 'string',
		default: '',
		placeholder: 'e.g. key_8Zq2',
		description:
			'The ID that the provider shows for the key in use. Only where the provider cannot tell it by itself.',
	},
	{
		displayName: 'Longest Delay of a Request (Seconds)',
		name: 'delaySeconds',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 1 },
		default: 120,
		description: 'The longest time after sending that a request may still take effect at the provider',
	},
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ada Lovelace',
		description: 'Who answers for the key',
	},
	{
		displayName: 'Risk',
		name: 'risk',
		type: 'options',
		options: [
			{ name: 'High', value: 'high', description: 'Rotated at least every 30 days' },
			{ name: 'Normal', value: 'normal', description: 'Rotated at least every 90 days' },
		],
		default: 'normal',
		description: 'How much harm the key can do in wrong hands',
	},
	{
		displayName: 'Rotate Every (Days)',
		name: 'cadenceDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 90 },
		default: 90,
		description: 'The time between two rotations',
	},
	{
		displayName: 'Smoke Test',
		name: 'smoke',
		type: 'fixedCollection',
		noDataExpression: true,
		default: {},
		placeholder: 'Add Smoke Test',
		description: 'One request that shows that the deployment works with the new key',
		options: [
			{
				displayName: 'Test',
				name: 'test',
				values: [
					{
						displayName: 'Address',
						name: 'url',
						type: 'string',
						noDataExpression: true,
						default: '',
						placeholder: 'e.g. https://summariser.example.com/health',
						description: 'Must be among the allowed origins of the key’s vault entry if the key is sent',
					},
					{
						displayName: 'Expected Status',
						name: 'expectStatus',
						type: 'number',
						noDataExpression: true,
						default: 200,
						description: 'The status of a good answer',
					},
					{
						displayName: 'Header Name',
						name: 'header',
						type: 'string',
						noDataExpression: true,
						default: '',
						placeholder: 'e.g. x-api-key',
						description: 'The header that carries the key',
						displayOptions: { show: { sendAs: ['header'] } },
					},
					{
						displayName: 'Method',
						name: 'method',
						type: 'options',
						noDataExpression: true,
						options: [
							{ name: 'GET', value: 'GET' },
							{ name: 'POST', value: 'POST' },
						],
						default: 'GET',
						description: 'How to ask',
					},
					{
						displayName: 'Send As',
						name: 'sendAs',
						type: 'options',
						noDataExpression: true,
						options: [
							{ name: 'Bearer Token', value: 'bearer' },
							{ name: 'Header', value: 'header' },
							{ name: 'Not at All', value: 'none' },
						],
						default: 'none',
						description: 'How the new key is presented',
					},
				],
			},
		],
	},
	{
		displayName: 'Vault Field',
		name: 'field',
		type: 'string',
		default: 'value',
		description: 'The field of the vault entry that holds the key',
	},
	{
		displayName: 'Vault Path',
		name: 'path',
		type: 'string',
		default: '',
		placeholder: 'e.g. apps/summariser/openai',
		description:
			'Where the app reads its key, below the mount. Empty for the entry that Keyturn keeps for it.',
	},
	{
		displayName: 'Watch Disabled Key (Seconds)',
		name: 'observeSeconds',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 0 },
		default: 300,
		description: 'How long the old key stays disabled before it is revoked',
		displayOptions: { show: { '/provider': disabling } },
	},
];

export const registerOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { resource: ['key'], operation: ['register'] } },
	options: [...options, targetOption, ...providerOptions].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
};
