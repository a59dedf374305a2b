/** What can go wrong, and the sentence that tells a person what to do next. */
const remedies = {
	BAD_INPUT: 'Correct the field and run again.',
	NO_SUCH_KEY: 'Choose a key from the list, or register it first.',
	KEY_EXISTS: 'Choose another name, or work with the key that is registered: other settings replace its own.',
	ADDRESS: 'Correct the address: https, no path, no user name in it.',
	NO_ANSWER:
		'Check that the address is right and the server is up, then run again: the work goes on where it stopped.',
	UNEXPECTED_ANSWER: 'Check that the address is that of the API, not of a web page in front of it.',
	SERVER_FAILED: 'Wait until the server is well again, then run again: the work goes on where it stopped.',
	RATE_LIMITED: 'Run again later: the work goes on where it stopped.',
	SEALED: 'Ask whoever runs the vault to unseal it, then run again.',
	LOGIN_REFUSED:
		'Renew the vault login that Keyturn was given: it has expired, was revoked or is for another namespace.',
	RIGHT_MISSING: 'Add the right to the policy of the vault login, then run again. Nothing was changed.',
	WRONG_ENGINE:
		'Use a key/value engine of version 2: version 1 keeps no versions, so nothing could be undone.',
	NO_SUCH_ENTRY: 'Create the entry in the vault, or correct its name.',
	ENTRY_DELETED:
		'Undelete it in the vault’s own page. Keyturn does not take a deleted entry for one that never was.',
	FORGED:
		'Nothing was called. Compare the entry’s history in the vault’s own page and restore the last good version.',
	ORIGIN_REFUSED:
		'If the address is right, a person with rights in the vault adds it to the entry’s allowed origins: the custom metadata keyturn-origins.',
	ADMIN_REFUSED: 'Check the provider’s admin credential in the vault: it is refused or lacks a right.',
	ADMIN_IS_KEY:
		'Give Keyturn an admin credential of its own: rotating the one in use would cut off the branch it sits on.',
	GRACE_TOO_LONG: 'Make the grace shorter than the time between two rotations.',
	GRACE_TOO_SHORT: 'Make the grace at least twice the longest Cache Time of what reads the key.',
	NAME_TAKEN: 'Run again: Keyturn chooses another name.',
	LIMIT_REACHED: 'Remove a key that nobody uses at the provider, then run again. Nothing was changed.',
	CLOCK_OFF: 'Set the clock of the machine that Keyturn runs on, then run again. Nothing was changed.',
	OUT_OF_TIME: 'Run again: the work goes on where it stopped.',
	BUSY: 'Another run is at work on this key: run again later.',
	CONFLICT: 'Run again: somebody else changed the entry at the same time.',
	UNKNOWN_OUTCOME: 'Run again: Keyturn looks first what has happened, then goes on.',
	OLD_NOT_ALIVE: 'If the key in use is dead already, rotate it in emergency mode.',
	NOT_LISTED: 'Check at the provider that the key exists and that the admin credential may list it.',
	CHANGED_OUTSIDE:
		'Compare the value in the vault with the provider. If it is right, register the key again; if not, restore the version before in the vault’s own page.',
	RESTORED:
		'The vault was restored from a backup. Decide which key is right, put it into the vault’s entry, and register the key again.',
	NOT_NOW: 'The sentence says what is in the way: run again when that is over.',
	CONFIRM: 'Fill in who confirms, and read first what would break.',
	NEEDS_HUMAN: 'Follow the sentence, then run again.',
} as const;

export type ErrorCode = keyof typeof remedies;

/** What a person does next unless an error says otherwise. */
export const remedyOf = (code: ErrorCode): string => remedies[code];

/**
 * The only error that leaves the core: what happened, where, and what to do next. It is put together from words of
 * ours and facts that may be shown; it holds no body of an answer, no `cause` and no secret.
 */
export class KeyturnError extends Error {
	override readonly name = 'KeyturnError';
	readonly code: ErrorCode;
	readonly where: string;
	readonly next: string;
	readonly status: number | undefined;
	/** Seconds that the server asked to be left alone for, when it said so. */
	readonly retryAfter: number | undefined;

	constructor(
		code: ErrorCode,
		where: string,
		what: string,
		facts: { status?: number; retryAfter?: number; next?: string } = {},
	) {
		super(`${where}: ${what}`);
		this.code = code;
		this.where = where;
		this.next = facts.next ?? remedies[code];
		this.status = facts.status;
		this.retryAfter = facts.retryAfter;
	}
}

/** True for the errors after which nobody can say whether the effect took place. */
export const isUnknownOutcome = (error: unknown): boolean =>
	error instanceof KeyturnError &&
	(error.code === 'NO_ANSWER' || error.code === 'SERVER_FAILED' || error.code === 'UNEXPECTED_ANSWER');

export const hasCode = (error: unknown, ...codes: ErrorCode[]): error is KeyturnError =>
	error instanceof KeyturnError && codes.includes(error.code);
