import { contentsHash, differenceBetween, isSame, listable, serialOf } from '../dns/backup/contents';
import type { Check } from '../dns/backup/manifest';
import { offlineFile } from '../dns/backup/offline-file';
import { asciiJson } from '../dns/backup/parts';
import { backupReport, type BackupReport, type Done } from '../dns/backup/report';
import { checkRestore, isDamage } from '../dns/backup/restore-check';
import { keepBackup, newestBackup, readBackup, type Stored } from '../dns/backup/store';
import type { Asked } from '../dns/gather/open';
import { dnsHosts } from '../dns/hosts';
import type { DnsHost, DnsHostDriver, ZoneCopy } from '../dns/hosts/host';
import { type Name, shown } from '../dns/wire/name';
import { parseZoneFile } from '../dns/zone-file/read';
import { zoneText } from '../dns/zone-file/write';
import { KeyturnError } from '../errors';
import type { Context } from './context';

/** Which zone, at which host, by which credential. */
export interface BackupOrder {
	readonly domain: Name;
	/** The host's id in `core/dns/hosts`, and its settings. */
	readonly host: string;
	readonly settings: Readonly<Record<string, string>>;
	/** The name of an admin credential in the vault. */
	readonly admin: string;
	/** Whether the encrypted file is wanted. */
	readonly withFile: boolean;
}

/** A check may note, too, who has put the encrypted file where no program reaches it. */
export interface CheckOrder extends BackupOrder {
	readonly confirmedBy: string | null;
}

/**
 * Backs a zone up into the vault, unless the last backup is the zone as it is, and proves that it could be restored.
 * Throws NO_SUCH_ENTRY without the credential, ORIGIN_REFUSED when it may not go to the host, and what the host's driver
 * and the vault throw; a run that ends so left nothing that counts as a backup.
 */
export async function backUpZone(context: Context, order: BackupOrder, asked: Asked): Promise<BackupReport> {
	const { driver, opened } = await openHost(context, order);
	const copy = await steadyCopy(opened, driver, order.domain);
	const before = await newestBackup(context, order.domain);
	const contents = contentsHash(copy.records, copy.special);
	const same = before?.backup.contents === contents && (await isWhole(context, order.domain, before));
	const stored =
		before !== null && same
			? before
			: await keepBackup(
					context,
					order.domain,
					await settled(order.domain, before),
					{ file: zoneText(copy.records), native: asciiJson(copy.native) },
					{
						host: driver.id,
						origin: opened.origin,
						serial: serialOf(copy.records),
						records: recordsIn(order.domain, copy),
						special: copy.special.length,
						contents,
					},
				);
	const check = await checkRestore(context, order.domain, stored, copy, driver, asked);
	await note(stored, check, true);
	return await told(context, order, { opened, driver, copy, stored, done: same ? 'unchanged' : 'new copy' });
}

/** Holds the newest backup against the host and the live DNS, and makes none. Throws as `backUpZone` does. */
export async function checkBackup(context: Context, order: CheckOrder, asked: Asked): Promise<BackupReport> {
	const { driver, opened } = await openHost(context, order);
	const copy = await steadyCopy(opened, driver, order.domain);
	const stored = await newestBackup(context, order.domain);
	if (stored === null) {
		if (order.confirmedBy !== null) throw noBackup(order.domain);
		return await told(context, order, { opened, driver, copy, stored, done: 'no backup' });
	}
	const check = await checkRestore(context, order.domain, stored, copy, driver, asked);
	await note(stored, check, contentsHash(copy.records, copy.special) === stored.backup.contents);
	const { confirmedBy } = order;
	if (confirmedBy !== null)
		await stored.manifest.change((draft, entry) => {
			draft.offline = { at: context.vault.time().latest, by: confirmedBy, backup: stored.id };
			entry('offline copy confirmed', { backup: stored.id, by: confirmedBy });
		});
	return await told(context, order, { opened, driver, copy, stored, done: 'checked' });
}

async function openHost(
	context: Context,
	{ host: id, settings, admin }: BackupOrder,
): Promise<{ driver: DnsHostDriver; opened: DnsHost }> {
	const driver: DnsHostDriver | undefined = Object.hasOwn(dnsHosts, id)
		? dnsHosts[id as keyof typeof dnsHosts]
		: undefined;
	if (driver === undefined) throw new KeyturnError('BAD_INPUT', 'DNS Host', 'choose one from the list');
	if (admin === '') throw new KeyturnError('BAD_INPUT', 'Admin Credential', 'choose one from the list');
	return { driver, opened: driver.open(settings, await context.vault.readAdmin(admin), context.host) };
}

/** Takes the zone once more when its two forms differ: somebody may have changed it between the two requests. */
async function steadyCopy(opened: DnsHost, driver: DnsHostDriver, domain: Name): Promise<ZoneCopy> {
	const copy = await opened.copy(domain);
	const listed = (records: ZoneCopy['records']) => listable(domain, records, driver.unlisted);
	return isSame(differenceBetween(listed(copy.records), listed(copy.listed)))
		? copy
		: await opened.copy(domain);
}

/** False when a part is gone or changed: then a new copy is due although the zone is the same. */
async function isWhole(context: Context, domain: Name, stored: Stored): Promise<boolean> {
	try {
		await readBackup(context, domain, stored);
		return true;
	} catch (error) {
		if (isDamage(error)) return false;
		throw error;
	}
}

/** A record that the host's file has twice stands there once in ours. */
const recordsIn = (domain: Name, { records }: ZoneCopy): number =>
	parseZoneFile(domain, zoneText(records)).records.length;

/** Nobody looks at an older manifest again: what waits in it is in the log before there is a newer one. */
async function settled(domain: Name, before: Stored | null): Promise<Stored | null> {
	const unwritten = (await before?.manifest.settle()) ?? null;
	if (unwritten !== null)
		throw new KeyturnError(
			'NOT_NOW',
			`Backups of ${shown(domain)}`,
			`what was done before is not in the audit log yet: ${unwritten.why}`,
			{ next: `Nothing was backed up. ${unwritten.next}` },
		);
	return before;
}

const note = (stored: Stored, check: Check, seen: boolean): Promise<void> =>
	stored.manifest.change((draft, entry) => {
		draft.check = check;
		if (seen) draft.lastSeenAt = check.at;
		const { result, asked, equal } = check;
		entry('zone backup checked', { backup: stored.id, result, asked, equal, unchanged: seen });
	});

interface Found {
	readonly opened: DnsHost;
	readonly driver: DnsHostDriver;
	readonly copy: ZoneCopy;
	readonly stored: Stored | null;
	readonly done: Done;
}

async function told(
	context: Context,
	{ domain, withFile }: BackupOrder,
	{ opened, driver, copy, stored, done }: Found,
): Promise<BackupReport> {
	if (stored === null && withFile) throw noBackup(domain);
	const texts = stored === null ? null : await readable(context, domain, stored);
	const difference =
		texts === null ? null : differenceBetween(parseZoneFile(domain, texts.file).records, copy.records);
	const unwritten = (await stored?.manifest.settle()) ?? null;
	const facts = {
		now: context.vault.time().latest,
		stored,
		difference,
		changed: stored !== null && contentsHash(copy.records, copy.special) !== stored.backup.contents,
		reach: await opened.reach(domain),
		narrower: driver.narrower,
	};
	const report = backupReport(domain, driver.title, done, copy, facts, unwritten);
	// A damaged backup is told of, and is nothing to keep off-line.
	return withFile && stored !== null && texts !== null
		? { ...report, file: await offlineFile(context, domain, stored, texts) }
		: report;
}

/** Null when the texts are gone or changed, which the check has told. */
async function readable(context: Context, domain: Name, stored: Stored) {
	try {
		return await readBackup(context, domain, stored);
	} catch (error) {
		if (isDamage(error)) return null;
		throw error;
	}
}

const noBackup = (domain: Name): KeyturnError =>
	new KeyturnError('NO_SUCH_ENTRY', `Backups of ${shown(domain)}`, 'there is no backup', {
		next: 'Run Back Up first.',
	});
