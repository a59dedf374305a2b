import type { Instant } from '../../vaults/vault';
import { isDmarc, parseDmarc } from '../mail/dmarc/record';
import { type Change, changesBetween, isSame, overlaid } from './compare';
import { decide } from './decide';
import type { Waiting, ZoneDocument } from './document';
import { type KindId, POOL, kindIds, kindOf } from './kinds';
import type { Reader, Snapshot } from './snapshot';
import { factsOf } from './words';
import type { Note } from './zone-file';

const MINUTE_MS = 60_000;
/** So long a change that is shown may be approved. */
const VALID_MS = 7 * 24 * 60 * MINUTE_MS;
/** Other addresses are told only when a later look finds the very same: rotating ones never stand still that long. */
const STANDS_STILL_MS = 10 * MINUTE_MS;
/** Addresses that were others than at the look before so many times are a pool. */
const POOL_MOVES = 3;

/** One look: how to read what it saw, when it began as far as the vault's clock tells, and when it ended, in ms since 1970. */
export interface Look {
	readonly read: Reader;
	readonly began: Instant;
	readonly ended: number;
}

/**
 * Takes one look into the document: what waits, since when, and what was told. True when somebody has to be told, which
 * is once for each change.
 */
export function takeIn(draft: ZoneDocument, { read, began, ended }: Look, note: Note): boolean {
	// Another run has certainly seen the domain later: what this one saw may be over, and would be told as gone and come again.
	if (began.latest < draft.lookedAt) return false;
	const before = JSON.stringify(draft);
	const tell = takeInSeen(draft, read(draft.approved?.snapshot ?? {}).seen, ended, note);
	if (JSON.stringify(draft) !== before) draft.lookedAt = began.earliest;
	return tell;
}

function takeInSeen(draft: ZoneDocument, seen: Snapshot, now: number, note: Note): boolean {
	remember(draft, seen, now);
	const approved = draft.approved?.snapshot ?? {};
	const before = draft.waiting;
	const found = withPools(draft, seen);
	// What was not seen this time neither changed nor went back.
	const proposed = overlaid(approved, { ...before?.proposed, ...found });
	const changes = changesBetween(approved, proposed);
	const gone = before === null ? [] : wentBack(before, changes);
	if (before !== null && gone.length > 0)
		decide(draft, note, {
			at: now,
			kind: 'went back',
			changes: gone.map((kind) => changeBack(kind, before.proposed, approved)),
			by: null,
		});
	if (changes.length === 0) {
		draft.waiting = null;
		return false;
	}

	const marks = marksOf(before, changes, now);
	const isNew = changes.some((change) => !stoodBefore(change, before));
	const same = before !== null && sameStates(before.proposed, proposed);
	if (before !== null && same && now > before.expiresAt)
		decide(draft, note, { at: now, kind: 'ran out', changes, by: null });
	const next: Waiting = {
		proposed,
		since: Math.min(...Object.values(marks).map(({ since }) => since)),
		expiresAt: before !== null && same && now <= before.expiresAt ? before.expiresAt : now + VALID_MS,
		marks,
		rejected: isNew ? null : (before?.rejected ?? null),
	};
	draft.waiting = next;
	const tell = changes.some(({ kind, severity }) => {
		const { told, since } = marks[kind] ?? { told: true, since: now };
		return !told && (severity !== 'medium' || now - since >= STANDS_STILL_MS);
	});
	if (!tell) return false;
	for (const mark of Object.values(marks)) mark.told = true;
	note('zone change seen', factsOf(changes));
	return true;
}

/** Since when the kind has stood so, and whether that was told: a kind that changed once more is another change. */
const marksOf = (before: Waiting | null, changes: readonly Change[], now: number): Waiting['marks'] =>
	Object.fromEntries(
		changes.map((change) => {
			const mark = before?.marks[change.kind];
			const stands = mark !== undefined && stoodBefore(change, before);
			return [change.kind, stands ? { ...mark } : { since: now, told: false }];
		}),
	);

function stoodBefore({ kind, name, after }: Change, before: Waiting | null): boolean {
	const earlier = before?.proposed[kind];
	return (
		before?.marks[kind] !== undefined &&
		earlier !== undefined &&
		isSame(earlier, { name, values: [...after] })
	);
}

/** Kinds of which a change was told and which are as approved again. */
const wentBack = ({ marks }: Waiting, changes: readonly Change[]): KindId[] =>
	kindIds.filter((id) => marks[id]?.told === true && !changes.some(({ kind }) => kind === id));

function changeBack(kind: KindId, from: Snapshot, to: Snapshot): Change {
	const { type, severity } = kindOf(kind);
	const { name = '', values: before = [] } = from[kind] ?? {};
	return { kind, name, type, severity, before, after: to[kind]?.values ?? [] };
}

const sameStates = (a: Snapshot, b: Snapshot): boolean =>
	kindIds.every((kind) => {
		const [one, other] = [a[kind], b[kind]];
		return one === undefined || other === undefined ? one === other : isSame(one, other);
	});

/** Notes how addresses move, and since when forged mail is only watched. */
function remember(draft: ZoneDocument, seen: Snapshot, now: number): void {
	for (const kind of kindIds.filter((id) => kindOf(id).moves === true)) {
		const last = seen[kind]?.values.join(' ');
		if (last === undefined) continue;
		const before = draft.addresses[kind];
		if (before?.last !== last)
			draft.addresses[kind] = { last, moved: before === undefined ? 0 : before.moved + 1 };
	}
	const records = seen['dmarc']?.values;
	if (records === undefined) return;
	const [text = ''] = records;
	const isNone = records.length === 1 && isDmarc(text) && parseDmarc(text).policy === 'none';
	draft.dmarcNoneSince = isNone ? (draft.dmarcNoneSince ?? now) : null;
}

/** What was seen, with addresses that never stand still as what they are. */
function withPools({ addresses }: ZoneDocument, seen: Snapshot): Snapshot {
	return Object.fromEntries(
		Object.entries(seen).map(([kind, state]) => {
			const isPool = (addresses[kind]?.moved ?? 0) >= POOL_MOVES && state.values.length > 0;
			return [kind, isPool ? { ...state, values: [POOL] } : state];
		}),
	);
}
