import { KeyturnError } from '../errors';
import type { Answer, Restrictions } from './provider';
import type { HttpResponse } from '../ports';
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
	if (lifetimeSeconds !== null && !(lifetimeSeconds > 0 && lifetimeSeconds <= 366 * 86_400))
		throw new KeyturnError('BAD_INPUT', 'Expires After (Days)', 'use a number of days from 1 to 366');
	return { scopes: scopes.length === 0 ? null : scopes.sort(), lifetimeSeconds };
}

/** Seconds between two ISO 8601 times, or null when there is no end. */
export function lifetime(createdAt: string, expiresAt: string | null): number | null {
	return expiresAt === null ? null : Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 1_000);
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
