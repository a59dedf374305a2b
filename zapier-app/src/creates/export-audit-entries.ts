import type { Bundle, Create } from 'zapier-platform-core';
import { type AuditFormatId, auditFormats } from '../../../core/audit/formats';
import type { Selection } from '../../../core/audit/log/select';
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

/** Beside the formats of `auditFormats`: the files of the log, as a tar. */
const BUNDLE = 'bundle';

const format = {
	key: 'format',
	label: 'Format',
	type: 'string',
	required: true,
	default: BUNDLE,
	choices: {
		[BUNDLE]: 'Bundle, to be verified by anybody',
		...Object.fromEntries(Object.entries(auditFormats).map(([id, { title }]) => [id, title])),
	},
	helpText: `How the entries are written. A bundle proves itself: it holds the signed checkpoint, all hashes, and the files in which the entries of the period are. JSON Lines holds the entries as they were hashed; all others are views. ${fixedNote}`,
} as const;

/** Gives entries of the log as a file. That it was done, and the file's hash, stand in the log. */
export const exportAuditEntries = (perform: Performing) =>
	({
		key: 'export_audit_entries',
		noun: 'Audit Export',
		display: {
			label: 'Export Audit Entries',
			description:
				'Writes entries of the audit log into a file, for a spreadsheet, for a SIEM, or as a bundle that proves itself.',
		},
		operation: {
			inputFields: [format, ...selectionFields],
			perform: perform(async ({ keyturn, stash }, bundle) => {
				const chosen = formatOf(bundle);
				const selection = selectionOf(bundle);
				if (chosen === BUNDLE) refuseParts(selection);
				if (isTrial(bundle)) {
					const seen = await keyturn.exportLogDryRun(selection);
					const entries = seen?.entries ?? 0;
					const would = `The export would be of ${String(entries)} entries; none was exported.`;
					const row = tried(seen, would, 'it exports them');
					return output.of({ ...row, file: await stash(STAND_IN), format: chosen, entries });
				}
				const { file, ...report } = await (chosen === BUNDLE
					? keyturn.exportBundle(selection, MOST_BYTES)
					: keyturn.exportLog({ format: chosen, ...selection }, MOST_BYTES));
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

function formatOf(bundle: Bundle): AuditFormatId | typeof BUNDLE {
	const chosen = fixed(bundle, format);
	if (chosen === BUNDLE || Object.hasOwn(auditFormats, chosen))
		return chosen as AuditFormatId | typeof BUNDLE;
	throw new KeyturnError('BAD_INPUT', format.label, 'choose one from the list');
}

/** What is left out of a bundle could not be told from what was taken out of it. */
function refuseParts({ kinds, subjects }: Selection): void {
	if (kinds.length + subjects.length === 0) return;
	throw new KeyturnError('BAD_INPUT', 'Kinds, Subjects', 'a bundle holds whole files of entries', {
		next: 'Leave both empty, or choose another format.',
	});
}

/** A file for later steps to be tried with. An export that no entry of the log tells of must not be had from the editor. */
const STAND_IN = {
	name: 'test-of-the-step.txt',
	bytes: Buffer.from('This stands for the export while the step is tested. Nothing was exported.\n'),
	mediaType: 'text/plain; charset=utf-8',
};
