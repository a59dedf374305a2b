import { KeyturnError } from '../../../core/errors';
import { wholeNumber } from '../../shared/given';
import type { Operation } from '../../shared/operation';

export const getProof: Operation = {
	resource: 'entry',
	option: {
		name: 'Get Proof',
		value: 'getProof',
		action: 'Get the proof of an entry',
		description:
			'Get a small file that proves to anybody with the log’s public key that an entry is in the log',
	},
	fields: [
		{
			displayName: 'Entry Number',
			name: 'index',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			required: true,
			description: 'The index of the entry, as Get Many and each export tell it; the first is 0',
		},
	],
	simple: ['light', 'sentence', 'next', 'entry', 'leaf', 'proof'],
	jobOf(ask) {
		const index = indexIn(ask<unknown>('index', ''));
		return {
			request: { index },
			result: 'one each',
			run: async (keyturn) => [await keyturn.proveEntry(index)],
		};
	},
};

/** Throws BAD_INPUT for what is no number of an entry: an expression that gave nothing is not the first entry. */
function indexIn(asked: unknown): number {
	const index = wholeNumber(asked);
	if (index !== null) return index;
	throw new KeyturnError('BAD_INPUT', 'Entry Number', 'it is empty, or no number of an entry', {
		next: 'Use a whole number from 0 on, as Get Many and each export tell it in “index”.',
	});
}
