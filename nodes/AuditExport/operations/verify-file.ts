import { verifyFile as verdictOf } from '../../../core/operations/verify-file';
import type { Operation } from '../../shared/operation';
import { givenFields, givenOf, SIMPLE_VERDICT } from './verify-fields';

export const verifyFile: Operation = {
	resource: 'log',
	option: {
		name: 'Verify File',
		value: 'verifyFile',
		action: 'Verify an exported log',
		description:
			'Check an export of a log, or the proof of an entry, yours or anybody else’s; needs no credential',
	},
	fields: [
		{
			displayName: 'Input Binary Field',
			name: 'inputField',
			type: 'string',
			noDataExpression: true,
			default: 'data',
			required: true,
			hint: 'The name of the input binary field with the exported file',
			description: 'Export of the resource Log puts it into “export”; most other nodes use “data”',
		},
		...givenFields,
		{
			displayName: 'Period Only',
			name: 'period',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				'Whether the export holds the entries of a period only; the hashes of all others must be there even so',
		},
	],
	simple: [...SIMPLE_VERDICT, 'entry'],
	offlineJobOf(ask, input) {
		const given = {
			...givenOf(ask),
			entries: ask<boolean>('period', false) ? ('some' as const) : ('all' as const),
		};
		const field = ask('inputField', 'data');
		return {
			request: { item: input.item },
			result: 'one each',
			run: async () => [await verdictOf(new Uint8Array(await input.file(field)), given)],
		};
	},
};
