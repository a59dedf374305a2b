import type { Create } from 'zapier-platform-core';
import type { DryRun } from '../../../core/operations/dry-run';
import { isUnderWay, type Report } from '../../../core/operations/report';
import { given } from '../inputs';
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
	'plan',
	'warnings',
	'oldKeyDiesAt',
	'continueAt',
	'dueAt',
	'keyId',
	'fingerprint',
	'proof',
);

/** Begins a planned rotation, or moves on the one under way. There is no other mode here: an input could choose it. */
export const rotateKey = (perform: Performing) =>
	({
		key: 'rotate_key',
		noun: 'Rotation',
		display: {
			label: 'Rotate Key',
			description:
				'Rotates a key: begins a planned rotation, or moves on the one under way, as far as it can go now.',
		},
		operation: {
			inputFields: [keyField],
			perform: perform(async ({ keyturn }, bundle) => {
				const key = given(bundle, keyField);
				if (!isTrial(bundle)) {
					const report = await keyturn.rotate(key);
					return output.of({ ...report, id: key, underWay: isUnderWay(report), dryRun: false });
				}
				const now = await keyturn.status(key);
				const told = isUnderWay(now) ? goingOn : planned(await keyturn.dryRun(key, 'planned'));
				return output.of({ ...now, ...told, id: key, underWay: isUnderWay(now), dryRun: true });
			}),
			// Zapier's own queue, on top of the vault's: nothing depends on it.
			lock: { key: '{{bundle.inputData.key}}', timeout: 60 },
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

const goingOn: Partial<Report> = {
	sentence: 'A rotation is under way. Nothing was changed by this test.',
	next: 'Publish the Zap: each of its runs moves the rotation on as far as it can go.',
};

const planned = ({ possible, light, sentence, next, steps, warnings }: DryRun) => ({
	light,
	sentence,
	next: possible ? 'Publish the Zap: then it rotates the key.' : next,
	plan: steps.join('. '),
	warnings: warnings.join(' '),
});
