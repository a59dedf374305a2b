import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { type Question, decodeMessage } from '../../../core/dns/wire/message';
import { type Address, askBytes } from './ask';
import { cutOff, type Lie, lieAbout } from './lie';

/** What the server does instead of passing on what the resolver says. */
export type Fault =
	| { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
	| { readonly lie: Lie }
	| 'cut off'
	| 'hang up';

export interface ShimOptions {
	/** Added to each answer: the round trip to a server far away. */
	readonly delayMs?: number;
	/** How long the resolver has; a server that does not run must not hold everybody up. */
	readonly upstreamTimeoutMs?: number;
	/** What goes wrong with a question; nothing when it gives undefined. */
	readonly fault?: (question: Question) => Fault | undefined;
}

export interface Shim {
	/** Where it is asked: RFC 8484 over HTTP/1.1. */
	readonly url: string;
	/** What it was asked, oldest first. */
	readonly asked: readonly Question[];
	stop(): Promise<void>;
}

interface HttpAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Uint8Array;
}
type Answer = HttpAnswer | 'hang up';

const PATH = '/dns-query';
const TYPE = 'application/dns-message';

/** DNS over HTTPS (without the S) in front of a resolver: BIND and unbound speak HTTP/2 only. On a free loopback port. */
export async function startShim(upstream: Address, options: ShimOptions = {}): Promise<Shim> {
	const { delayMs = 0, upstreamTimeoutMs = 2_000, fault } = options;
	const asked: Question[] = [];
	const server = createServer((request, response) => {
		answerTo(request).then(
			(answer) => send(request, response, answer),
			() => send(request, response, { status: 502 }),
		);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}${PATH}`,
		asked,
		stop: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			}),
	};

	async function answerTo(request: IncomingMessage): Promise<Answer> {
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
		const query = Buffer.from(searchParams.get('dns') ?? '', 'base64url');
		if (request.method !== 'GET' || pathname !== PATH || query.length === 0) return { status: 400 };
		const [question] = decodeMessage(query).questions;
		if (question === undefined) return { status: 400 };
		asked.push(question);
		const wrong = fault?.(question);
		if (delayMs > 0) await pause(delayMs);
		if (wrong === 'hang up') return wrong;
		if (typeof wrong === 'object' && 'status' in wrong) return wrong;
		const body = await message(query, question, wrong);
		return { status: 200, headers: { 'content-type': TYPE }, body };
	}

	async function message(query: Buffer, question: Question, wrong?: 'cut off' | { lie: Lie }) {
		if (typeof wrong === 'object') return lieAbout(query, question, wrong.lie);
		const told = await askBytes(upstream, query, upstreamTimeoutMs);
		return wrong === 'cut off' ? cutOff(told) : told;
	}
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
	if (answer === 'hang up') {
		request.socket.destroy();
		return;
	}
	response.writeHead(answer.status, answer.headers);
	response.end(answer.body);
}
