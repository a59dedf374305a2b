import type { PlainHandler, PlainResponse } from '../../../demo/http/plain';

/** What a test looks into without declaring it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface CallOptions {
	readonly body?: unknown;
	readonly token?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
	readonly status: number;
	readonly headers: PlainResponse['headers'];
	readonly text: string;
	/** The body as JSON, undefined when there is none. */
	readonly json: Json;
}

export type Send = (method: string, url: string, options?: CallOptions) => Answered;

/** A clock that moves only when told to. */
export function manualClock(startMs = Date.UTC(2030, 0, 1)): {
	now: () => number;
	pass: (ms: number) => void;
} {
	let nowMs = startMs;
	return { now: () => nowMs, pass: (ms) => void (nowMs += ms) };
}

/** Bytes that repeat from run to run. */
export function countingRandom(): (bytes: number) => Uint8Array {
	let count = 0;
	return (bytes) => {
		count += 1;
		return Uint8Array.from({ length: bytes }, (_, at) => (count * 131 + at * 17 + (count >> 8)) & 0xff);
	};
}

/** Calls a handler without a socket, with the token in the header of the vault or of the provider. */
export function sender(handler: PlainHandler, headerOf: (token: string) => Record<string, string>): Send {
	return (method, url, options = {}) => {
		const { pathname, searchParams } = new URL(url, 'http://localhost');
		const response = handler({
			method,
			path: url.includes('..') || url.includes('//') ? url : pathname,
			query: Object.fromEntries(searchParams),
			headers: {
				...(options.token === undefined ? {} : headerOf(options.token)),
				...(method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}),
				...options.headers,
			},
			body: options.body === undefined ? '' : JSON.stringify(options.body),
		});
		const isJson = response.headers['content-type'] === 'application/json';
		return {
			status: response.status,
			headers: response.headers,
			text: response.body,
			json: isJson ? JSON.parse(response.body) : undefined,
		};
	};
}
