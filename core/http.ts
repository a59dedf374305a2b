import type { z } from 'zod';
import { KeyturnError } from './errors';
import type { Host, HttpResponse, Method } from './ports';
import { Secret } from './secret';

/** T: the longest that we wait for one answer, in ms. */
export const REQUEST_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** A Retry-After beyond this is not believed: a run ends long before, and a year would be a hang. */
const MAX_RETRY_AFTER_S = 3_600;

/** A header or body member that is filled in while the request is built. */
export interface Filled {
	readonly before: string;
	readonly secret: Secret;
}

export const bearer = (secret: Secret): Filled => ({ before: 'Bearer ', secret });
export const plain = (secret: Secret): Filled => ({ before: '', secret });

export interface Call {
	readonly where: string;
	readonly method: Method;
	readonly url: string;
	readonly headers?: Readonly<Record<string, string | Filled>>;
	/** JSON; every Secret and Filled in it is replaced by its text if that may go to this URL's origin. */
	readonly json?: unknown;
	/** A body that is sent as it stands; not beside `json`. */
	readonly body?: string | Uint8Array;
	readonly contentType?: string;
	/** A query string that is itself a credential, such as a shared access signature; it ends the address. */
	readonly query?: Secret;
	/** As in HttpRequest: for an answer whose bytes matter more than its characters. */
	readonly encoding?: 'latin1';
}

/** Sends one request. The one place where secrets are revealed, and where a failure to answer becomes an error. */
export async function send(
	host: Host,
	{ where, method, url, headers = {}, json, body: given, contentType, query, encoding }: Call,
): Promise<HttpResponse> {
	const { origin, search } = new URL(url);
	const body = json === undefined ? given : JSON.stringify(reveal(json, origin));
	const filled: Record<string, string> = { accept: 'application/json' };
	if (body !== undefined) filled['content-type'] = contentType ?? 'application/json';
	for (const [name, value] of Object.entries(headers))
		filled[name] = typeof value === 'string' ? value : value.before + value.secret.reveal(origin);
	const request = {
		method,
		url: query === undefined ? url : `${url}${search === '' ? '?' : '&'}${query.reveal(origin)}`,
		headers: filled,
		timeoutMs: REQUEST_TIMEOUT_MS,
		maxBytes: MAX_ANSWER_BYTES,
		...(body === undefined ? {} : { body }),
		...(encoding === undefined ? {} : { encoding }),
	};
	try {
		return await host.http(request);
	} catch (error) {
		// A platform that would not send it says why, in words of ours.
		if (error instanceof KeyturnError) throw error;
		// No `cause`: a client's error carries the request, and the request carries the credential.
		throw new KeyturnError('NO_ANSWER', where, 'no complete answer came');
	}
}

function reveal(value: unknown, origin: string): unknown {
	if (value instanceof Secret) return value.reveal(origin);
	if (Array.isArray(value)) return value.map((each) => reveal(each, origin));
	if (typeof value !== 'object' || value === null) return value;
	if ('before' in value && 'secret' in value && value.secret instanceof Secret)
		return String(value.before) + value.secret.reveal(origin);
	// Members are set on a spread, which has them as its own: no name can reach a prototype.
	const copy: Record<string, unknown> = { ...value };
	for (const [name, each] of Object.entries(copy))
		if (typeof each === 'object' && each !== null) copy[name] = reveal(each, origin);
	return copy;
}

/** The answer's JSON, fitted to `schema`; anything else is UNEXPECTED_ANSWER, and nothing of the answer is repeated. */
export function read<Schema extends z.ZodTypeAny>(
	response: HttpResponse,
	schema: Schema,
	where: string,
): z.output<Schema> {
	let json: unknown;
	try {
		json = JSON.parse(response.body);
	} catch {
		const html = response.body.trimStart().startsWith('<');
		throw new KeyturnError(
			'UNEXPECTED_ANSWER',
			where,
			html ? 'a web page came instead of data' : 'the answer is not JSON',
			{
				status: response.status,
			},
		);
	}
	const parsed = schema.safeParse(json);
	if (!parsed.success)
		throw new KeyturnError('UNEXPECTED_ANSWER', where, 'the answer has not the expected form', {
			status: response.status,
		});
	return parsed.data as z.output<Schema>;
}

/** The error for a status that the caller does not expect. `refused` says what a 401 or 403 means here. */
export function failure(
	response: HttpResponse,
	where: string,
	refused: 'LOGIN_REFUSED' | 'ADMIN_REFUSED' = 'ADMIN_REFUSED',
): KeyturnError {
	const { status } = response;
	if (status === 401 || status === 403)
		return new KeyturnError(refused, where, `the credential was refused (${status})`, { status });
	if (status === 429) {
		const retryAfter = retryAfterOf(response);
		const wait = retryAfter === undefined ? '' : `, it asks for ${retryAfter} s`;
		return new KeyturnError('RATE_LIMITED', where, `too many requests (429)${wait}`, {
			status,
			...(retryAfter === undefined ? {} : { retryAfter }),
		});
	}
	if (status >= 500)
		return new KeyturnError('SERVER_FAILED', where, `the server answered ${status}`, { status });
	if (status >= 300 && status < 400)
		return new KeyturnError(
			'UNEXPECTED_ANSWER',
			where,
			`it redirects (${status}); Keyturn follows no redirect`,
			{ status },
		);
	return new KeyturnError('UNEXPECTED_ANSWER', where, `the server answered ${status}`, { status });
}

export function retryAfterOf(response: HttpResponse): number | undefined {
	const seconds = Number(response.headers['retry-after']);
	return Number.isFinite(seconds) && seconds >= 0
		? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_S)
		: undefined;
}
