import { z } from 'zod';
import { auditEntry } from '../../audit/entry';
import type { Context } from '../../operations/context';
import { type KeptDocument, openKept } from '../../kept/document';
import { type Name, shown } from '../wire/name';

const text = z.string().max(2_000);
const time = z.number().int();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One text, cut into parts that are kept one by one. */
const keptText = z.object({
	characters: z.number().int().min(0),
	/** SHA-256 of the whole and of each part, in hex. */
	sha256: hash,
	parts: z.array(hash).max(400),
});
export type KeptText = z.output<typeof keptText>;

/** A backup, as it was made. Nothing of it ever changes. */
const backup = z.object({
	at: time,
	host: text,
	origin: text,
	serial: z.number().int().nullable(),
	records: z.number().int(),
	/** How many records have no form in a zone file, or are answered otherwise. */
	special: z.number().int(),
	/** SHA-256 of what the zone is; see `contentsHash`. */
	contents: hash,
	file: keptText,
	native: keptText,
});
export type Backup = z.output<typeof backup>;

export const results = ['verified', 'could not be verified', 'not verified'] as const;

/** What the last check found. */
const check = z.object({
	at: time,
	result: z.enum(results),
	/** Why it is not `verified`, one clause each. */
	reasons: z.array(text).max(10),
	/** Sets of records that were asked of the live DNS, and what came of it. */
	asked: z.number().int(),
	equal: z.number().int(),
	skipped: z.number().int(),
});
export type Check = z.output<typeof check>;

/** A person's word that the encrypted file was put where no program reaches it. */
const offline = z.object({ at: time, by: z.string().min(1).max(200), backup: text });

/** What is kept beside the parts of a backup. Without one that names a backup, the parts are none. */
export const manifestSchema = z.object({
	v: z.literal(1),
	domain: text,
	uid: text,
	writes: z.array(text).max(8),
	sequence: z.number().int().min(0),
	outbox: z.array(auditEntry).max(500),
	backup: backup.nullable(),
	/** When the host last had exactly this. */
	lastSeenAt: time,
	check: check.nullable(),
	offline: offline.nullable(),
});
export type Manifest = z.output<typeof manifestSchema>;

/** The folder of a domain's backups, below the zones. */
export const backupsFolder = (domain: Name): string => `${shown(domain)}/backups`;

/** Opens the manifest of one backup; empty when there is none. Throws FORGED when it is not what Keyturn wrote. */
export const openManifest = (context: Context, domain: Name, id: string): Promise<KeptDocument<Manifest>> =>
	openKept(context, {
		folder: 'zones',
		id: `${backupsFolder(domain)}/${id}/manifest`,
		where: `Backup ${id} of ${shown(domain)}`,
		subject: shown(domain),
		schema: manifestSchema,
		empty: (uid) => ({
			v: 1,
			domain,
			uid,
			writes: [],
			sequence: 0,
			outbox: [],
			backup: null,
			lastSeenAt: 0,
			check: null,
			offline: null,
		}),
	});
