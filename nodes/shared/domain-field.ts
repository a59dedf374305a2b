import type { INodeProperties } from 'n8n-workflow';

/** Which domain an operation is about. */
export const domainField: INodeProperties = {
	displayName: 'Domain',
	name: 'domain',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. example.com',
	description: 'The domain alone, without https:// in front of it',
};
