import type { Create } from 'zapier-platform-core';
import { type AuditFormatId, auditFormats } from '../../../core/audit/formats';
import { KeyturnError } from '../../../core/errors';
import { fixed, fixedNote } from '../inputs';
import { logLock, tried } from '../log-trial';
import { logOutput, logRow } from '../outputs/log';
import { isTrial, type Performing } from '../perform';
import { selectionFields, selectionOf } from '../selection-fields';

const output = logOutput(
	'id',
	'light',
	'sentence',
	'next',
	'dryRun',
	'file',
	'format',
	'entries',
	'fileHash',
	'size',
	'root',
	'checkpoint',
	'publicKey',
	'waiting',
);

/** What is written, sent to Zapier and taken on by later steps within the 30 s of a run. */
const MOST_BYTES = 20 * 1024 * 1024;

const format = {
	key: 'format',
	label: 'Format',
	type: 'string',
	required: true,
	default: 'jsonl',
	choices: Object.fromEntries(Object.entries(auditFormats).map(([id, { title }]) => [id, title])),
	helpText: `How the entries are written: JSON Lines holds them as they were hashed, all others are views. ${fixedNote}`,
} as const;

/** Gives entries of the log as a file. That it was done, and the file's hash, stand in the log. */
export const exportAuditEntries = (perform: Performing) =>
	({
		key: 'export_audit_entries',
		noun: 'Audit Export',
		display: {
			label: 'Export Audit Entries',
			description:
				'Writes entries of the audit log down in a file: for a spreadsheet, for a SIEM, or as they are.',
		},
		operation: {
			inputFields: [format, ...selectionFields],
			perform: perform(async ({ keyturn, stash }, bundle) => {
				const chosen = fixed(bundle, format);
				if (!Object.hasOwn(auditFormats, chosen))
					throw new KeyturnError('BAD_INPUT', format.label, 'choose one from the list');
				const selection = selectionOf(bundle);
				if (isTrial(bundle)) {
					const seen = await keyturn.exportLogDryRun(selection);
					const would = `The file would hold ${String(seen?.entries ?? 0)} entries; none was exported.`;
					const row = tried(seen, would, 'it exports them');
					return output.of({
						...row,
						file: await stash(STAND_IN),
						format: chosen,
						entries: seen?.entries ?? 0,
					});
				}
				const order = { format: chosen as AuditFormatId, ...selection };
				const { file, ...report } = await keyturn.exportLog(order, MOST_BYTES);
				const { entries, fileHash } = report;
				const address = await stash(file);
				return output.of({
					...logRow(report),
					id: fileHash,
					dryRun: false,
					file: address,
					format: chosen,
					entries,
					fileHash,
				});
			}),
			lock: logLock,
			sample: output.sample,
			outputFields: output.outputFields,
		},
	}) satisfies Create;

/** A file for later steps to be tried with. An export that no entry of the log tells of must not be had from the editor. */
const STAND_IN = {
	name: 'test-of-the-step.txt',
	bytes: Buffer.from('This stands for the export while the step is tested. Nothing was exported.\n'),
	mediaType: 'text/plain; charset=utf-8',
};
