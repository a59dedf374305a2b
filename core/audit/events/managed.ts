import type { AuditEntry } from '../entry';
import type { AuditEvent } from './event';

/** What a place holds of a managed key: its value, the key itself at whoever issued it. */
export type Role = 'vault' | 'provider';

/** What Keyturn looks after, and by what names others know it. */
export interface Managed {
	/** As in our entries: `marketing-summariser.openai`. */
	readonly name: string;
	/** Since when it is in Keyturn's care, in ms since 1970: what was done to it before is nobody's breach. */
	readonly since?: number;
	/** When its newest rotation was done, in ms since 1970. */
	readonly last?: number;
	/** Keys of it at its provider that Keyturn knows now, however old the entries are that told of them. */
	readonly keyIds?: readonly string[];
	/** `target`: a secret's path with its mount, or the user or project that the provider's keys belong to. */
	readonly at: ReadonlyArray<{ readonly source: string; readonly role: Role; readonly target: string }>;
}

/** The keys' ids that our entries tell of or that are known now, by the name of the managed key. */
export type KnownIds = ReadonlyMap<string, ReadonlySet<string>>;

export function keyIdsIn(entries: readonly AuditEntry[], keys: readonly Managed[]): KnownIds {
	const ids = new Map<string, Set<string>>(keys.map(({ name, keyIds }) => [name, new Set(keyIds)]));
	for (const { key, facts } of entries)
		for (const id of [facts['keyId'], facts['oldKeyId']])
			if (typeof id === 'string') {
				const known = ids.get(key) ?? new Set();
				ids.set(key, known.add(id));
			}
	return ids;
}

/**
 * Which of a managed key's places an event is about, or undefined when it is about none. What an event belongs to, such
 * as a project, may hold the keys of several apps: one that is known to be another's is about that one alone.
 */
export const roleOf = (event: AuditEvent, { name, at }: Managed, ids: KnownIds): Role | undefined =>
	at.find(
		({ source, role, target }) =>
			source === event.source &&
			(target === event.target ||
				(target === event.within && !isAnothers(event.target, name, ids)) ||
				(role === 'provider' && ids.get(name)?.has(event.target) === true)),
	)?.role;

const isAnothers = (keyId: string, name: string, ids: KnownIds): boolean =>
	[...ids].some(([each, known]) => each !== name && known.has(keyId)) && ids.get(name)?.has(keyId) !== true;
