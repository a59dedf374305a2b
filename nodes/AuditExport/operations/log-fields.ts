import type { LogReport } from '../../../core/operations/audit-log';

/** What of the log's state is shown when it is simplified. */
export const SIMPLE_LOG: readonly (keyof LogReport)[] = [
	'light',
	'sentence',
	'next',
	'size',
	'checkpoint',
	'keys',
];
