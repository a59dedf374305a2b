import { NodeConnectionTypes, type INodeTypeDescription } from 'n8n-workflow';
import { keyFields } from './key-fields';
import { rotationFields } from './rotation-fields';

/** The form, shown by resource and operation. */
export const properties: INodeTypeDescription['properties'] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Key', value: 'key' },
			{ name: 'Rotation', value: 'rotation' },
		],
		default: 'rotation',
	},
	...keyFields,
	...rotationFields,
];

export const connections = { inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main] };
