import type { Bundle, Create } from 'zapier-platform-core';
import { verifyBundle } from '../../../core/audit/bundle/verify-bundle';
import type { Wanted } from '../../../core/audit/verify/files';
import { KeyturnError } from '../../../core/errors';
import { fetchedFile } from '../http/fetched-file';
import { fixed, fixedNote } from '../inputs';
import { verdictOutput, verdictRow } from '../outputs/verdict';
import type { Performing } from '../perform';

const output = verdictOutput(
	'id',
	'light',
	'exitCode',
	'sentence',
	'next',
	'files',
	'signature',
	'anchor',
	'anchoredUpTo',
	'unprotected',
	'origin',
	'size',
	'entries',
	'signedBy',
);

const file = {
	key: 'file',
	label: 'File',
	type: 'file',
	helpText:
		'A bundle that Export Audit Entries or n8n made, from an earlier step. Empty: the log itself, as it lies in its store.',
} as const;

const holds = {
	key: 'holds',
	label: 'Entries in the File',
	type: 'string',
	default: 'all',
	choices: { all: 'All of the log', some: 'Those of a period' },
	helpText: `With all, a file that lacks entries is damaged. With those of a period, what is not there is told by numbers only. ${fixedNote}`,
} as const;

const pinned = {
	key: 'pinned_keys',
	label: 'Pinned Keys',
	type: 'text',
	placeholder: 'e.g. keyturn.dev/log/5a3f…+b80718e5+AYzf…',
	helpText: `The public keys that you trust to sign the log, one a line, as they were when it was set up. Without one nothing tells who signed it. ${fixedNote}`,
} as const;

const checkpoints = {
	key: 'checkpoints',
	label: 'Checkpoints From Outside',
	type: 'text',
	placeholder: 'Paste a message or a mail with a checkpoint in it',
	helpText:
		'Any text with checkpoints that somebody outside kept: messages, mails, lines of a log collector. Without one nobody can tell whether the log was written anew.',
} as const;

/** Checks a bundle, or the log in its store, against what others know. It writes nothing: a test is a check like any other. */
export const verifyAuditExport = (perform: Performing) =>
	({
		key: 'verify_audit_export',
		noun: 'Audit Export',
		display: {
			label: 'Verify Audit Export',
			description:
				'Verifies an exported bundle, or the audit log itself, against pinned keys and checkpoints from outside. Changes nothing.',
		},
		operation: {
			inputFields: [file, holds, pinned, checkpoints],
			perform: perform(async ({ keyturn, looking }, bundle) => {
				// Who chooses what is trusted, or what may be missing, chooses the verdict.
				const known = {
					pinned: fixed(bundle, pinned, 'id')
						.split(/\s+/)
						.filter((key) => key !== ''),
					outside: textOf(bundle, checkpoints.key),
				};
				const entries = wantedOf(bundle);
				const address = textOf(bundle, file.key);
				if (address === '') refuseLost(bundle);
				if (address === '') return output.of(verdictRow(await keyturn.verifyLogAsItIs(known)));
				const bytes = await fetchedFile(looking.http, address, file.label);
				return output.of(verdictRow(await verifyBundle(bytes, { ...known, entries })));
			}),
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

/** As it is: addresses of files and signatures look like secrets, and neither is repeated. */
function textOf({ inputData }: Pick<Bundle, 'inputData'>, key: string): string {
	const text = inputData[key];
	return typeof text === 'string' ? text.trim() : '';
}

/** A file that was to come and did not must not end in a verdict over something else. */
function refuseLost({ inputDataRaw }: Bundle): void {
	if (textOf({ inputData: inputDataRaw ?? {} }, file.key) === '') return;
	throw new KeyturnError('BAD_INPUT', file.label, 'the earlier step gave none');
}

function wantedOf(bundle: Bundle): Wanted {
	const choice = fixed(bundle, holds) || holds.default;
	if (Object.hasOwn(holds.choices, choice)) return choice as Wanted;
	throw new KeyturnError('BAD_INPUT', holds.label, 'choose one from the list');
}
