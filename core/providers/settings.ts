import { z } from 'zod';
import { KeyturnError } from '../errors';
import type { Answer, Restrictions } from './provider';
import type { Clock, HttpResponse } from '../ports';
import { sha256, type Secret } from '../secret';

/** Reads one text of a driver's settings; BAD_INPUT when it must not be empty and is. */
export function setting(settings: Readonly<Record<string, string>>, name: string, label: string): string {
	const text = settings[name]?.trim() ?? '';
	if (text === '') throw new KeyturnError('BAD_INPUT', label, 'it is empty');
	return text;
}

/** The admin credential, for a driver that cannot work without. */
export function adminOf(admin: Secret | null, where: string): Secret {
	if (admin === null)
		throw new KeyturnError('BAD_INPUT', where, 'it needs an admin credential from the vault');
	return admin;
}

/** Scopes as people type them (commas or spaces) and days of life, as restrictions. */
export function restrictionsFrom(settings: Readonly<Record<string, string>>): Restrictions {
	const scopes = (settings['scopes'] ?? '').split(/[\s,]+/).filter((each) => each !== '');
	const days = settings['expiresInDays']?.trim() ?? '';
	const lifetimeSeconds = days === '' ? null : Number(days) * 86_400;
	// Parts of a day come to parts of a second, which providers refuse, or to a life shorter than its own rotation.
	const whole = Number.isInteger(Number(days)) && Number(days) >= 1 && Number(days) <= 366;
	if (lifetimeSeconds !== null && !whole)
		throw new KeyturnError('BAD_INPUT', 'Expires After (Days)', 'use whole days from 1 to 366');
	return { scopes: scopes.length === 0 ? null : scopes.sort(), lifetimeSeconds };
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** A time of an answer, as ISO 8601: one that can be read and is not before 1970. Due days are made of what it tells. */
export const isoTime = z
	.string()
	.regex(ISO_TIME)
	.refine((text) => Date.parse(text) >= 0);

/** Seconds from a key's creation to its end, both in ms since 1970; null when it has no end. */
export function lifetime(where: string, createdAt: number, expiresAt: number | null): number | null {
	if (expiresAt === null) return null;
	if (expiresAt < createdAt)
		throw new KeyturnError('UNEXPECTED_ANSWER', where, 'it tells of a key that ended before it was made');
	return Math.round((expiresAt - createdAt) / 1_000);
}

const MAX_PAGES = 200;
const MAX_KEYS = 10_000;
/** No further page is asked for after this. */
const LONGEST_LIST_MS = 60_000;

/**
 * Reads a list to its end. `read` gives the page at a place (null: the first) and the place of the next one (null: there
 * is none). A list that comes back to a place, or goes on and on, is UNEXPECTED_ANSWER: half of it would be a wrong one.
 * One whose pages come so slowly that it would hold up a run is OUT_OF_TIME.
 */
export async function everyPage<Item>(
	clock: Clock,
	where: string,
	read: (place: string | null) => Promise<{ items: readonly Item[]; next: string | null }>,
): Promise<Item[]> {
	const all: Item[] = [];
	const seen = new Set<string | null>();
	const end = clock.monotonic() + LONGEST_LIST_MS;
	for (let place: string | null = null; ;) {
		if (seen.has(place) || seen.size >= MAX_PAGES || all.length > MAX_KEYS)
			throw new KeyturnError('UNEXPECTED_ANSWER', where, 'the list does not end');
		if (clock.monotonic() >= end)
			throw new KeyturnError(
				'OUT_OF_TIME',
				where,
				`the list was not complete within ${String(LONGEST_LIST_MS / 1_000)} s`,
				{ next: 'Run again later. If it stays so, ask the provider why its list comes so slowly.' },
			);
		seen.add(place);
		const { items, next } = await read(place);
		all.push(...items);
		if (next === null) return all;
		place = next;
	}
}

export const evidence = ({ status, body }: HttpResponse): Answer => ({ status, sha256: sha256(body) });

/** Ids go into addresses: nothing that could be read as another path. */
export const KEY_ID = /^(?!\.{1,2}$)[A-Za-z0-9._:@=+-]{1,200}$/;

/** The answer's JSON, or null when it is none: for probes, which tell what they cannot read as `unknown`. */
export function jsonOf({ body }: HttpResponse): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return null;
	}
}
