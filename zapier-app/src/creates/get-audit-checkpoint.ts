import type { Create } from 'zapier-platform-core';
import { KeyturnError } from '../../../core/errors';
import { given } from '../inputs';
import { logLock, tried } from '../log-trial';
import { logOutput, logRow } from '../outputs/log';
import { isTrial, type Performing } from '../perform';

const output = logOutput(
	'id',
	'light',
	'sentence',
	'next',
	'dryRun',
	'origin',
	'store',
	'size',
	'root',
	'checkpoint',
	'publicKey',
	'publicKeys',
	'added',
	'waiting',
	'refused',
);

const waiting = {
	key: 'what_waits',
	label: 'What Waits',
	type: 'string',
	default: 'bring_in',
	choices: { bring_in: 'Bring it into the log first', leave: 'Leave it, and write nothing' },
	helpText:
		'What was done since the last run waits in the vault. Only what is in the log is under the checkpoint.',
} as const;

/** Gives the newest signed state of the log, for somebody outside to keep. It brings in what waits, so it is no search. */
export const getAuditCheckpoint = (perform: Performing) =>
	({
		key: 'get_audit_checkpoint',
		noun: 'Audit Checkpoint',
		display: {
			label: 'Get Audit Checkpoint',
			description: 'Gets the newest signed state of the audit log, for somebody outside to keep.',
		},
		operation: {
			inputFields: [waiting],
			perform: perform(async ({ keyturn }, bundle) => {
				const choice = given(bundle, waiting) || waiting.default;
				if (!Object.hasOwn(waiting.choices, choice))
					throw new KeyturnError('BAD_INPUT', waiting.label, 'choose one from the list');
				if (choice === 'bring_in' && !isTrial(bundle))
					return output.of({ ...logRow(await keyturn.logReport()), dryRun: false });
				const seen = await keyturn.lookAtLog();
				if (isTrial(bundle))
					return output.of(
						tried(seen, seen?.sentence ?? 'There is no checkpoint.', 'it gives the newest state'),
					);
				if (seen === null)
					throw new KeyturnError('NOT_NOW', 'Audit log', 'it is not begun yet', {
						next: 'Choose to bring in what waits: the first such run begins it in the vault.',
					});
				return output.of({ ...logRow(seen), dryRun: false });
			}),
			lock: logLock,
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;
