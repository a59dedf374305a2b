import type { Unwritten } from '../../kept/document';
import type { Finding } from '../finding';
import { judgeAll, lightOf } from '../report/judge';
import type { Light, NotChecked } from '../report/result';
import { withUnwritten } from '../report/unwritten';
import type { ZoneCopy } from '../hosts/host';
import { type Name, shown } from '../wire/name';
import { type BackupFacts, backupChecks } from './findings';
import type { Check } from './manifest';
import type { OfflineFile } from './offline-file';

/** What was done with the backup: a new copy, the last one found to be the zone as it is, or a look alone. */
export type Done = 'new copy' | 'unchanged' | 'checked' | 'no backup';

/** What a person and a workflow are told. It holds no record of the zone; of names, a few where something differs. */
export interface BackupReport {
	readonly domain: string;
	readonly host: string;
	readonly status: Done;
	readonly light: Light;
	readonly sentence: string;
	readonly next: string;
	/** The backup's place below the zone's backups in the vault; null when there is none. */
	readonly backup: string | null;
	readonly madeAt: string | null;
	/** When the host last had exactly this. */
	readonly lastSeenAt: string | null;
	readonly check: Check['result'] | null;
	readonly reasons: readonly string[];
	readonly asked: number;
	readonly equal: number;
	readonly records: number;
	readonly serial: number | null;
	/** How many records the host answers with something else than it keeps, by why; some have no place in a zone file. */
	readonly special: Readonly<Record<string, number>>;
	/** SHA-256 of the zone file, in hex. */
	readonly sha256: string | null;
	readonly offlineCopy: { readonly at: string; readonly by: string } | null;
	readonly findings: readonly Finding[];
	readonly notChecked: readonly NotChecked[];
	/** The encrypted file for the copy off-line, where it was asked for. */
	readonly file?: OfflineFile;
}

const timeOf = (ms: number): string => new Date(ms).toISOString();

export function backupReport(
	domain: Name,
	host: string,
	status: Done,
	copy: ZoneCopy,
	facts: BackupFacts,
	unwritten: Unwritten | null,
): BackupReport {
	const judged = judgeAll(backupChecks, facts);
	const { findings, notChecked } = judged;
	const { stored } = facts;
	const { check = null, lastSeenAt = null, offline = null } = stored?.manifest.document ?? {};
	const light = lightOf(judged);
	const [worst] = findings;
	return {
		domain: shown(domain),
		host,
		status,
		...withUnwritten(
			{
				light: light === 'green' && check?.result !== 'verified' ? 'yellow' : light,
				sentence:
					`${sentences[status](stored?.backup.records ?? 0, stored?.id ?? '')} ${proofOf(check)}`.trim(),
				next: worst === undefined ? '' : `${worst.title}: ${worst.evidence}. ${worst.remedy}`,
			},
			unwritten,
		),
		backup: stored?.id ?? null,
		madeAt: stored === null ? null : timeOf(stored.backup.at),
		lastSeenAt: lastSeenAt === null ? null : timeOf(lastSeenAt),
		check: check?.result ?? null,
		reasons: check?.reasons ?? [],
		asked: check?.asked ?? 0,
		equal: check?.equal ?? 0,
		records: stored?.backup.records ?? 0,
		serial: stored?.backup.serial ?? null,
		special: countsOf(copy),
		sha256: stored?.backup.file.sha256 ?? null,
		offlineCopy: offline === null ? null : { at: timeOf(offline.at), by: offline.by },
		findings,
		notChecked,
	};
}

const sentences: Readonly<Record<Done, (records: number, id: string) => string>> = {
	'new copy': (records) => `The zone was backed up: ${records} records.`,
	unchanged: (_, id) => `The zone is what backup ${id} has; no new copy was made.`,
	checked: (records, id) => `Backup ${id} has ${records} records.`,
	'no backup': () => 'There is no backup of this zone.',
};

const proofs: Readonly<Record<Check['result'], string>> = {
	verified: 'Read back from the vault, it is what the host lists and what the live DNS answers with.',
	'could not be verified': 'It could not be verified:',
	'not verified': 'It is not verified:',
};

function proofOf(check: Check | null): string {
	if (check === null) return '';
	const why = check.result === 'verified' ? '' : ` ${check.reasons.join('; ')}.`;
	return `${proofs[check.result]}${why}`;
}

function countsOf({ special }: ZoneCopy): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { why } of special) counts[why] = (counts[why] ?? 0) + 1;
	return counts;
}
