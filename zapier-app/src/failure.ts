import type { ZObject } from 'zapier-platform-core';
import { type ErrorCode, KeyturnError } from '../../core/errors';

/** Seconds after which Zapier runs the step again by itself. */
const AGAIN_S = 120;

/**
 * What Zapier does with a run that stops:
 * - `later`: runs it again by itself, for the next run goes on where this one stopped;
 * - `stop`: ends it quietly, for there is nothing to do now and nothing is wrong;
 * - `login`: marks the connection as expired and asks its owner to renew it;
 * - `error`: shows it as failed and tells the Zap's owner. All that a person must mend is one, so that it is not overlooked.
 */
type Kind = 'later' | 'stop' | 'login' | 'error';

/** Every code is here: a new one does not compile without its kind. */
export const kinds: Readonly<Record<ErrorCode, Kind>> = {
	BAD_INPUT: 'error',
	NO_SUCH_KEY: 'error',
	KEY_EXISTS: 'stop',
	ADDRESS: 'error',
	NO_ANSWER: 'error',
	UNEXPECTED_ANSWER: 'error',
	SERVER_FAILED: 'error',
	RATE_LIMITED: 'later',
	SEALED: 'error',
	LOGIN_REFUSED: 'login',
	RIGHT_MISSING: 'error',
	WRONG_ENGINE: 'error',
	NO_SUCH_ENTRY: 'error',
	ENTRY_DELETED: 'error',
	FORGED: 'error',
	ORIGIN_REFUSED: 'error',
	// The provider's own admin credential, which is not the connection: that stays valid.
	ADMIN_REFUSED: 'error',
	ADMIN_IS_KEY: 'error',
	GRACE_TOO_LONG: 'error',
	GRACE_TOO_SHORT: 'error',
	NAME_TAKEN: 'later',
	LIMIT_REACHED: 'error',
	CLOCK_OFF: 'error',
	OUT_OF_TIME: 'later',
	BUSY: 'later',
	CONFLICT: 'later',
	UNKNOWN_OUTCOME: 'later',
	OLD_NOT_ALIVE: 'error',
	NOT_LISTED: 'error',
	CHANGED_OUTSIDE: 'error',
	RESTORED: 'error',
	NOT_NOW: 'stop',
	CONFIRM: 'stop',
	NEEDS_HUMAN: 'error',
};

const throwers: Readonly<Record<Kind, (z: ZObject, message: string, failure: KeyturnError) => Error>> = {
	later: (z, message, { retryAfter }) =>
		new z.errors.ThrottledError(message, Math.max(retryAfter ?? 0, AGAIN_S)),
	stop: (z, message) => new z.errors.HaltedError(message),
	login: (z, message) => new z.errors.ExpiredAuthError(message),
	error: (z, message, { code, status }) => new z.errors.Error(message, code, status ?? 400),
};

/**
 * The error that Zapier shows and keeps: put together from sentences of ours. Never the failure itself, for Zapier shows
 * every word of one.
 */
export function zapierError(z: ZObject, failure: unknown): Error {
	if (failure instanceof KeyturnError)
		return throwers[kinds[failure.code]](z, `${failure.message}. ${failure.next}`.trim(), failure);
	return new z.errors.Error(
		'Keyturn stopped at something it did not expect. Run again: the work goes on where it stopped.',
		'UNEXPECTED',
		500,
	);
}
