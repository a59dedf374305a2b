import { writeBundle } from '../audit/bundle/bundle';
import { gathered } from '../audit/log/bundle';
import type { LoggedEntry } from '../audit/log/entries';
import { lateFor } from '../audit/log/late';
import { isIn } from '../audit/log/select';
import type { TakenUp } from '../audit/log/take-up';
import type { Verdict } from '../audit/verify/verdict';
import { type Given, readGiven, verifyLog } from '../audit/verify/verify-log';
import { type ErrorCode, KeyturnError } from '../errors';
import { updated } from './audit-log';
import type { Context } from './context';
import { type ExportReport, handedIn, MOST_BYTES, noted } from './export-log';
import { timelyFiles } from './timely-files';

/** Of which time the entries are wanted, in ms since 1970; null for all of them. */
export interface Period {
	readonly from: number | null;
	readonly to: number | null;
}

/** Gives the log out as a bundle that anybody can check. Throws BAD_INPUT for one larger than `mostBytes`, or a log too large for the time. */
export async function exportBundle(
	context: Context,
	{ from, to }: Period,
	mostBytes = MOST_BYTES,
): Promise<ExportReport> {
	const { taken, unread } = await handedIn(context);
	const { size } = taken.log.position.range;
	const isLate = lateFor(taken.log.kept.document, from);
	let late = 0;
	const isWanted = ({ index, entry }: LoggedEntry) => {
		const cameLate = isLate(index, entry);
		if (cameLate) late += 1;
		return cameLate || isIn(entry, { from, to });
	};
	const all = from === null && to === null;
	const { files, entries } = await gathered(
		timelyFiles(context, taken),
		size,
		all ? null : isWanted,
		mostBytes,
	);
	const bytes = writeBundle(files);
	const file = { name: `audit-log-${String(size)}.tar`, bytes, mediaType: 'application/x-tar' };
	return await noted({ taken, unread, late }, 'bundle', entries, file);
}

/** What a look at the log as it lies in its store says, without an export. */
export type LiveVerdict = Pick<Verdict, 'light' | 'exitCode' | 'sentence' | 'next'> & Partial<Verdict>;

/** Holds the log in its store against itself, the pinned keys, and the checkpoints that somebody outside kept. */
export async function verifyLive(context: Context, given: Given): Promise<LiveVerdict> {
	return await verdictOver(context, given, () => updated(context));
}

/** What says nothing of the log: that it is not begun, that the login is refused, or that another run is to come. */
const ABOUT_THE_RUN: readonly ErrorCode[] = [
	'NOT_NOW',
	'LOGIN_REFUSED',
	'OUT_OF_TIME',
	'CONFLICT',
	'UNKNOWN_OUTCOME',
];

/** Its own among those of `core/audit/verify/summary.ts`: nothing was found wrong, and nothing was seen. */
const NOT_READ = 7;

/**
 * What is to be said of the log that `reach` gives. That it was found forged is a verdict too, and so is that it could not
 * be read, which is never green: whoever waits for a light gets one. Throws BAD_INPUT for what is wrong with `given`, and
 * what tells of the run and not of the log.
 */
export async function verdictOver(
	context: Context,
	given: Given,
	reach: () => Promise<TakenUp>,
): Promise<LiveVerdict> {
	readGiven(given);
	try {
		return await verifyLog(timelyFiles(context, await reach()), given);
	} catch (error) {
		if (!(error instanceof KeyturnError) || ABOUT_THE_RUN.includes(error.code)) throw error;
		const { code, message, next } = error;
		return code === 'FORGED' || code === 'ENTRY_DELETED'
			? { light: 'red', exitCode: 1, sentence: `Damaged: ${message}.`, next }
			: { light: 'yellow', exitCode: NOT_READ, sentence: notRead(message), next };
	}
}

const notRead = (why: string) =>
	`Nothing can be said of the log: ${why}. Nothing was found wrong, and nothing is proved.`;
