import { KeyturnError } from '../../errors';
import type { Context } from '../../operations/context';
import type { KeptDocument } from '../../kept/document';
import { openSealedTexts } from '../../kept/sealed-texts';
import { type Name, shown } from '../wire/name';
import { type Backup, type Manifest, backupsFolder, openManifest } from './manifest';
import { keepText, readText } from './parts';

/** A backup that exists: its parts are in the vault and its manifest names them. */
export interface Stored {
	/** When it was begun, as `20261124T080000Z`. */
	readonly id: string;
	readonly manifest: KeptDocument<Manifest>;
	readonly backup: Backup;
}

/** The two texts of a backup. */
export interface Texts {
	/** The zone as a master file. */
	readonly file: string;
	/** The host's own form, as JSON. */
	readonly native: string;
}

const MOST_UNFINISHED = 50;

const idAt = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/** All ids that were ever begun, the newest first. */
async function idsOf({ vault }: Context, domain: Name): Promise<string[]> {
	const names = await vault.zones.list(backupsFolder(domain));
	return names
		.filter((name) => /^\d{8}T\d{6}Z\/$/.test(name))
		.map((name) => name.slice(0, -1))
		.sort()
		.reverse();
}

/** The newest backup, or null. What was begun and never finished is passed over. */
export async function newestBackup(context: Context, domain: Name): Promise<Stored | null> {
	for (const [passed, id] of (await idsOf(context, domain)).entries()) {
		if (passed >= MOST_UNFINISHED)
			throw new KeyturnError(
				'NEEDS_HUMAN',
				`Backups of ${shown(domain)}`,
				`the newest ${MOST_UNFINISHED} were begun and not finished`,
				{ next: 'Delete the folders without a manifest in the vault’s own page, then run again.' },
			);
		const manifest = await openManifest(context, domain, id);
		if (manifest.document.backup !== null) return { id, manifest, backup: manifest.document.backup };
	}
	return null;
}

/** Keeps both texts, then the manifest that makes a backup of them. `before` is the one that it comes after. */
export async function keepBackup(
	context: Context,
	domain: Name,
	before: Stored | null,
	texts: Texts,
	facts: Omit<Backup, 'file' | 'native' | 'at'>,
): Promise<Stored> {
	const taken = new Set(await idsOf(context, domain));
	let at = context.vault.time().earliest;
	// Parts that another run left behind are never written over.
	while (taken.has(idAt(at))) at += 1_000;
	const id = idAt(at);
	const where = `Backup ${id} of ${shown(domain)}`;
	const path = `${backupsFolder(domain)}/${id}`;
	const sealed = openSealedTexts(context, 'zones');
	const file = await keepText(sealed, `${path}/file`, texts.file, where);
	const native = await keepText(sealed, `${path}/native`, texts.native, where);
	const backup: Backup = { at, ...facts, file, native };
	const manifest = await openManifest(context, domain, id);
	await manifest.change((draft, note) => {
		if (draft.backup !== null)
			throw new KeyturnError('BUSY', where, 'another run made a backup at the same moment', {
				next: 'Run again later.',
			});
		draft.backup = backup;
		draft.lastSeenAt = at;
		draft.offline = before?.manifest.document.offline ?? null;
		note('zone backed up', {
			backup: id,
			host: backup.host,
			serial: backup.serial,
			records: backup.records,
			file: file.sha256,
			native: native.sha256,
		});
	});
	return { id, manifest, backup };
}

/** Both texts of a backup, checked against what its manifest says. Throws as `readText` does. */
export async function readBackup(context: Context, domain: Name, { id, backup }: Stored): Promise<Texts> {
	const where = `Backup ${id} of ${shown(domain)}`;
	const path = `${backupsFolder(domain)}/${id}`;
	const sealed = openSealedTexts(context, 'zones');
	return {
		file: await readText(sealed, `${path}/file`, backup.file, where),
		native: await readText(sealed, `${path}/native`, backup.native, where),
	};
}
