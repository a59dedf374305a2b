import type { AuditEntry } from '../entry';
import type { LoggedEntry } from './entries';

/** Which entries are wanted; what is empty or null does not restrict. */
export interface Selection {
	/** In ms since 1970, by the entries' own time: from this one on, and before this one. */
	readonly from: number | null;
	readonly to: number | null;
	/** Names of keys, zones and other subjects: of entries about them, and of what others did to them. */
	readonly subjects: readonly string[];
	/** Kinds of entries, e.g. `old key proved dead`. */
	readonly kinds: readonly string[];
}

/** Those of the entries that are wanted, in the order of the log. */
export async function* selected(
	entries: AsyncIterable<LoggedEntry>,
	selection: Selection,
): AsyncGenerator<LoggedEntry> {
	for await (const each of entries) if (isWanted(each.entry, selection)) yield each;
}

function isWanted({ at, key, kind, facts }: AuditEntry, { from, to, subjects, kinds }: Selection): boolean {
	return (
		(from === null || at >= from) &&
		(to === null || at < to) &&
		(subjects.length === 0 ||
			subjects.some((each) => [key, facts['about'], facts['target']].includes(each))) &&
		(kinds.length === 0 || kinds.includes(kind))
	);
}
