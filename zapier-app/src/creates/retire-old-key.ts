import type { Create } from 'zapier-platform-core';
import { isUnderWay } from '../../../core/operations/report';
import { fixed } from '../inputs';
import { keyField } from '../key-field';
import { keyOutput } from '../outputs/key';
import { isTrial, type Performing } from '../perform';

const output = keyOutput(
	'id',
	'key',
	'light',
	'status',
	'sentence',
	'next',
	'underWay',
	'dryRun',
	'oldKeyDiesAt',
	'continueAt',
	'dueAt',
	'oldKeyId',
	'proof',
);

/** Ends the grace. What comes in cannot choose the key: an end of the grace is not taken back. */
export const retireOldKey = (perform: Performing) =>
	({
		key: 'retire_old_key',
		noun: 'Old Key',
		display: {
			label: 'Retire Old Key',
			description:
				'Retires the old key of a rotation: ends the grace as soon as nothing can still use it, and revokes it.',
		},
		operation: {
			inputFields: [
				{
					...keyField,
					helpText: `${keyField.helpText} Choose it here: a value from an earlier step is refused.`,
				},
			],
			perform: perform(async ({ keyturn }, bundle) => {
				const key = fixed(bundle, keyField);
				const trial = isTrial(bundle);
				const report = trial ? await keyturn.status(key) : await keyturn.retireOldKey(key);
				const told = trial ? wouldBe(report.oldKeyDiesAt !== null) : {};
				return output.of({ ...report, ...told, id: key, underWay: isUnderWay(report), dryRun: trial });
			}),
			lock: { key: '{{bundle.inputData.key}}', timeout: 60 },
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

const wouldBe = (possible: boolean) => ({
	sentence: `${possible ? 'The old key would be revoked as soon as nothing can still use it' : 'There is no old key in grace now'}. Nothing was changed by this test.`,
	next: possible ? 'Publish the Zap: then it retires the old key.' : 'Rotate the key first.',
});
