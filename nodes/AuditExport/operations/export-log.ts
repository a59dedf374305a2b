import type { Operation } from '../../shared/operation';
import { periodFields, selectionOf } from './selection-fields';

export const exportLog: Operation = {
	resource: 'log',
	option: {
		name: 'Export',
		value: 'exportLog',
		action: 'Export the log as evidence',
		description: 'Get the log, or a period of it, as one file that anybody can check without Keyturn',
	},
	fields: periodFields,
	simple: ['light', 'sentence', 'next', 'entries', 'size', 'fileHash', 'checkpoint', 'keys'],
	jobOf(ask) {
		const { from, to } = selectionOf(ask);
		return {
			request: { from, to },
			result: 'one each',
			run: async (keyturn) => [await keyturn.exportBundle({ from, to })],
		};
	},
};
