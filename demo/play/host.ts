import { randomBytes } from 'node:crypto';
import { failureOf } from '../../core/certificate-refused';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';

/** What Node lends to the core: for looking at the rotation from outside n8n. */
export const nodeHost: Host = {
	http: send,
	clock: {
		now: Date.now,
		monotonic: () => performance.now(),
		sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
	},
	random: randomBytes,
	actor: 'demo',
};

async function send({
	method,
	url,
	headers,
	body,
	encoding,
	timeoutMs,
	maxBytes,
}: HttpRequest): Promise<HttpResponse> {
	const response = await fetch(url, {
		method,
		headers,
		redirect: 'manual',
		signal: AbortSignal.timeout(timeoutMs),
		...(body === undefined ? {} : { body }),
	}).catch((error: unknown) => Promise.reject(failureOf(url, error)));
	const text = Buffer.from(await response.arrayBuffer()).toString(encoding);
	if (text.length > maxBytes) throw new Error('The answer is too long.');
	return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
}
