import type { AuditEntry } from '../entry';
import type { LogState } from './state';

const DAY_MS = 86_400_000;
/** The first export of a day is kept, for as many days: a year and more. */
const KEPT_DAYS = 400;

const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Keeps that a log of `size` was exported, if it was the first export of that day. */
export function keepExport(draft: LogState, at: number, size: number): void {
	const day = dayOf(at);
	if (draft.exports.some((each) => each.day === day)) return;
	draft.exports = [...draft.exports, { day, size }].slice(-KEPT_DAYS);
}

/**
 * Tells of each entry whether it came too late for the export of its own time: it is from before `from`, and came into the
 * log after the first export that was made since. It belongs into the export of the period that it came in, or it would
 * be in none. Days are the finest that is known here; rather is an entry in two exports than in none.
 */
export function lateFor(
	{ exports }: LogState,
	from: number | null,
): (index: number, entry: AuditEntry) => boolean {
	const first = from === null ? undefined : exports.find(({ day }) => day >= dayOf(from));
	if (from === null || first === undefined) return () => false;
	return (index, { at }) => at < from && index >= first.size;
}
