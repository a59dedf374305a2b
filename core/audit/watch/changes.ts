import { changing } from '../reconcile/effects';
import { keyIdsIn, type Managed, roleOf } from '../events/managed';
import type { AuditEntry } from '../entry';
import type { AuditEvent } from '../events/event';
import { short } from '../events/short';
import type { OwnActors } from '../reconcile/pairs';
import type { Visible } from '../reconcile/reconcile';
import { type Seen, sourceOf } from './read';
import { MOST_CHANGES, MOST_GAPS, type WatchState } from './state';

/**
 * What was seen of managed keys is kept for as long as it may still be reconciled: one look is too short for that. What
 * comes at once is too young then for its entry to be there, and what comes late may be an entry's missing effect.
 */
type Kept = Pick<WatchState, 'sources' | 'changes'>;

/** Takes in what a look saw; `since` is how far back changes are kept, in ms since 1970. */
export function keepChanges(
	kept: Kept,
	seen: Seen | null,
	own: readonly string[],
	since: number,
	{ managed, entries }: { readonly managed: readonly Managed[]; readonly entries: readonly AuditEntry[] },
): void {
	if (seen === null) return;
	const { source, state, gaps } = seen;
	const before = kept.sources[source];
	kept.sources[source] = {
		...state,
		since: before?.since ?? before?.readTo ?? state.readTo,
		gaps: [...(before?.gaps ?? []), ...gaps].filter(({ to }) => to >= since).slice(-MOST_GAPS),
		own: [...own],
	};
	const ids = keyIdsIn(entries, managed);
	const isOnKey = (event: AuditEvent) =>
		changing.has(event.action) && managed.some((each) => roleOf(event, each, ids) !== undefined);
	const fresh = seen.events.filter(isOnKey).map(short);
	const lasting = kept.changes.filter(({ time }) => time >= since);
	const all = [
		...new Map([...lasting, ...fresh].map((event) => [`${event.source}\n${event.id}`, event])).values(),
	];
	kept.changes = all.sort((a, b) => a.time - b.time).slice(-MOST_CHANGES);
	// What had to be forgotten is not claimed to be visible.
	const forgotten = all.length > MOST_CHANGES ? (kept.changes[0]?.time ?? 0) : 0;
	for (const each of Object.values(kept.sources))
		if (each.since !== null) each.since = Math.max(each.since, forgotten);
}

/** From when to when each source showed what it shows. */
export const visibleIn = ({ sources }: Kept): Visible[] =>
	Object.entries(sources).map(([source, { since, readTo, gaps }]) => ({
		source,
		actions: sourceOf(source).promises.visible,
		from: since ?? Infinity,
		to: readTo ?? 0,
		gaps,
	}));

/** Keyturn's own identities, where the watch was told them. */
export const ownIn = ({ sources }: Kept): OwnActors =>
	Object.fromEntries(
		Object.entries(sources).flatMap(([source, { own }]) => (own.length === 0 ? [] : [[source, own]])),
	);
