import { KeyturnError } from '../errors';
import { failure } from '../http';
import type { Host, HttpResponse } from '../ports';
import { type Looked, notSeen } from './finding';

export interface Fetch {
	/** Whom it is asked, for people: `Registry of .com`. */
	readonly where: string;
	readonly url: string;
	readonly accept: string;
	readonly timeoutMs: number;
	readonly maxBytes: number;
}

/**
 * Asks a public source. `read` makes a fact of an answer of any status and may throw a KeyturnError; all that keeps it
 * from a fact is `notSeen`, with the time after which the source may be asked again.
 */
export async function fetched<Fact>(
	host: Host,
	{ where, url, accept, timeoutMs, maxBytes }: Fetch,
	read: (response: HttpResponse) => Looked<Fact>,
): Promise<Looked<Fact>> {
	try {
		return read(await host.http({ method: 'GET', url, headers: { accept }, timeoutMs, maxBytes }));
	} catch (error) {
		return error instanceof KeyturnError
			? notSeen(error.message, error.retryAfter)
			: notSeen(`${where}: no complete answer came`);
	}
}

/** What a status that is no answer is told as. */
export function refusal(response: HttpResponse, where: string) {
	const error = failure(response, where);
	// These sources want no credential: a 401 or 403 is their way to turn somebody away.
	if (error.code === 'ADMIN_REFUSED') return notSeen(`${where}: it does not answer us (${response.status})`);
	return notSeen(error.message, error.retryAfter);
}
