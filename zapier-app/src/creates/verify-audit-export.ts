import type { Bundle, Create } from 'zapier-platform-core';
import type { Wanted } from '../../../core/audit/verify/files';
import { KeyturnError } from '../../../core/errors';
import { verifyFile, verifyPastedProof } from '../../../core/operations/verify-file';
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
	placeholder: 'e.g. the File of an earlier step',
	helpText:
		'A bundle that Export Audit Entries or n8n made, or a proof of one entry, from an earlier step. With neither a file nor a proof it is the log itself, as it lies in its store.',
} as const;

const proof = {
	key: 'proof',
	label: 'Proof',
	type: 'text',
	placeholder: 'e.g. c2sp.org/tlog-proof@v1 and the lines after it',
	helpText:
		'The text of the proof of one entry, as Find Audit Proof gives it, in place of a file. It needs a pinned key.',
} as const;

const entry = {
	key: 'entry',
	label: 'Entry',
	type: 'text',
	placeholder: 'e.g. {"actor":"…","at":1790000000000,…}',
	helpText:
		'Only for the proof of one entry: the entry, as Find Audit Proof gives it in Hashed Entry. Empty for the one that the proof itself holds.',
} as const;

const periodOnly = {
	key: 'period_only',
	label: 'Period Only',
	type: 'string',
	default: 'no',
	choices: { no: 'No: all entries must be in it', yes: 'Yes: it holds the entries of a period' },
	helpText: `Whether the export holds the entries of a period only; the hashes of all others must be there even so. ${fixedNote}`,
} as const;

const pinned = {
	key: 'pinned_key',
	label: 'Pinned Key',
	type: 'string',
	placeholder: 'e.g. keyturn.dev/log/0123…+89abcdef+AQ…',
	helpText: `The log’s public key, as it was shown when the log was set up. Several are separated by commas. Without one the light is yellow at best. ${fixedNote}`,
} as const;

const checkpoints = {
	key: 'checkpoints',
	label: 'Checkpoints From Outside',
	type: 'text',
	placeholder: 'e.g. the text of an alert, a mail, a line of a log collector',
	helpText:
		'Anything in which checkpoints are that somebody outside kept, from an earlier step as well; each of them is found and compared. Without one the light is yellow at best: nobody could tell whether the log was written anew.',
} as const;

/** Checks a bundle, or the log in its store, against what others know. It writes nothing: a test is a check like any other. */
export const verifyAuditExport = (perform: Performing) =>
	({
		key: 'verify_audit_export',
		noun: 'Audit Export',
		display: {
			label: 'Verify Audit Export',
			description:
				'Verifies an exported bundle, the proof of an entry, or the audit log itself, against pinned keys and checkpoints from outside. Changes nothing.',
		},
		operation: {
			inputFields: [file, proof, entry, periodOnly, pinned, checkpoints],
			perform: perform(async ({ keyturn, looking }, bundle) => {
				// Who chooses what is trusted, or what may be missing, chooses the verdict.
				const known = {
					pinned: fixed(bundle, pinned, 'id')
						.split(/[\s,]+/)
						.filter((key) => key !== ''),
					outside: textOf(bundle, checkpoints.key),
				};
				const entries = wantedOf(bundle);
				const address = textOf(bundle, file.key);
				const pasted = textOf(bundle, proof.key);
				for (const field of [file, proof]) refuseLost(bundle, field);
				if (address !== '' && pasted !== '')
					throw new KeyturnError('BAD_INPUT', proof.label, 'choose a file or a proof, not both');
				const leaf = textOf(bundle, entry.key);
				if (pasted !== '') return output.of(verdictRow(verifyPastedProof(pasted, leaf, known)));
				if (address === '') return output.of(verdictRow(await keyturn.verifyLogAsItIs(known)));
				const bytes = await fetchedFile(looking.http, address, file.label);
				return output.of(verdictRow(await verifyFile(bytes, { ...known, entries }, leaf)));
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
function refuseLost(bundle: Bundle, { key, label }: typeof file | typeof proof): void {
	if (textOf(bundle, key) !== '') return;
	const { inputDataRaw } = bundle;
	const typed = (inputDataRaw as Bundle['inputDataRaw'] | undefined) ?? {};
	if (textOf({ inputData: typed }, key) === '') return;
	throw new KeyturnError('BAD_INPUT', label, 'the earlier step gave none');
}

const wanted: Readonly<Record<string, Wanted>> = { no: 'all', yes: 'some' };

function wantedOf(bundle: Bundle): Wanted {
	const choice = fixed(bundle, periodOnly) || periodOnly.default;
	const entries = Object.hasOwn(wanted, choice) ? wanted[choice] : undefined;
	if (entries !== undefined) return entries;
	throw new KeyturnError('BAD_INPUT', periodOnly.label, 'choose one from the list');
}
