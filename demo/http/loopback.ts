import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { goPastProxies } from './past-proxies';
import type { PlainHandler, PlainRequest, PlainResponse } from './plain';

export interface LoopbackOptions {
	/** 127.0.0.1 when absent. */
	readonly host?: string;
	/** 0 or absent: any free port. */
	readonly port?: number;
}

export interface LoopbackServer {
	readonly url: string;
	readonly port: number;
	close(): Promise<void>;
}

/** A longer request body is refused with 413. */
export const BODY_LIMIT = 1024 * 1024;

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Serves the handler on a loopback address only; rejects for any other host, before a socket is opened. */
export async function serveLoopback(
	handler: PlainHandler,
	options: LoopbackOptions = {},
): Promise<LoopbackServer> {
	const host = options.host ?? '127.0.0.1';
	if (!LOOPBACK_HOSTS.has(host)) {
		throw new Error(`This server is for development and listens on loopback only, not on "${host}".`);
	}
	goPastProxies();
	const server = createServer((request, response) => {
		// What the handler throws, such as a full disk's refusal, costs this answer and not the process.
		answer(handler, request, response).catch(() => request.socket.destroy());
	});
	server.on('clientError', (error: ClientError, socket) => {
		try {
			answerUnknownMethod(handler, error, socket);
		} catch {
			socket.destroy();
		}
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, host, resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port.');
	const name = host === '::1' ? '[::1]' : host;
	return {
		url: `http://${name}:${address.port}`,
		port: address.port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function answer(
	handler: PlainHandler,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const body = await readBody(request).catch(() => null);
	if (body === null) return void request.socket.destroy();
	const headers = plainHeaders(request.headers);
	const result =
		body === undefined
			? refusal(413, 'request body too large')
			: guarded(handler, { ...target(request.method ?? 'GET', request.url ?? '/'), headers, body });
	if (result.status === 0) return void request.socket.destroy();
	if (result.headers['date'] !== undefined) response.sendDate = false;
	if (body === undefined) response.setHeader('connection', 'close');
	response.writeHead(result.status, result.headers);
	response.end(result.body);
}

/** Refuses a foreign Host header, which is what a rebound DNS name in a browser would send. */
function guarded(handler: PlainHandler, request: PlainRequest): PlainResponse {
	const name = (request.headers['host'] ?? '')
		.toLowerCase()
		.replace(/:\d*$/, '')
		.replace(/^\[(.*)\]$/, '$1');
	if (!LOOPBACK_HOSTS.has(name)) return refusal(421, 'the Host header is not a loopback name');
	return handler(request);
}

function refusal(status: number, text: string): PlainResponse {
	return {
		status,
		headers: { 'content-type': 'application/json' },
		body: `${JSON.stringify({ errors: [text] })}\n`,
	};
}

/** Resolves to undefined when the body is over the limit. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= BODY_LIMIT) chunks.push(chunk);
	}
	return size > BODY_LIMIT ? undefined : Buffer.concat(chunks).toString('utf8');
}

function target(method: string, url: string): Pick<PlainRequest, 'method' | 'path' | 'query'> {
	const at = url.indexOf('?');
	const path = at < 0 ? url : url.slice(0, at);
	const query = Object.fromEntries(new URLSearchParams(at < 0 ? '' : url.slice(at + 1)));
	return { method, path, query };
}

function plainHeaders(headers: IncomingMessage['headers']): Record<string, string> {
	const plain: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return plain;
}

interface ClientError extends Error {
	readonly code?: string;
	readonly rawPacket?: Buffer;
}

/** Node's parser does not know the method LIST; it is read here from the packet, which has no body. */
function answerUnknownMethod(handler: PlainHandler, error: ClientError, socket: Duplex): void {
	if (!socket.writable) return;
	const lines = (error.rawPacket?.toString('latin1') ?? '').split('\r\n\r\n')[0]?.split('\r\n') ?? [];
	const url = /^LIST (\/\S*) HTTP\/1\.1$/.exec(lines[0] ?? '')?.[1];
	if (error.code !== 'HPE_INVALID_METHOD' || url === undefined) {
		return void socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
	}
	const headers: Record<string, string> = {};
	for (const line of lines.slice(1)) {
		const at = line.indexOf(':');
		if (at > 0) headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
	}
	const result = guarded(handler, { ...target('LIST', url), headers, body: '' });
	if (result.status === 0) return void socket.destroy();
	const body = Buffer.from(result.body);
	const fields = { ...result.headers, connection: 'close', 'content-length': String(body.length) };
	const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${result.status} X\r\n${head.join('')}\r\n`), body]));
}
