import type { Operation } from '../../shared/operation';
import { appendEvent } from './append-event';
import { exportEntries } from './export';
import { getCheckpoint } from './get-checkpoint';
import { getMany } from './get-many';
import { getProof } from './get-proof';
import { rotateKey } from './rotate-key';
import { setUp } from './set-up';

/** What operations are about, in the order of their names, and the operation that the form begins with. */
export const resources = [
	{ name: 'Entry', value: 'entry', first: 'export' },
	{ name: 'Log', value: 'log', first: 'getCheckpoint' },
] as const;

/** Everything that the node can be asked for. Adding one is one file and one line here, in the order of their names. */
export const operations: readonly Operation[] = [
	appendEvent,
	exportEntries,
	getCheckpoint,
	getMany,
	getProof,
	rotateKey,
	setUp,
];
