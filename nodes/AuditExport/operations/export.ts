import { type AuditFormatId, auditFormats } from '../../../core/audit/formats';
import { KeyturnError } from '../../../core/errors';
import type { Operation } from '../../shared/operation';
import { periodFields, selectionOf, selectionOptions } from './selection-fields';

const choices = Object.entries(auditFormats).map(([value, { title }]) => ({ name: title, value }));

export const exportEntries: Operation = {
	resource: 'entry',
	option: {
		name: 'Export',
		value: 'export',
		action: 'Export entries',
		description: 'Write entries of the log down in a file: for a spreadsheet, for a SIEM, or as they are',
	},
	fields: [
		{
			displayName: 'Format',
			name: 'format',
			type: 'options',
			noDataExpression: true,
			options: choices.sort((a, b) => a.name.localeCompare(b.name)),
			default: 'csv',
			description: 'How the entries are written. To prove them to others, take Export of the resource Log.',
		},
		...periodFields,
		selectionOptions,
	],
	simple: ['light', 'sentence', 'next', 'format', 'entries', 'size', 'fileHash', 'checkpoint'],
	jobOf(ask) {
		const format = ask('format');
		if (!Object.hasOwn(auditFormats, format))
			throw new KeyturnError('BAD_INPUT', 'Format', 'choose one from the list');
		const order = { format: format as AuditFormatId, ...selectionOf(ask) };
		return {
			request: order,
			result: 'one each',
			run: async (keyturn) => [await keyturn.exportLog(order)],
		};
	},
};
