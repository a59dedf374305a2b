import type { LogReport } from '../../core/operations/audit-log';
import { logRow } from './outputs/log';

/** What a step of the audit log shows while it is tried in the editor: the log as it stands, and what the step would do. */
export const tried = (seen: LogReport | null, would: string, done: string) => ({
	...(seen === null ? NOT_BEGUN : logRow(seen)),
	sentence: [would, ...(seen === null ? [BEGINS] : []), UNCHANGED].join(' '),
	next: `Publish the Zap: then ${done}.`,
	dryRun: true,
});

const NOT_BEGUN = { id: 'not begun', light: 'yellow' };
const UNCHANGED = 'Nothing was changed by this test.';
const BEGINS = 'The audit log is not begun yet: the first run begins it in the vault.';

/** Zapier runs these one after the other; two at once share the work, so that nothing depends on it. */
export const logLock: { key: string; scope: 'auth'[]; timeout: number } = {
	key: 'audit log',
	scope: ['auth'],
	timeout: 60,
};
