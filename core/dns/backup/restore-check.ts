import { KeyturnError, hasCode } from '../../errors';
import type { Context } from '../../operations/context';
import type { Asked } from '../gather/open';
import type { DnsHostDriver, ZoneCopy } from '../hosts/host';
import { Malformed } from '../wire/bytes';
import type { DnsRecord } from '../wire/message';
import type { Name } from '../wire/name';
import { parseZoneFile } from '../zone-file/read';
import { zoneText } from '../zone-file/write';
import { contentsHash, differenceBetween, isSame, listable } from './contents';
import { compareLive } from './live';
import type { Check } from './manifest';
import { type Stored, readBackup } from './store';

const MOST_NAMES = 5;

interface Outcome {
	/** Why the backup is proved to be wrong. */
	readonly wrong: string[];
	/** Why nobody could look. */
	readonly blind: string[];
	live: Pick<Check, 'asked' | 'equal' | 'skipped'>;
}

/**
 * Proves that a backup could be restored from: its parts are read from the vault again, its file is read as a zone, the
 * host lists the same records, and the live DNS answers with them. What nobody could look at is told, and never counts.
 */
export async function checkRestore(
	context: Context,
	domain: Name,
	stored: Stored,
	copy: ZoneCopy,
	driver: DnsHostDriver,
	asked: Asked,
): Promise<Check> {
	const outcome: Outcome = { wrong: [], blind: [], live: { asked: 0, equal: 0, skipped: 0 } };
	const records = await readBack(context, domain, stored, outcome);
	if (records !== null) {
		if (contentsHash(copy.records, copy.special) !== stored.backup.contents)
			outcome.blind.push('the zone has changed since, so it cannot be compared');
		else {
			compareWithList(domain, records, copy, driver, outcome);
			await compareWithLive(context, domain, records, copy, asked, outcome);
		}
	}
	const { wrong, blind, live } = outcome;
	return {
		at: context.vault.time().latest,
		result: wrong.length > 0 ? 'not verified' : blind.length > 0 ? 'could not be verified' : 'verified',
		reasons: [...wrong, ...blind].slice(0, 10),
		...live,
	};
}

/** The records in the file of a backup; null when they are not there, or not what was written. */
async function readBack(
	context: Context,
	domain: Name,
	stored: Stored,
	{ wrong, blind }: Outcome,
): Promise<readonly DnsRecord[] | null> {
	try {
		const { file } = await readBackup(context, domain, stored);
		const { records } = parseZoneFile(domain, file);
		if (zoneText(records) === file && records.length === stored.backup.records) return records;
		wrong.push('the file of the backup does not read as the zone that it was made of');
	} catch (error) {
		if (error instanceof Malformed) wrong.push(`the file of the backup cannot be read: ${error.message}`);
		else if (isDamage(error)) wrong.push(error.message);
		else if (error instanceof KeyturnError) blind.push(error.message);
		else throw error;
	}
	return null;
}

/** What is gone or changed in the vault, other than a vault that does not answer. */
export const isDamage = (error: unknown): error is KeyturnError =>
	hasCode(error, 'FORGED', 'NO_SUCH_ENTRY', 'ENTRY_DELETED');

function compareWithList(
	domain: Name,
	records: readonly DnsRecord[],
	{ listed, unread }: ZoneCopy,
	{ title, unlisted }: DnsHostDriver,
	{ wrong, blind }: Outcome,
): void {
	if (unread.length > 0) {
		blind.push(`${title} lists what cannot be read: ${named(unread)}`);
		return;
	}
	const difference = differenceBetween(
		listable(domain, records, unlisted),
		listable(domain, listed, unlisted),
	);
	if (!isSame(difference))
		wrong.push(
			`the zone file of ${title} and its list differ: ${named([...difference.added, ...difference.removed])}`,
		);
}

async function compareWithLive(
	{ host }: Context,
	domain: Name,
	records: readonly DnsRecord[],
	{ special }: ZoneCopy,
	asked: Asked,
	outcome: Outcome,
): Promise<void> {
	const { equal, different, unseen, skipped } = await compareLive(domain, records, special, host, asked);
	outcome.live = { asked: equal + different.length + unseen.length, equal, skipped: skipped.length };
	if (different.length > 0) outcome.wrong.push(`the live DNS answers otherwise: ${named(different)}`);
	if (unseen.length > 0) outcome.blind.push(`the live DNS could not be asked: ${named(unseen)}`);
}

/** A few names, and how many more there are. A zone's whole list of names is not for execution data. */
export const named = (names: readonly string[]): string => {
	const shown = [...new Set(names)].slice(0, MOST_NAMES).map((each) => each.slice(0, 150));
	const more = names.length - shown.length;
	return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
};
