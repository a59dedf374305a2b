import { createHmac } from 'node:crypto';
import { hex } from './hex';
import type { Host, Method } from './ports';
import { sha256, type Secret } from './secret';

/** The version of the scheme; it stands before the signature in its header. */
export const SIGNED_REQUEST = 'kt1';

export interface SignedRequest {
	readonly id: string;
	/** Seconds since 1970. */
	readonly timestamp: string;
	readonly method: string;
	/** As it stands in the request, with the query if there is one. */
	readonly path: string;
	readonly body: string;
}

/**
 * The text that a request is signed over, by line: version, id, time, method, path with query, SHA-256 of the body. So
 * a signature is good for one request to one place at one time. docs/http-hook.md tells receivers the same.
 */
export const signedText = (request: SignedRequest): string =>
	[SIGNED_REQUEST, request.id, request.timestamp, request.method, request.path, sha256(request.body)].join(
		'\n',
	);

/** The three headers that sign a request, under an id of its own. Throws ORIGIN_REFUSED where the secret must not go. */
export function signedHeaders(
	host: Host,
	secret: Secret,
	{ method, url, body }: { readonly method: Method; readonly url: string; readonly body: string },
): Record<string, string> {
	const { origin, pathname, search } = new URL(url);
	const id = `msg_${hex(host.random(16))}`;
	const timestamp = String(Math.floor(host.clock.now() / 1_000));
	const text = signedText({ id, timestamp, method, path: pathname + search, body });
	const signature = createHmac('sha256', secret.reveal(origin)).update(text).digest('hex');
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': `${SIGNED_REQUEST},${signature}`,
	};
}
