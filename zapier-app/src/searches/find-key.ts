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
	'dueAt',
	'app',
	'owner',
	'risk',
	'provider',
	'keyId',
	'fingerprint',
	'ageDays',
	'notProvedDead',
	'auditWaiting',
);

/** How one key stands. */
export const findKey = (perform: Performing) =>
	({
		key: 'find_key',
		noun: 'Key',
		display: {
			label: 'Find Key',
			description: 'Finds a managed key: how it stands, whose it is, and when it is due.',
		},
		operation: {
			inputFields: [keyField],
			perform: perform(async ({ keyturn }, bundle) => {
				const key = given(bundle, keyField);
				const found = await registered(() => keyturn.status(key));
				return found.map((status) => output.of({ ...status, id: key, underWay: isUnderWay(status) }));
			}),
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Search;
