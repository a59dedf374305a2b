import { createHash } from 'node:crypto';
import { withUnwritten } from '../dns/report/unwritten';
import type { AuditEntry } from '../audit/entry';
import { type AuditFormatId, auditFormats } from '../audit/formats';
import { leafHashHex } from '../audit/formats/leaf-hash';
import { type LoggedEntry, loggedEntries } from '../audit/log/entries';
import { handInFromKeys } from '../audit/log/from-keys';
import { keepExport, lateFor } from '../audit/log/late';
import { type Selection, selected } from '../audit/log/select';
import type { TakenUp } from '../audit/log/take-up';
import { notSetUp } from '../audit/not-set-up';
import { concat } from '../bytes';
import { KeyturnError } from '../errors';
import { utf8 } from '../utf8';
import { VERSION } from '../version';
import { type LogReport, reported, updated } from './audit-log';
import type { Context } from './context';
import { timelyFiles } from './timely-files';

export interface ExportOrder extends Selection {
	readonly format: AuditFormatId;
}

/** What was exported, out of which state of the log. */
export interface ExportReport extends LogReport {
	readonly format: string;
	/** How many entries the file holds. */
	readonly entries: number;
	/** SHA-256 of the file, in hex; it stands in the log as well. */
	readonly fileHash: string;
	readonly file: { readonly name: string; readonly bytes: Uint8Array; readonly mediaType: string };
}

/** One entry with its place in the log. */
export interface EntryRow extends AuditEntry {
	readonly index: number;
	readonly leafHash: string;
	/** ISO 8601. */
	readonly time: string;
}

const MEGABYTE = 1024 * 1024;
/** What one file may hold; more is a task for the store's own tools. */
export const MOST_BYTES = 100 * MEGABYTE;

/**
 * Writes the wanted entries down in one of the formats. That it was done is an entry itself. `mostBytes` is what the
 * platform takes for a file. Throws BAD_INPUT for a larger one, and for a log that is too large for the time.
 */
export async function exportLog(
	context: Context,
	order: ExportOrder,
	mostBytes = MOST_BYTES,
): Promise<ExportReport> {
	const { taken, unread } = await handedIn(context);
	const format = auditFormats[order.format];
	const view = format.open({ origin: taken.log.kept.document.origin, version: VERSION });
	const head = utf8.encode(view.head);
	const parts = [head];
	let [entries, late, length] = [0, 0, head.length];
	for await (const each of withLate(context, taken, order)) {
		const bytes = utf8.encode(view.line(each));
		parts.push(bytes);
		entries += 1;
		if (order.from !== null && each.entry.at < order.from) late += 1;
		length += bytes.length;
		if (length > mostBytes) throw tooLarge(mostBytes);
	}
	const bytes = concat(...parts);
	const file = { name: format.fileName, bytes, mediaType: format.mediaType };
	return await noted({ taken, unread, late }, order.format, entries, file);
}

/** A log with all in it that keys had not handed in, as far as half of the time goes; the rest is for the export. */
export async function handedIn(context: Context): Promise<Pick<Exported, 'taken' | 'unread'>> {
	const end = context.budgetMs / 2;
	// A log that cannot be kept here is told of before the keys are asked.
	if (context.vault.audit === null) throw notSetUp();
	const unread = await handInFromKeys(context, () => context.budgetMs > end);
	return { taken: await updated(context), unread };
}

/** The wanted entries, oldest first, at most `limit` of them. */
export async function listEntries(
	context: Context,
	selection: Selection,
	limit: number,
): Promise<EntryRow[]> {
	const rows: EntryRow[] = [];
	for await (const each of wanted(context, await updated(context), selection)) {
		if (rows.length === limit) break;
		rows.push(rowOf(each));
	}
	return rows;
}

export const rowOf = ({ index, bytes, entry }: LoggedEntry): EntryRow => ({
	index,
	leafHash: leafHashHex(bytes),
	time: new Date(entry.at).toISOString(),
	...entry,
});

/**
 * The wanted entries, as far as the time goes. Every entry is looked at, whichever are wanted: they stand in the order in
 * which they came into the log, not in that of their times.
 */
function wanted(context: Context, taken: TakenUp, selection: Selection, isLate?: ReturnType<typeof lateFor>) {
	const { size } = taken.log.position.range;
	return selected(loggedEntries(timelyFiles(context, taken), size), selection, isLate);
}

/** As an export holds them: with those that came too late for the export of their own time. */
export const withLate = (context: Context, taken: TakenUp, selection: Selection) =>
	wanted(context, taken, selection, lateFor(taken.log.kept.document, selection.from));

/** What an export was made out of. */
export interface Exported {
	readonly taken: TakenUp;
	/** Keys that could not be looked into, each with the reason. */
	readonly unread: readonly string[];
	/** How many of its entries are older than the period. */
	readonly late: number;
}

/** Notes in the log that a file was given out, and tells of both. */
export async function noted(
	{ taken, unread, late }: Exported,
	format: string,
	entries: number,
	file: ExportReport['file'],
): Promise<ExportReport> {
	const report = await reported(taken, unread);
	const fileHash = createHash('sha256').update(file.bytes).digest('hex');
	const { context, kept } = taken.log;
	await kept.change((draft, note) => {
		keepExport(draft, context.vault.time().latest, report.size);
		note('export made', { format, entries, size: report.size, root: report.root, fileHash });
	});
	const told = withUnwritten({ ...report, sentence: report.sentence + lateIn(late) }, await kept.settle());
	return { ...report, ...told, format, entries, fileHash, file };
}

const lateIn = (late: number): string =>
	late === 0
		? ''
		: ` ${late === 1 ? 'An entry' : `${String(late)} entries`} from before the period came in after an earlier export; the file holds ${late === 1 ? 'it' : 'them'} as well.`;

const tooLarge = (mostBytes: number) =>
	new KeyturnError('BAD_INPUT', 'Export', `the file would be larger than ${megabytes(mostBytes)} MB`, {
		next:
			mostBytes < MOST_BYTES
				? `Choose a shorter period, or export it with n8n, which takes up to ${megabytes(MOST_BYTES)} MB.`
				: 'Choose a shorter period, or take the files out of the log’s store with its own tools.',
	});

const megabytes = (bytes: number) => String(bytes / MEGABYTE);
