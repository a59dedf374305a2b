import type { DomainLook } from '../check-domain';
import type { Name } from '../wire/name';
import type { ZoneDocument } from './document';

/** Since when each domain is free, in ms since 1970. */
type Since = ZoneDocument['freeSince'];

/** Whoever owns a domain chooses where it leads: more are not kept. */
const MOST = 20;

/**
 * Since when the domains that a look found free are so. One that was not found again is forgotten: at once when all
 * could be looked at, else when there is no more room.
 */
export function sinceWhenFree(
	before: Since,
	{ free, isFreeComplete }: Pick<DomainLook, 'free' | 'isFreeComplete'>,
	now: number,
): Since {
	const known = (isKnown: boolean) => [...free].filter((name) => Object.hasOwn(before, name) === isKnown);
	const found = [...known(true), ...known(false)].map((name): [Name, number] => [name, before[name] ?? now]);
	const unseen = Object.entries(before).filter(([name]) => !free.has(name));
	return Object.fromEntries([...found, ...(isFreeComplete ? [] : unseen)].slice(0, MOST));
}
