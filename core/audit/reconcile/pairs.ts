import type { AuditEntry } from '../entry';
import type { AuditEvent } from '../events/event';
import { type KnownIds, type Managed, type Role, roleOf } from '../events/managed';
import { effects, type Effect } from './effects';

const DAY_MS = 86_400_000;
/** A run that was cut off writes its entry when the next one finds out what became of it. */
export const ENTRY_LATE_MS = 2 * DAY_MS;

/** An effect of an entry that an event may show. */
export interface Claim {
	readonly entry: AuditEntry;
	readonly effect: Effect;
	readonly managed: Managed;
}

export interface Pairing {
	/** Events on managed keys and what they are about; `claim` is null for what no entry of ours tells of. */
	readonly events: ReadonlyArray<{ event: AuditEvent; managed: Managed; role: Role; claim: Claim | null }>;
	/** What had to be seen and no event shows. */
	readonly unseen: readonly Claim[];
}

/** Identities that are Keyturn's own, by source; a vault's event by anybody else is never ours. */
export type OwnActors = Readonly<Record<string, readonly string[]>>;

/** Pairs what our entries claim with what others saw, each with at most one of the other. `slack` in ms. */
export function paired(
	entries: readonly AuditEntry[],
	events: readonly AuditEvent[],
	keys: readonly Managed[],
	{ slack, ids, own }: { readonly slack: number; readonly ids: KnownIds; readonly own: OwnActors },
): Pairing {
	const byName = new Map(keys.map((managed) => [managed.name, managed]));
	const claims = new Map<string, Claim[]>();
	for (const entry of [...entries, ...keys.flatMap((each) => older(each, entries))]) {
		const managed = byName.get(entry.key);
		if (managed === undefined || !Object.hasOwn(effects, entry.kind)) continue;
		for (const effect of effects[entry.kind] ?? []) {
			const id = claimKey(managed.name, effect.role, effect.action);
			claims.set(id, [...(claims.get(id) ?? []), { entry, effect, managed }]);
		}
	}
	const used = new Set<Claim>();
	const seen = events
		.filter(({ outcome }) => outcome === 'done' || outcome === 'not said')
		.flatMap((event) =>
			keys.flatMap((managed) => {
				const role = roleOf(event, managed, ids);
				return role === undefined || event.time < (managed.since ?? 0) ? [] : [{ event, managed, role }];
			}),
		)
		.sort((a, b) => a.event.time - b.event.time)
		.map(({ event, managed, role }) => {
			const claim = best(claims.get(claimKey(managed.name, role, event.action)) ?? [], event, used, slack);
			const ours = claim !== null && isOwn(event, role, own);
			if (ours) used.add(claim);
			return { event, managed, role, claim: ours ? claim : null };
		});
	const unseen = [...claims.values()]
		.flat()
		.filter((claim) => claim.effect.expected === 'must' && !used.has(claim));
	return { events: seen, unseen };
}

/** What the newest rotation ended with, where the entry of that is too old to be among these: a sweep may still clear up after it. */
function older({ name, last }: Managed, entries: readonly AuditEntry[]): AuditEntry[] {
	const kind = 'old key proved dead';
	const isThere = entries.some(
		(entry) => entry.key === name && entry.kind === kind && entry.at >= (last ?? 0) - DAY_MS,
	);
	return last === undefined || isThere ? [] : [{ id: '', at: last, kind, key: name, actor: '', facts: {} }];
}

const claimKey = (...parts: readonly string[]) => parts.join('\n');

const isOwn = ({ source, actor }: AuditEvent, role: Role, own: OwnActors): boolean =>
	role !== 'vault' || !Object.hasOwn(own, source) || (own[source] ?? []).includes(actor);

/** The nearest claim in time that may be this event, one that must be seen before one that may. */
function best(
	claims: readonly Claim[],
	event: AuditEvent,
	used: ReadonlySet<Claim>,
	slack: number,
): Claim | null {
	const fitting = claims.filter((claim) => !used.has(claim) && fits(claim, event, slack));
	const rank = ({ entry, effect }: Claim) =>
		(effect.expected === 'must' ? 0 : DAY_MS * 366) + Math.abs(entry.at - event.time);
	return fitting.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

function fits({ entry, effect }: Claim, event: AuditEvent, slack: number): boolean {
	const keyId = entry.facts['keyId'];
	// A key's id is the strongest tie: the same id is the same key, however late the one or the other was written down.
	if (effect.role === 'provider' && typeof keyId === 'string') return keyId === event.target;
	const late = event.time - entry.at;
	return late <= slack + (effect.later ?? 0) && -late <= slack + ENTRY_LATE_MS;
}
