import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../canonical-json';
import { type Name, shown } from '../wire/name';
import { type KindId, type Reading, type Sight, kindIds, kindOf } from './kinds';
import { canonicalValues } from './values';

const state = z.object({
	/** Whose it is, as people write it. */
	name: z.string().max(1_100),
	values: z.array(z.string().max(2_100)).max(1_000),
	/** How far aliases were read; what was written before that was noted was read by the first alone. */
	reading: z.literal('all aliases').optional(),
});
/** One kind of thing as it stood; no values where there is none. */
export type State = z.output<typeof state>;

/** What stood at a domain, by kind. A kind that is missing was never seen. */
export const snapshotSchema = z.record(z.string().max(40), state);
export type Snapshot = Readonly<Record<string, State>>;

/** What one look saw in canonical form, and what it could not see. */
export interface Observation {
	readonly seen: Snapshot;
	readonly unseen: readonly Unseen[];
}

export interface Unseen {
	readonly kind: KindId;
	readonly name: string;
	readonly type: string;
	readonly why: string;
}

/** What was seen, of each kind read as it was when it was approved: the same zone is no change for being read anew. */
export function observe(sight: Sight, approved: Snapshot): Observation {
	const seen: Record<string, State> = {};
	const unseen: Unseen[] = [];
	for (const kind of kindIds) {
		const watched = kindOf(kind);
		const name = shown(watched.name(sight));
		const found = watched.see(sight, readingOf(approved[kind]));
		if ('notSeen' in found) unseen.push({ kind, name, type: watched.type, why: found.notSeen });
		else seen[kind] = { name, values: canonicalValues(found.seen), ...noted(kind, approved) };
	}
	return { seen, unseen };
}

const readingOf = (approved: State | undefined): Reading =>
	approved === undefined ? 'all aliases' : (approved.reading ?? 'first alias');

const noted = (kind: KindId, approved: Snapshot): Pick<State, 'reading'> =>
	kindOf(kind).followsAliases === true && readingOf(approved[kind]) === 'all aliases'
		? { reading: 'all aliases' }
		: {};

/** One look, to be read as what was approved was. */
export type Reader = (approved: Snapshot) => Observation;

/** A look in which nothing could be seen, for one and the same reason. */
export const blind = (domain: Name, why: string): Observation => ({
	seen: {},
	unseen: kindIds.map((kind) => ({ kind, name: shown(domain), type: kindOf(kind).type, why })),
});

/** What a proposed state comes after. */
export interface Base {
	/** The digest under which the state before was approved; null when none was. */
	readonly approved: string | null;
	/** How many decisions were made before: none of their digests ever counts again. */
	readonly decided: number;
}

/** SHA-256, in hex, of what a person is shown and approves: this state, of this domain, after that one. */
export const digestOf = (domain: Name, base: Base, proposed: Snapshot): string =>
	createHash('sha256').update(canonicalJson({ domain, base, proposed })).digest('hex');
