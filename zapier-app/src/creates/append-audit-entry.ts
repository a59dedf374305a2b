import type { Bundle, Create } from 'zapier-platform-core';
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
	'size',
	'root',
	'checkpoint',
	'publicKey',
	'added',
	'waiting',
);

const event = {
	key: 'event',
	label: 'Event',
	type: 'string',
	required: true,
	placeholder: 'e.g. access review signed off',
	helpText: 'What happened, in a few words. In the log it begins with `noted:`.',
} as const;

const subject = {
	key: 'subject',
	label: 'Subject',
	type: 'string',
	required: true,
	placeholder: 'e.g. marketing-summariser.openai',
	helpText: 'What it is about.',
} as const;

const notedBy = {
	key: 'noted_by',
	label: 'Noted By',
	type: 'string',
	required: true,
	placeholder: 'e.g. Ada Lovelace',
	helpText: 'Who says so. The log keeps this as a claim, beside the fact that it came from Zapier.',
} as const;

const facts = {
	key: 'facts',
	label: 'Facts',
	dict: true,
	placeholder: 'e.g. ticket: SEC-12',
	helpText:
		'Up to 20 names with a text each, 2,000 bytes in all. What looks like a secret is refused: nothing can be taken out of the log.',
} as const;

/** Adds to the log what a Zap or a person did. All of it may come from earlier steps: it stands there as somebody's word. */
export const appendAuditEntry = (perform: Performing) =>
	({
		key: 'append_audit_entry',
		noun: 'Audit Entry',
		display: {
			label: 'Append Audit Entry',
			description:
				'Adds something to the audit log that a Zap or a person did, where no one can take it out again.',
		},
		operation: {
			inputFields: [event, subject, notedBy, facts],
			perform: perform(async ({ keyturn }, bundle) => {
				const entry = {
					event: given(bundle, event),
					subject: given(bundle, subject),
					by: given(bundle, notedBy),
					facts: factsOf(bundle),
				};
				if (!isTrial(bundle))
					return output.of({ ...logRow(await keyturn.appendEvent(entry)), dryRun: false });
				const seen = await keyturn.appendEventDryRun(entry);
				return output.of(tried(seen, 'The entry can be added.', 'it is added'));
			}),
			lock: logLock,
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

function factsOf({ inputData }: Bundle): Readonly<Record<string, unknown>> {
	const asked = inputData[facts.key] ?? {};
	if (asked === '') return {};
	if (typeof asked === 'object' && !Array.isArray(asked)) return asked as Readonly<Record<string, unknown>>;
	throw new KeyturnError('BAD_INPUT', facts.label, 'these are no names with values', {
		next: 'Fill in a name on the left and its value on the right, once for each fact.',
	});
}
