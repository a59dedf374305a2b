import { limitOf } from '../../shared/limit';
import type { Operation } from '../../shared/operation';
import { periodFields, selectionOf, selectionOptions } from './selection-fields';

export const getMany: Operation = {
	resource: 'entry',
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many entries',
		description: 'Get entries of the log as items, the oldest first',
	},
	fields: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { returnAll: [false] } },
		},
		...periodFields,
		selectionOptions,
	],
	simple: ['index', 'time', 'kind', 'key', 'actor', 'facts'],
	jobOf(ask) {
		const limit = limitOf(ask);
		const selection = selectionOf(ask);
		return {
			request: { limit, selection },
			result: 'rows',
			run: (keyturn) => keyturn.listEntries(selection, limit),
		};
	},
};
