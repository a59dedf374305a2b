import type { Search } from 'zapier-platform-core';
import { isUnderWay } from '../../../core/operations/report';
import { given } from '../inputs';
import { keyField } from '../key-field';
import { keyOutput } from '../outputs/key';
import { registered, type Performing } from '../perform';

const output = keyOutput(
	'id',
	'key',
	'light',
	'status',
	'sentence',
	'next',
	'underWay',
	'oldKeyDiesAt',
	'continueAt',
	'dueAt',
	'keyId',
	'oldKeyId',
	'proof',
	'steps',
);

/** The rotation that is under way, or else the last one, step by step. */
export const findRotation = (perform: Performing) =>
	({
		key: 'find_rotation',
		noun: 'Rotation',
		display: {
			label: 'Find Rotation',
			description:
				'Finds the rotation of a key, under way or the last one: each step with its time, and the proof of the old key’s death.',
		},
		operation: {
			inputFields: [keyField],
			perform: perform(async ({ keyturn }, bundle) => {
				const key = given(bundle, keyField);
				const found = await registered(() => keyturn.status(key));
				return found
					.filter(({ steps }) => steps.length > 0)
					.map((status) => output.of({ ...status, id: key, underWay: isUnderWay(status) }));
			}),
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Search;
