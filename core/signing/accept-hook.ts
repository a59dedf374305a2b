import { z } from 'zod';
import { KeyturnError } from '../errors';
import { sha256, type Secret } from '../secret';
import { SIGNED_REQUEST, signedText } from '../signed-request';

const MINUTE_MS = 60_000;
/** A request may be this much older or newer than our clock. */
const MAX_AGE_MS = 5 * MINUTE_MS;
/** From then on its time refuses it. */
const REMEMBERED_MS = 2 * MAX_AGE_MS;
const MOST_REMEMBERED = 5_000;

/** The requests of the last minutes, by a mark of their ids, with the time that each came at: kept from call to call. */
export const seenHooks = z.array(z.tuple([z.string().length(16), z.number().int()])).max(MOST_REMEMBERED);
export type SeenHooks = z.output<typeof seenHooks>;

/** A request as it came in. */
export interface IncomingHook {
	readonly method: string;
	/** As it stands in the request, with the query if there is one. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** As it came, byte for byte, as UTF-8: a body that was read as JSON and written anew has another signature. */
	readonly body: string;
}

export type Accepted =
	| { readonly accepted: true; readonly seen: SeenHooks }
	| { readonly accepted: false; readonly status: 401 | 409 | 429; readonly why: string };

const refused = (status: 401 | 409 | 429, why: string): Accepted => ({ accepted: false, status, why });

/**
 * Whether a request was signed with our secret by the scheme of docs/http-hook.md, just now, and comes for the first time.
 * What it gives as `seen` is kept before anything is done with the body. Only what is signed is looked at further, so that
 * nobody can fill the memory or learn the clock. `now`: ms since 1970.
 */
export function acceptHook(hook: IncomingHook, secret: Secret, seen: SeenHooks, now: number): Accepted {
	const { method, path, headers, body } = hook;
	const id = headers['webhook-id'] ?? '';
	const timestamp = headers['webhook-timestamp'] ?? '';
	const text = signedText({ id, timestamp, method: method.toUpperCase(), path, body });
	const signatures = (headers['webhook-signature'] ?? '').split(' ').slice(0, 5);
	const prefix = `${SIGNED_REQUEST},`;
	const signed = signatures.some(
		(each) => each.startsWith(prefix) && secret.hasSigned(text, each.slice(prefix.length)),
	);
	if (id === '' || !signed) return refused(401, 'wrong signature');
	const at = Number(timestamp) * 1_000;
	if (!(Math.abs(now - at) <= MAX_AGE_MS)) return refused(401, 'too old, or from the future');
	const recent = seen.filter(([, came]) => now - came <= REMEMBERED_MS);
	const mark = sha256(id).slice(0, 16);
	if (recent.some(([each]) => each === mark)) return refused(409, 'seen before');
	// None may be forgotten while it could be sent again.
	if (recent.length >= MOST_REMEMBERED) return refused(429, 'too many requests at once');
	return { accepted: true, seen: [...recent, [mark, now]] };
}

/** Throws BAD_INPUT for a secret that is too short to sign with. */
export function refuseUnsigning(secret: Secret): void {
	if (secret.signs) return;
	throw new KeyturnError(
		'BAD_INPUT',
		'Signing Secret',
		'the entry in the vault has fewer than 32 characters',
		{
			next: 'Put a longer random value there and to the other end as well: a short one could be guessed.',
		},
	);
}
