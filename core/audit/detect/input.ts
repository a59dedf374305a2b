import type { AuditEntry } from '../entry';
import type { AuditEvent } from '../events/event';
import type { Managed } from '../events/managed';
import type { OwnActors } from '../reconcile/pairs';
import type { Mismatch } from '../reconcile/reconcile';

/** What a key's document says just now. */
export interface KeyRow {
	readonly name: string;
	/** In ms since 1970. */
	readonly dueAt: number;
	/** Keys that should be dead and are not proved to be. */
	readonly debt: number;
	/** What keeps the rotation from going on, in a sentence; null for nothing. */
	readonly problem: string | null;
}

/** What a look at the audit log came to. */
export interface LogRow {
	readonly answer: 'verified' | 'rewritten' | 'not visible';
	readonly sentence: string;
	/** When somebody outside was last given a checkpoint, in ms since 1970; null for never. */
	readonly anchoredAt: number | null;
	/** Entries that came after that. */
	readonly newer: number;
	/** Since when there are such, as far as the watch knows: at the earliest its first look; null while there are none. */
	readonly unkeptSince: number | null;
}

/** When a source was last heard of. */
export interface SourceRow {
	readonly source: string;
	/** In ms since 1970; null for never. */
	readonly heardAt: number | null;
	/** From how long a silence on something is wrong, in ms. */
	readonly silentAfter: number;
}

/** What is new since the last time. What is not given was not seen: no rule opens or closes anything for it. */
export interface DetectInput {
	/** In ms since 1970. */
	readonly now: number;
	/** What the sources gave. Of one that is read in parts, all parts up to `more: false` at once. */
	readonly events: readonly AuditEvent[];
	/** Entries of the log, and those that still wait for it, of the last two days at least. */
	readonly entries: readonly AuditEntry[];
	/** Whether the log could not be read: what may be Keyturn's own is judged later then. */
	readonly entriesUnread?: boolean;
	readonly keys: readonly Managed[];
	/** Domains that Keyturn watches: `example.org`. */
	readonly zones?: readonly string[];
	/** Keyturn's own identities, by source. */
	readonly own?: OwnActors;
	/** Beginnings of paths, by source, where no value lies: Keyturn's documents. Reads there count for nothing. */
	readonly withoutValues?: Readonly<Record<string, readonly string[]>>;
	/** Beginnings of paths, by source, where Keyturn's own keys lie. */
	readonly ownSecrets?: Readonly<Record<string, readonly string[]>>;
	readonly rows?: readonly KeyRow[];
	readonly log?: LogRow;
	readonly heard?: readonly SourceRow[];
	readonly mismatches?: readonly Mismatch[];
}
