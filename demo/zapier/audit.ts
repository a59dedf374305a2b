import { createHash } from 'node:crypto';
import * as terms from '../play/terms';
import type { FileStore } from './file-store';
import type { Row, Tour } from './tour';

/** What a trial showed, and whether it is as promised. */
export interface Proof {
	readonly what: string;
	readonly seen: string;
	readonly ok: boolean;
}

/** The audit log of what was done here: added to, given out, and checked by what somebody outside kept. */
export async function playAudit(tour: Tour, store: FileStore): Promise<Proof[]> {
	const trial = { isLoadingSample: true };
	const review = {
		event: 'access review signed off',
		subject: terms.KEY,
		noted_by: 'Ada Lovelace',
		facts: { ticket: 'SEC-12' },
	};
	const [checkpoint = {}] = await tour.step('get_audit_checkpoint', 'what was done until now, signed');
	await tour.step('append_audit_entry', 'tested in the editor: nothing changes', review, trial);
	await tour.step('append_audit_entry', 'in a Zap: somebody’s word', review);
	const bundle = { format: 'bundle' };
	await tour.step('export_audit_entries', 'tested in the editor: nothing changes', bundle, trial);
	// An export brings in what keys still hold, so the log is counted before it.
	const [counted = {}] = await tour.step('get_audit_checkpoint', 'that one entry later');
	const [exported = {}] = await tour.step('export_audit_entries', 'in a Zap: the log as a file', bundle);
	const [proof] = await tour.step('find_audit_proof', 'one entry alone', { entry_number: 0 });
	const known = { pinned_key: checkpoint['publicKey'], checkpoints: checkpoint['checkpoint'] };
	const [unknown = {}] = await tour.step('verify_audit_export', 'the file alone', { file: exported['file'] });
	const [verdict = {}] = await tour.step('verify_audit_export', 'with what was kept outside', {
		file: exported['file'],
		...known,
	});
	for (const [name, { bytes }] of store.files) tour.kept.push({ name, text: bytes.toString('latin1') });
	const spoilt = await verdictOf(tour, store, exported, known);
	return [
		{
			what: 'Tests of the log',
			seen: `added nothing: ${String(checkpoint['size'])} entries, then 1 more`,
			ok: counted['size'] === Number(checkpoint['size']) + 1,
		},
		{
			what: 'File of the log',
			seen: 'SHA-256 as the step says; its first entry was found with a proof of its own',
			ok: fingerprint(store, exported) === exported['fileHash'] && proof?.['index'] === 0,
		},
		{
			what: 'Verify',
			seen: `${String(unknown['light'])} alone, ${String(verdict['light'])} with pinned key and checkpoint, ${String(spoilt['light'])} with one byte changed`,
			ok: [unknown, verdict, spoilt].map((each) => each['light']).join() === 'yellow,green,red',
		},
	];
}

const fingerprint = (store: FileStore, { file }: Row): string =>
	createHash('sha256')
		.update(store.at(file)?.bytes ?? '')
		.digest('hex');

/** The same file with one byte changed on its way. */
async function verdictOf(tour: Tour, store: FileStore, { file }: Row, known: Row): Promise<Row> {
	const { bytes, ...rest } = store.at(file)!;
	const spoilt = Buffer.from(bytes);
	const middle = Math.floor(spoilt.length / 2);
	spoilt[middle] = (spoilt[middle] ?? 0) ^ 1;
	store.files.set('files/spoilt', { ...rest, bytes: spoilt });
	const [row = {}] = await tour.step('verify_audit_export', 'with one byte changed', {
		file: `${store.url}/files/spoilt`,
		...known,
	});
	return row;
}
