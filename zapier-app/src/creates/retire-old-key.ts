import type { Create } from 'zapier-platform-core';
import { hasCode } from '../../../core/errors';
import type { Keyturn } from '../../../core/keyturn';
import { isUnderWay } from '../../../core/operations/report';
import { fixed, fixedNote } from '../inputs';
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

const confirmedBy = {
	key: 'confirmed_by',
	label: 'Confirmed By',
	type: 'string',
	required: false,
	placeholder: 'e.g. Ada Lovelace',
	helpText: `Only where Keyturn says that the death of the old key cannot be proved: who has revoked it at the provider. Stands in the audit log, as that person’s word. Empty it again afterwards: it would count for a later key as well. ${fixedNote}`,
} as const;

/** Ends the grace. What comes in cannot choose the key, nor who confirms: an end of the grace is not taken back. */
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
				confirmedBy,
			],
			perform: perform(async ({ keyturn }, bundle) => {
				const key = fixed(bundle, keyField);
				const by = fixed(bundle, confirmedBy);
				const trial = isTrial(bundle);
				const report = trial ? await keyturn.status(key) : await keyturn.retireOldKey(key, by);
				const told = trial ? await wouldBe(keyturn, key, by) : {};
				return output.of({ ...report, ...told, id: key, underWay: isUnderWay(report), dryRun: trial });
			}),
			lock: { key: '{{bundle.inputData.key}}', timeout: 60 },
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

/** What a run would do, or what would be in its way. */
async function wouldBe(
	keyturn: Keyturn,
	key: string,
	by: string,
): Promise<{ sentence: string; next: string }> {
	try {
		const isByWord = await keyturn.retireDryRun(key, by);
		return isByWord
			? {
					sentence: `The word of ${by} would end the wait for the death of the old key. ${UNCHANGED}`,
					next: 'Publish the Zap and let it run once, then empty Confirmed By again.',
				}
			: {
					sentence: `The old key would be revoked as soon as nothing can still use it. ${UNCHANGED}`,
					next: 'Publish the Zap: then it retires the old key.',
				};
	} catch (error) {
		if (!hasCode(error, 'NOT_NOW')) throw error;
		return { sentence: `${error.message}. ${UNCHANGED}`, next: error.next };
	}
}

const UNCHANGED = 'Nothing was changed by this test.';
