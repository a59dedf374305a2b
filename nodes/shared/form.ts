import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from './operation';

/** What operations are about, with the operation that the form begins with. */
export interface Resource {
	readonly name: string;
	readonly value: string;
	readonly first: string;
}

/** What a node can be asked for. */
export interface Offer {
	/** In the order of their names. */
	readonly resources: readonly Resource[];
	readonly operations: readonly Operation[];
	/** The resource that the form begins with. */
	readonly first: string;
	/** The sentence at the switch for simplified results. */
	readonly simplify: string;
}

/** A node's form, put together from what each operation says of itself. */
export const formOf = ({ resources, operations, first, simplify }: Offer): INodeProperties[] => [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: first,
	},
	...resources.map((resource) => ({
		...operationField,
		displayOptions: { show: { resource: [resource.value] } },
		options: operations.filter((each) => each.resource === resource.value).map(({ option }) => option),
		default: resource.first,
	})),
	...operations.flatMap((operation) => operation.fields.map((field) => shownFor(operation, field))),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: simplify,
	},
];

const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
};

const shownFor = ({ resource, option }: Operation, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: {
		show: { resource: [resource], operation: [option.value], ...field.displayOptions?.show },
	},
});
