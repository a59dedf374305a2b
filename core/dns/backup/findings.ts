import { type Check, fine, judged, notChecked } from '../finding';
import type { Reach } from '../hosts/host';
import type { Difference } from './contents';
import { named } from './restore-check';
import type { Stored } from './store';

const DAY_MS = 86_400_000;
/** So old a backup may be, and so long a person's word about the copy off-line counts, in days. */
const MOST_DAYS = 35;

/** What the checks of backups look at. */
export interface BackupFacts {
	/** In ms since 1970, by the vault's clock. */
	readonly now: number;
	/** The newest backup; null when there is none. */
	readonly stored: Stored | null;
	/** What the host has now and the newest backup has not; null when that could not be compared. */
	readonly difference: Difference | null;
	/** Whether anything differs, what the host answers otherwise than it keeps included. */
	readonly changed: boolean;
	readonly reach: Reach;
	/** How a token of this host gets narrower. */
	readonly narrower: string;
}

const liveDiffers: Check<BackupFacts> = {
	severity: 'medium',
	title: 'The zone is not what was backed up',
	basis: 'good practice: a backup of today’s zone',
	remedy: 'If the changes are yours, back the zone up again. If they are not, restore it from the backup.',
	judge({ stored, difference, changed }) {
		if (stored === null) return notChecked('there is no backup to compare with');
		if (difference === null) return notChecked('the backup could not be read');
		if (!changed) return fine;
		const { added, removed } = difference;
		const parts = [
			...(added.length > 0 ? [`new or changed: ${named(added)}`] : []),
			...(removed.length > 0 ? [`gone or changed: ${named(removed)}`] : []),
		];
		const others = 'records that the host answers with something else than it keeps';
		return { cases: [{ evidence: parts.length > 0 ? parts.join('; ') : others }] };
	},
};

const notGoodEnough: Check<BackupFacts> = {
	severity: 'medium',
	title: 'The backup could not be relied on',
	basis:
		'good practice: a backup counts when restoring was proved, and when one is where no attacker reaches it',
	remedy: 'Back the zone up again.',
	judge({ stored, now }) {
		if (stored === null) return { cases: [{ severity: 'high', evidence: 'there is no backup' }] };
		const { lastSeenAt, check, offline } = stored.manifest.document;
		const age = Math.floor((now - lastSeenAt) / DAY_MS);
		const word = offline === null ? Infinity : Math.floor((now - offline.at) / DAY_MS);
		return {
			cases: [
				...(check?.result === 'not verified'
					? [
							{
								severity: 'high' as const,
								evidence: `the restore check failed: ${check.reasons.join('; ')}`,
								remedy:
									'Look at what differs, then back the zone up again. Do not restore from this backup unread.',
							},
						]
					: []),
				...(age > MOST_DAYS ? [{ evidence: `it is ${age} days old` }] : []),
				...(word > MOST_DAYS
					? [
							{
								evidence:
									offline === null
										? 'nobody has confirmed a copy off-line'
										: `the copy off-line was confirmed ${word} days ago`,
								remedy:
									'Put the encrypted file where no program can change it, keep its key apart from it, then run Check Backup with your name as Off-Line Copy Confirmed By.',
							},
						]
					: []),
			],
		};
	},
};

/** Two facts, of which either is enough. */
const tooMuchReach: Check<BackupFacts> = {
	severity: 'high',
	title: 'The DNS token can do more than read this one zone',
	basis: 'good practice: least privilege',
	remedy: 'Make a token that reads this one zone and can do nothing else.',
	judge({ reach, narrower: remedy }) {
		const zones = judged(reach.zones, (count) =>
			count > 1 ? [{ evidence: `the token reaches ${count} zones`, remedy }] : [],
		);
		const writes = judged(reach.mayWrite, (may) =>
			may ? [{ evidence: 'the token may change records, and reading is enough', remedy }] : [],
		);
		const cases = [zones, writes].flatMap((each) => ('cases' in each ? each.cases : []));
		if (cases.length > 0) return { cases };
		return 'cases' in zones ? writes : zones;
	},
};

/** By their stable ids. They are judged where the host's credential is at hand. */
export const backupChecks: Readonly<Record<string, Check<BackupFacts>>> = {
	'CHG-03': liveDiffers,
	'CHG-04': notGoodEnough,
	'CHG-05': tooMuchReach,
};
