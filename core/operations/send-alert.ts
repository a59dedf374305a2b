import { alertIn, signedWebhook } from '../audit/alerts/webhook';
import { type ErrorCode, KeyturnError, hasCode } from '../errors';
import { send } from '../http';
import { originOf } from '../names';
import { refuseUnsigning } from '../signing/accept-hook';
import type { Context } from './context';

const WHERE = 'Alert webhook';
const AGAIN =
	'Send it again: the receiver knows an alert that comes twice by its id, its state and its time.';

export interface AlertOrder {
	/** What Watch and Receive wrote in the form Signed Webhook. */
	readonly message: unknown;
	/** The secret to sign with, by its name among the admin credentials. */
	readonly secret: string;
	/** Where to; its origin must be among those that stand beside the secret in the vault. */
	readonly url: string;
}

export interface AlertSent {
	readonly light: 'green';
	readonly sentence: string;
	readonly next: string;
	/** What the receiver answered with; its words are not read. */
	readonly status: number;
	/** Of the request: the header `webhook-id`. */
	readonly request: string;
}

/**
 * Tells one alert to a program, in one request that is signed as docs/http-hook.md says and waits ten seconds for its
 * answer. Throws BAD_INPUT for what is no alert or a short secret, ADDRESS, NO_SUCH_ENTRY, ORIGIN_REFUSED: nothing was
 * sent then; UNKNOWN_OUTCOME where the alert may have arrived or not; ADMIN_REFUSED, RATE_LIMITED or UNEXPECTED_ANSWER
 * where the receiver did not take it.
 */
export async function sendAlert(context: Context, { message, secret, url }: AlertOrder): Promise<AlertSent> {
	const alert = alertIn(message);
	originOf(url, 'URL');
	const { hash, href } = new URL(url);
	if (hash !== '') throw new KeyturnError('ADDRESS', 'URL', 'leave out everything after #: it is never sent');
	const key = await context.vault.readAdmin(secret);
	refuseUnsigning(key);
	const request = signedWebhook(context.host, key, href, alert);
	const status = await statusOf(context, request);
	if (status < 200 || status > 299) throw notTaken(status);
	return {
		light: 'green',
		sentence: `The receiver took the alert (${status}).`,
		next: '',
		status,
		request: request.headers['webhook-id'] ?? '',
	};
}

async function statusOf({ host }: Context, request: ReturnType<typeof signedWebhook>): Promise<number> {
	try {
		return (await send(host, { where: WHERE, ...request })).status;
	} catch (error) {
		if (!hasCode(error, 'NO_ANSWER')) throw error;
		throw new KeyturnError('UNKNOWN_OUTCOME', WHERE, `no complete answer came${OPEN}`, { next: AGAIN });
	}
}

const OPEN = ': the alert may have arrived, or not';
const SAME_SECRET =
	'The alert was not taken. Give the receiver the same signing secret as the vault, and compare the two clocks.';

type Refusal = readonly [fits: (status: number) => boolean, code: ErrorCode, what: string, next: string];
/** What an answer means that is no success; the first that fits. */
const refusals: readonly Refusal[] = [
	[(status) => status >= 500, 'UNKNOWN_OUTCOME', `the receiver failed${OPEN}`, AGAIN],
	[(status) => [401, 403].includes(status), 'ADMIN_REFUSED', 'it refused the signature', SAME_SECRET],
	[
		(status) => status === 429,
		'RATE_LIMITED',
		'it takes no more just now',
		'The alert was not taken. Send it again later.',
	],
	[
		(status) => status >= 400,
		'UNEXPECTED_ANSWER',
		'it refused the alert',
		'The alert was not taken. Compare the address with the receiver’s, and look into the receiver’s log.',
	],
	[
		() => true,
		'UNEXPECTED_ANSWER',
		'it did not say that it took the alert, and Keyturn follows no redirect',
		'The alert was not taken. Give the address of the receiver itself.',
	],
];

function notTaken(status: number): KeyturnError {
	const [, code, what, next] = refusals.find(([fits]) => fits(status)) as Refusal;
	return new KeyturnError(code, WHERE, `${what} (${status})`, { status, next });
}
