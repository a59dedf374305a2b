import { KeyturnError } from '../../errors';
import { type LogReport, reported, updated } from '../../operations/audit-log';
import type { Context } from '../../operations/context';
import type { AuditEntry } from '../entry';
import { filesOf } from '../log/files';
import { recentEntries } from './recent';

/** What a look at the audit log came to. */
export interface LogNow {
	readonly report: LogReport | null;
	readonly entries: readonly AuditEntry[];
	/** Why nothing can be said of the log, or that it is not what was signed; null when it is. */
	readonly problem: {
		readonly answer: 'rewritten' | 'not visible';
		readonly sentence: string;
		readonly next: string;
	} | null;
}

const LOOK = 'Look at the log’s store and at the last checkpoint that was kept outside.';

/** A log that was rewritten is a finding, and no reason to see nothing else. */
export async function lookAtLog(context: Context, since: number): Promise<LogNow> {
	try {
		const taken = await updated(context);
		const report = await reported(taken);
		return { report, entries: await recentEntries(filesOf(taken.log), report.size, since), problem: null };
	} catch (error) {
		// A store that fails, or lets nobody in any more, is no reason either.
		if (!(error instanceof KeyturnError)) throw error;
		// What was signed and is gone is as bad as what was signed and is another.
		const rewritten = error.code === 'FORGED' || error.code === 'ENTRY_DELETED';
		const answer = rewritten ? 'rewritten' : 'not visible';
		const next = rewritten ? LOOK : error.next;
		return { report: null, entries: [], problem: { answer, sentence: error.message, next } };
	}
}
