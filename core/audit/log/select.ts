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

/** Those of the entries that are wanted, in the order of the log; `isLate` tells which count although they are older. */
export async function* selected(
	entries: AsyncIterable<LoggedEntry>,
	selection: Selection,
	isLate: (index: number, entry: AuditEntry) => boolean = () => false,
): AsyncGenerator<LoggedEntry> {
	for await (const each of entries)
		if ((isIn(each.entry, selection) || isLate(each.index, each.entry)) && isAbout(each.entry, selection))
			yield each;
}

/** Whether an entry came about within the period. */
export const isIn = ({ at }: AuditEntry, { from, to }: Pick<Selection, 'from' | 'to'>): boolean =>
	(from === null || at >= from) && (to === null || at < to);

function isAbout({ key, kind, facts }: AuditEntry, { subjects, kinds }: Selection): boolean {
	return (
		(subjects.length === 0 ||
			subjects.some((each) => [key, facts['about'], facts['target']].includes(each))) &&
		(kinds.length === 0 || kinds.includes(kind))
	);
}
