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
		const index = Number(ask<unknown>('index', 0));
		return {
			request: { index },
			result: 'one each',
			run: async (keyturn) => [await keyturn.proveEntry(index)],
		};
	},
};
