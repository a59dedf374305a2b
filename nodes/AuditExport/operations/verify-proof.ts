import { verifyPastedProof } from '../../../core/operations/verify-file';
import type { Operation } from '../../shared/operation';
import { givenFields, givenOf, SIMPLE_VERDICT } from './verify-fields';

export const verifyProof: Operation = {
	resource: 'entry',
	option: {
		name: 'Verify Proof',
		value: 'verifyProof',
		action: 'Verify the proof of an entry',
		description:
			'Check that an entry is in a log, yours or anybody else’s, from the proof that Get Proof gave; needs no credential',
	},
	fields: [
		{
			displayName: 'Proof',
			name: 'proof',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			required: true,
			placeholder: 'e.g. c2sp.org/tlog-proof@v1 and the lines after it',
			description: 'The text of the proof. For a proof in a file, take Verify File of the resource Log.',
		},
		{
			displayName: 'Entry',
			name: 'entry',
			type: 'string',
			default: '',
			placeholder: 'e.g. {"actor":"…","at":1790000000000,…}',
			description:
				'The entry that it is the proof of, as Get Proof gives it in “leaf”. Empty for the one that the proof itself holds, as those of Keyturn do.',
		},
		...givenFields,
	],
	simple: [...SIMPLE_VERDICT, 'entry'],
	offlineJobOf(ask) {
		const given = givenOf(ask);
		const proof = ask<unknown>('proof', '');
		const entry = ask<unknown>('entry', '');
		return {
			request: { proof, entry, ...given },
			result: 'one each',
			run: async () => [verifyPastedProof(proof, entry, given)],
		};
	},
};
