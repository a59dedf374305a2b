import type { Trigger } from 'zapier-platform-core';
import type { Keyturn } from '../../../core/keyturn';
import { keyOutput } from '../outputs/key';
import type { Performing } from '../perform';

const output = keyOutput(
	'id',
	'key',
	'light',
	'status',
	'sentence',
	'next',
	'dueAt',
	'oldKeyDiesAt',
	'continueAt',
	'app',
	'owner',
	'risk',
	'provider',
);

/** Zapier asks now and then, and starts a Zap for each id that it has not seen. */
const noticeTrigger =
	(
		key: string,
		label: string,
		noun: string,
		description: string,
		ask: (keyturn: Keyturn) => ReturnType<Keyturn['dueNotices']>,
		sample: Readonly<Record<'light' | 'status' | 'sentence' | 'next', string>>,
	) =>
	(perform: Performing) =>
		({
			key,
			noun,
			display: { label, description },
			operation: {
				type: 'polling',
				perform: perform(async ({ keyturn }) => (await ask(keyturn)).map((each) => output.of({ ...each }))),
				sample: { ...output.sample, ...sample },
				outputFields: output.outputFields,
			},
		}) satisfies Trigger;

export const keyDue = noticeTrigger(
	'key_due',
	'Key Due',
	'Key',
	'Triggers when the time has come to rotate a key and its rotation has not begun.',
	(keyturn) => keyturn.dueNotices(),
	{
		light: 'red',
		status: 'due',
		sentence: 'The key was due on 2030-01-30.',
		next: 'Run Rotate, or publish the nightly workflow.',
	},
);

export const rotationNeedsAttention = noticeTrigger(
	'rotation_needs_attention',
	'Rotation Needs Attention',
	'Rotation',
	'Triggers when a rotation does not go on by itself, went back to the old key, or an old key is not proved dead.',
	(keyturn) => keyturn.attentionNotices(),
	{
		light: 'red',
		status: 'needs you',
		sentence:
			'Somebody changed values/marketing-summariser.openai in the vault during the rotation. Nothing was overwritten.',
		next: 'Restore the version before the change in the vault’s own page, then run again.',
	},
);
