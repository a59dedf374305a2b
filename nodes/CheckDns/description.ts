import { NodeConnectionTypes, type INodeProperties } from 'n8n-workflow';
import { checkOptionsField } from '../shared/check-options';
import { domainField } from '../shared/domain-field';

/** The form. Nothing in it is secret, and the node needs no credential. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [{ name: 'Domain', value: 'domain' }],
		default: 'domain',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['domain'] } },
		options: [
			{
				name: 'Check',
				value: 'check',
				action: 'Check a domain',
				description: 'Look at a domain from outside: signatures, name servers, mail, certificates, registrar',
			},
		],
		default: 'check',
	},
	{
		...domainField,
		displayOptions: { show: { resource: ['domain'], operation: ['check'] } },
	},
	{
		displayName: 'Report',
		name: 'report',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Markdown Text', value: 'markdown', description: 'For a message or a ticket' },
			{ name: 'None', value: 'none', description: 'Only the data' },
			{ name: 'Web Page File', value: 'html', description: 'A page to open, print or attach to a mail' },
		],
		default: 'none',
		description: 'What to add for people to read',
		displayOptions: { show: { resource: ['domain'], operation: ['check'] } },
	},
	{ ...checkOptionsField, displayOptions: { show: { resource: ['domain'], operation: ['check'] } } },
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description:
			'Whether to return a simplified version of the response instead of the raw data: the light, one sentence, what to do first, the findings and what could not be checked',
		displayOptions: { show: { resource: ['domain'], operation: ['check'] } },
	},
];

export const connections = { inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main] };
