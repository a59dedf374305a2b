import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlainHandler, PlainRequest, PlainResponse } from '../../demo/http/plain';

/** What a server says that repeats, wherever an answer has room, all that it was sent and all that it would have said. */
const echoes: ReadonlyArray<(text: string) => Omit<PlainResponse, 'headers'> & Partial<PlainResponse>> = [
	(text) => ({ status: 400, body: JSON.stringify({ errors: [text], error: { message: text } }) }),
	(text) => ({ status: 403, body: JSON.stringify({ errors: [text] }) }),
	(text) => ({ status: 404, body: JSON.stringify({ errors: [text], data: { message: text } }) }),
	(text) => ({ status: 429, body: text, headers: { 'retry-after': text } }),
	(text) => ({ status: 500, body: `<html><body>${text}</body></html>` }),
	(text) => ({ status: 307, body: text, headers: { location: `/?${text}` } }),
	(text) => ({ status: 200, body: text, headers: { date: text } }),
	(text) => ({
		status: 200,
		body: JSON.stringify({ data: { keys: [text], data: { value: text } }, id: text }),
	}),
	(text) => ({
		status: 200,
		body: JSON.stringify({ data: { keys: [...new Set(text.split(/[^\w.-]+/))], lease: text } }),
	}),
	(text) => ({ status: 200, body: `{"data": "${text.replace(/["\\]/g, "'")}` }),
	(text) => ({ status: 418, body: text, headers: { 'content-length': String(text.length + 10) } }),
];
export const KINDS = echoes.length;

/** One of the ways to repeat what was told. */
export function echoOf(kind: number, told: unknown): PlainResponse {
	const text = printable(JSON.stringify(told));
	return { headers: {}, ...echoes[kind % KINDS]!(text) };
}

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 3_000);

/** Serves what a handler would, but answers the `at`-th request of a run with an echo. */
export async function startEcho(service: PlainHandler) {
	const knobs = { at: 0, kind: 0, asked: 0 };
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://echo');
			const plain: PlainRequest = {
				method: request.method ?? 'GET',
				path: pathname,
				query: Object.fromEntries(searchParams),
				headers: request.headers as Record<string, string>,
				body: Buffer.concat(chunks).toString('latin1'),
			};
			const answer = service(plain);
			knobs.asked += 1;
			if (knobs.at !== 0 && knobs.asked !== knobs.at)
				return void response.writeHead(answer.status || 500, { ...answer.headers }).end(answer.body);
			const told = [request.url, plain.headers, plain.body, answer.body];
			const { status, body, headers } = echoOf(knobs.kind, told);
			const words = printable(JSON.stringify(told)).slice(0, 1_000);
			response.writeHead(status, words, { 'x-echo': words, 'content-type': 'application/json', ...headers });
			response.write(body);
			if ('content-length' in headers) setTimeout(() => response.destroy(), 5);
			else response.end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		/** From now on: the `at`-th request is answered with an echo, or each when 0. */
		set(at: number, kind: number) {
			Object.assign(knobs, { at, kind, asked: 0 });
		},
		/** Requests since then. */
		asked: () => knobs.asked,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

export type Echo = Awaited<ReturnType<typeof startEcho>>;

/** Keeps what anything prints meanwhile. */
export function watchConsole(): { readonly printed: string[]; restore(): void } {
	const printed: string[] = [];
	const spies = (['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) =>
		jest
			.spyOn(console, name)
			.mockImplementation((...told: unknown[]) => void printed.push(JSON.stringify(told))),
	);
	return {
		printed,
		restore: () => {
			for (const spy of spies) spy.mockRestore();
		},
	};
}
