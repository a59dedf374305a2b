import { type Looked, notSeen, seen } from '../finding';
import { type Change, changesBetween } from './compare';
import type { ZoneDocument } from './document';
import type { Sight } from './kinds';
import { type Snapshot, type Unseen, observe } from './snapshot';

/** A time during which something was not as approved, in ms since 1970; until null, it still is not. */
export interface Unapproved {
	readonly from: number;
	readonly until: number | null;
}

/** What earlier looks at a domain left behind. */
export interface Known {
	readonly approved: Snapshot;
	readonly unapproved: readonly Unapproved[];
}

/** How a domain compares with what was approved. */
export interface ApprovedState {
	readonly changes: readonly Change[];
	readonly unseen: readonly Unseen[];
	readonly unapproved: readonly Unapproved[];
}

/** Null: nobody has approved how the domain is to be. */
export function knownOf({ approved, waiting, decisions }: ZoneDocument): Known | null {
	if (approved === null) return null;
	const over = decisions
		.filter(({ kind }) => kind === 'went back')
		.map(({ since, at }) => ({ from: since, until: at }));
	// Addresses that only rotate are never told; they must not make every renewed certificate look like a theft.
	const told = Object.values(waiting?.marks ?? {}).filter((mark) => mark.told);
	const open = told.length === 0 ? [] : [{ from: Math.min(...told.map(({ since }) => since)), until: null }];
	return { approved: approved.snapshot, unapproved: [...over, ...open] };
}

/** Compares one look with what is known. `unseen` is why nothing could be looked at, or null. */
export function compareWith(
	known: Known | null,
	sight: Sight,
	now: number,
	unseen: string | null,
): Looked<ApprovedState | null> {
	if (known === null) return seen(null);
	if (unseen !== null) return notSeen(unseen);
	const observed = observe(sight, known.approved);
	const changes = changesBetween(known.approved, observed.seen);
	// Seen now for the first time.
	const isNew =
		changes.some(({ severity }) => severity !== 'medium') &&
		known.unapproved.every(({ until }) => until !== null);
	const unapproved = isNew ? [...known.unapproved, { from: now, until: null }] : known.unapproved;
	return seen({ changes, unseen: observed.unseen, unapproved });
}
