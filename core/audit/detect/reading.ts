import type { AuditEvent } from '../events/event';
import { markOf } from './marks';
import type { Memory, Usual } from './memory';
import type { Look } from './rule';

/** Whether a value was read: not refused, and not from where Keyturn keeps what is no value. */
export function isRead({ action, outcome, source, target }: AuditEvent, { input }: Look): boolean {
	const { withoutValues = {} } = input;
	const folders = Object.hasOwn(withoutValues, source) ? (withoutValues[source] ?? []) : [];
	const counts = action === 'secret read' && outcome !== 'refused' && outcome !== 'failed';
	return counts && !folders.some((folder) => target.startsWith(folder));
}

/** One identity at one address, for what is counted of it. */
export const siteOf = (what: string, { source, actor, from }: AuditEvent): string =>
	`${what} ${markOf(source, actor, from)}${markOf(from, actor, source)}`;

/** What an identity usually reads, wherever it is. */
export const usualOf = ({ source, actor, time }: AuditEvent, memory: Memory): Usual =>
	memory.usual.use(markOf(source, actor), () => ({ since: time, targets: '', from: '' }));
