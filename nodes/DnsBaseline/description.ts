import { NodeConnectionTypes } from 'n8n-workflow';
import { formOf } from '../shared/form';
import { operations, resources } from './operations';

export const properties = formOf({
	resources,
	operations,
	first: 'zone',
	simplify:
		'Whether to return a simplified version of the response instead of the raw data: the light, one sentence, what to do, and what changed',
});

export const connections = { inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main] };
