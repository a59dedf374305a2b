import { NodeConnectionTypes, type INodeProperties } from 'n8n-workflow';
import { operations, resources } from './operations';
import type { Operation } from './operations/operation';

const shownFor = ({ resource, option }: Operation, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: {
		show: { resource: [resource], operation: [option.value], ...field.displayOptions?.show },
	},
});

const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
};

/** The form, put together from what each operation says of itself. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: 'zone',
	},
	...resources.map(({ value, first }) => ({
		...operationField,
		displayOptions: { show: { resource: [value] } },
		options: operations.filter(({ resource }) => resource === value).map(({ option }) => option),
		default: first,
	})),
	...operations.flatMap((operation) => operation.fields.map((field) => shownFor(operation, field))),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description:
			'Whether to return a simplified version of the response instead of the raw data: the light, one sentence, what to do, and what changed',
	},
];

export const connections = { inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main] };
