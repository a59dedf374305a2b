import {
	sleep,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';
import { failureOf } from '../../core/certificate-refused';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';

/** Where a node runs, or where its form asks for a list. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions;

interface Answered {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: AsyncIterable<Uint8Array>;
}

/** The core's ports for a node. */
export const n8nHost = (context: Context): Host =>
	hostOver(context, `n8n workflow ${context.getWorkflow().id ?? 'not saved'}`);

/** The core's ports, served by n8n's own request helper and timers. */
export function hostOver(context: IHttpRequestHelper, actor: string): Host {
	return {
		http: (request) => exchange(context, request),
		clock: { now: () => Date.now(), monotonic: () => performance.now(), sleep: (ms) => sleep(ms) },
		random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
		actor,
	};
}

/** Sends one request and reads its answer as it comes, so that neither a slow nor an endless one is waited for. */
async function exchange(context: IHttpRequestHelper, request: HttpRequest): Promise<HttpResponse> {
	const { method, url, headers, body, encoding = 'utf8', timeoutMs, maxBytes } = request;
	const late = new AbortController();
	const answered = new AbortController();
	const give = async () => {
		const response = (await context.helpers.httpRequest({
			method,
			url,
			headers: { ...headers },
			// Of other views on bytes, n8n's client would send the whole memory behind them.
			...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
			timeout: timeoutMs,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			abortSignal: late.signal,
		})) as Answered;
		return {
			status: response.statusCode,
			headers: lowerCase(response.headers),
			body: await text(response.body, maxBytes, encoding),
		};
	};
	try {
		return await Promise.race([give(), overdue(timeoutMs, answered.signal)]).catch((error: unknown) =>
			Promise.reject(failureOf(url, error)),
		);
	} finally {
		answered.abort();
		late.abort();
	}
}

async function overdue(ms: number, answered: AbortSignal): Promise<never> {
	await sleep(ms, answered);
	throw new Error('no complete answer in time');
}

/** Leaving the loop closes the connection: what is beyond the limit is never read. */
async function text(
	body: AsyncIterable<Uint8Array>,
	maxBytes: number,
	encoding: 'utf8' | 'latin1',
): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		if (size > maxBytes) throw new Error('the answer is too long');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString(encoding);
}

function lowerCase(headers: Readonly<Record<string, unknown>>): Record<string, string> {
	const texts = Object.entries(headers).filter(
		(pair): pair is [string, string] => typeof pair[1] === 'string',
	);
	return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}
