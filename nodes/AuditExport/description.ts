import { type INodeCredentialDescription, NodeConnectionTypes } from 'n8n-workflow';
import { formOf } from '../shared/form';
import { operations, resources } from './operations';

export const properties = formOf({
	resources,
	operations,
	first: 'log',
	simplify:
		'Whether to return a simplified version of the response instead of the raw data: the light, one sentence, what to do, and what was found',
});

export const connections = { inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main] };

/** Operations that need no vault. */
const offline = operations.filter((each) => 'offlineJobOf' in each).map(({ option }) => option.value);

export const credentials: INodeCredentialDescription[] = [
	{
		name: 'keyturnHashicorpVaultApi',
		required: true,
		displayOptions: { hide: { operation: offline } },
	},
];
