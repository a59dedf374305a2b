import type { Search } from 'zapier-platform-core';
import { KeyturnError } from '../../../core/errors';
import { entryRow, logOutput, logRow } from '../outputs/log';
import { sampleEntry } from '../outputs/sample-log';
import type { Performing } from '../perform';

const output = logOutput(
	'id',
	'sentence',
	'index',
	'time',
	'kind',
	'subject',
	'actor',
	'facts',
	'leafHash',
	'leaf',
	'proof',
	'size',
	'root',
	'checkpoint',
	'publicKey',
);

const number = {
	key: 'entry_number',
	label: 'Entry Number',
	type: 'integer',
	required: true,
	placeholder: 'e.g. 17',
	helpText: 'The place of the entry in the log, as a CSV names it; the first is 0.',
} as const;

/** The proof that one entry is in the log. It is a search: it writes nothing, and finds nothing that still waits. */
export const findAuditProof = (perform: Performing) =>
	({
		key: 'find_audit_proof',
		noun: 'Audit Proof',
		display: {
			label: 'Find Audit Proof',
			description:
				'Finds an entry of the audit log by its number, with the proof that shows to anybody with the log’s public key that it is in the log.',
		},
		operation: {
			inputFields: [number],
			perform: perform(async ({ keyturn }, bundle) => {
				const found = await keyturn.findProof(indexOf(bundle.inputData[number.key]));
				if (found === null) return [];
				const { entry, leaf, proof } = found;
				return [output.of({ ...logRow(found), ...entryRow(entry, leaf), proof, id: entry.id })];
			}),
			sample: { ...output.sample, id: sampleEntry.id, sentence: SENTENCE },
			outputFields: output.outputFields,
		},
	}) satisfies Search;

const SENTENCE =
	'Entry 17 is in the log of 42 entries: the proof shows it to whoever has the log’s public key.';

/** Throws BAD_INPUT for what is no number of an entry; an empty field is not the first entry. */
function indexOf(asked: unknown): number {
	const text = typeof asked === 'number' ? String(asked) : typeof asked === 'string' ? asked.trim() : '';
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw new KeyturnError('BAD_INPUT', number.label, 'this is no number of an entry', {
		next: 'Use a whole number from 0 on, as a CSV of the log names it.',
	});
}
