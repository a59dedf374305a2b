import { lookup } from 'node:dns/promises';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Http, HttpRequest, HttpResponse } from '../../../core/ports';
import { isPublic } from './addresses';
import { refused, targetOf } from './target';
import { unreached } from './unreached';

export interface Resolved {
	readonly address: string;
	readonly family: number;
}

/** What a test replaces: the names' addresses and the connection. */
export interface Wire {
	/** Every address of a name. */
	readonly resolve: (name: string) => Promise<readonly Resolved[]>;
	readonly request: (
		url: URL,
		options: RequestOptions,
		answered: (answer: IncomingMessage) => void,
	) => ClientRequest;
}

const wire: Wire = {
	resolve: (name) => lookup(name, { all: true, order: 'verbatim' }),
	request: httpsRequest,
};

/**
 * The core's Http for a platform that runs inside a network of its own: https only, to names only, to public addresses
 * only. A name is resolved once, every address of it is looked at, and the connection is made to one of those; so a name
 * that is public when looked at and private a moment later leads nowhere.
 */
export function guardedHttp({ resolve, request }: Wire = wire): Http {
	return async (asked) => {
		const url = targetOf(asked.url);
		const deadline = new AbortController();
		const timer = setTimeout(() => deadline.abort(), asked.timeoutMs);
		try {
			const addresses = await inTime(resolve(url.hostname), deadline.signal).catch((error: unknown) => {
				throw unreached(url, error);
			});
			if (addresses.length === 0) throw refused(url, 'the name has no address');
			if (!addresses.every(({ address }) => isPublic(address)))
				throw refused(url, 'the name resolves to an address inside a private network');
			return await exchange(request, url, asked, addresses, deadline.signal);
		} finally {
			clearTimeout(timer);
		}
	};
}

const inTime = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
	Promise.race([
		work,
		new Promise<never>((_, reject) => {
			signal.addEventListener('abort', () => {
				reject(new Error('no answer in time'));
			});
		}),
	]);

function exchange(
	request: Wire['request'],
	url: URL,
	{ method, headers, body, encoding = 'utf8', maxBytes }: HttpRequest,
	addresses: readonly Resolved[],
	signal: AbortSignal,
): Promise<HttpResponse> {
	return new Promise((resolve, reject) => {
		const fail = (error: unknown) => {
			// Never the client's own error: it holds the request, and the request holds the credential.
			reject(unreached(url, error));
		};
		const sent = request(
			url,
			{
				method,
				headers: {
					...headers,
					...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
				},
				agent: false,
				lookup: only(addresses),
				signal,
			},
			(answer) => {
				read(answer, maxBytes, encoding).then((text) => {
					resolve({ status: answer.statusCode ?? 0, headers: singles(answer), body: text });
				}, fail);
			},
		);
		sent.on('error', fail);
		sent.end(body);
	});
}

/** Resolves any name to the addresses that were looked at. */
const only =
	(addresses: readonly Resolved[]): LookupFunction =>
	(_name, options, callback) => {
		const [first] = addresses;
		if (options.all === true) callback(null, [...addresses]);
		else callback(null, first?.address ?? '', first?.family);
	};

async function read(answer: IncomingMessage, maxBytes: number, encoding: 'utf8' | 'latin1'): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of answer as AsyncIterable<Buffer>) {
		size += chunk.length;
		// Leaving the loop closes the connection: what is beyond the limit is never read.
		if (size > maxBytes) throw new Error('the answer is too long');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString(encoding);
}

function singles({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
	);
}
