import type { Operation } from '../../shared/operation';
import { appendEvent } from './append-event';
import { exportEntries } from './export';
import { exportLog } from './export-log';
import { getCheckpoint } from './get-checkpoint';
import { getMany } from './get-many';
import { getProof } from './get-proof';
import { receive } from './receive';
import { rotateKey } from './rotate-key';
import { sendAlert } from './send-alert';
import { setUp } from './set-up';
import { verifyFile } from './verify-file';
import { verifyLog } from './verify-log';
import { verifyProof } from './verify-proof';
import { watch } from './watch';

/** What operations are about, in the order of their names, and the operation that the form begins with. */
export const resources = [
	{ name: 'Entry', value: 'entry', first: 'export' },
	{ name: 'Event', value: 'event', first: 'watch' },
	{ name: 'Log', value: 'log', first: 'getCheckpoint' },
] as const;

/** Everything that the node can be asked for. Adding one is one file and one line here, in the order of their names. */
export const operations: readonly Operation[] = [
	appendEvent,
	exportEntries,
	exportLog,
	getCheckpoint,
	getMany,
	getProof,
	receive,
	rotateKey,
	sendAlert,
	setUp,
	verifyLog,
	verifyFile,
	verifyProof,
	watch,
];
