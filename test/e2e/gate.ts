import { once } from 'node:events';
import { Agent, createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that came to a gate, and what became of it. */
export interface Passed {
	readonly at: number;
	readonly method: string;
	/** With its query. */
	readonly path: string;
	readonly body: string;
	/** What the server answered; null while the request has not landed. */
	status: number | null;
}

const LONGEST_IDLE_MS = 600_000;

export type Listener = (request: Passed, answer: string) => void;

/** `before`: the server has not seen it yet; `after`: it took effect and its answer is kept back. */
export type When = 'before' | 'after';

interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** A request that is waited for, then kept back until somebody says what becomes of it. */
export class Held {
	/** When the request is kept back. */
	readonly reached: Promise<Passed>;
	readonly when: When;
	readonly #wants: (request: Passed) => boolean;
	#arrived: (request: Passed) => void = () => undefined;
	#ordered: (lands: boolean) => void = () => undefined;
	readonly order: Promise<boolean>;
	#taken = false;

	constructor(when: When, wants: (request: Passed) => boolean) {
		this.when = when;
		this.#wants = wants;
		this.reached = new Promise((resolve) => (this.#arrived = resolve));
		this.order = new Promise((resolve) => (this.#ordered = resolve));
	}

	/** True for the first request that fits: that one is kept back. */
	takes(request: Passed): boolean {
		if (this.#taken || !this.#wants(request)) return false;
		this.#taken = true;
		return true;
	}

	arrived(request: Passed): void {
		this.#arrived(request);
	}

	/** It goes on its way: to the server, or back to whoever sent it, should he still be there. */
	letGo(): void {
		this.#ordered(true);
	}

	/** It is lost on its way to the server, or back. */
	lose(): void {
		this.#ordered(false);
	}
}

/** Without the headers that belong to one connection. */
const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
	Object.fromEntries(
		Object.entries(headers).filter(([name]) => name !== 'connection' && name !== 'transfer-encoding'),
	);

/**
 * Stands in front of a server on loopback and passes requests on. Any of them can be kept back before it reaches the
 * server, or before its answer does. As on real networks, what was sent may take effect after its sender has died.
 */
export class Gate {
	readonly url: string;
	/** Everything that came, in order. */
	readonly passed: Passed[] = [];
	readonly #server: Server;
	readonly #upstream: URL;
	readonly #agent = new Agent({ keepAlive: true });
	readonly #holds: Held[] = [];
	readonly #listeners: Listener[] = [];

	private constructor(server: Server, upstream: string) {
		this.#server = server;
		this.#upstream = new URL(upstream);
		this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	}

	static async open(upstream: string): Promise<Gate> {
		const server = createServer();
		// A connection that is closed here the moment its owner uses it again would look like an outage.
		server.keepAliveTimeout = LONGEST_IDLE_MS;
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const gate = new Gate(server, upstream);
		server.on('request', (incoming, outgoing) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', () => undefined);
			outgoing.on('error', () => undefined);
			incoming.on('end', () => {
				const passed = {
					at: Date.now(),
					method: incoming.method ?? 'GET',
					path: incoming.url ?? '/',
					body: Buffer.concat(chunks).toString(),
					status: null,
				};
				gate.#pass(passed, incoming.headers).then(
					(answer) => {
						if (answer === null) return outgoing.destroy();
						return outgoing.writeHead(answer.status, endToEnd(answer.headers)).end(answer.body);
					},
					() => outgoing.destroy(),
				);
			});
		});
		return gate;
	}

	/** Keeps back the first request from now on that fits. */
	hold(when: When, wants: (request: Passed) => boolean): Held {
		const held = new Held(when, wants);
		this.#holds.push(held);
		return held;
	}

	/** Told of each request right after it took effect, with the server's answer. */
	onLanded(listener: Listener): void {
		this.#listeners.push(listener);
	}

	async close(): Promise<void> {
		for (const held of this.#holds) held.lose();
		this.#agent.destroy();
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	/** The server's answer, or null when the request or its answer is lost. */
	async #pass(passed: Passed, headers: IncomingHttpHeaders): Promise<Answer | null> {
		this.passed.push(passed);
		const held = this.#holds.find((each) => each.takes(passed));
		if (held?.when === 'before') {
			held.arrived(passed);
			if (!(await held.order)) return null;
		}
		const answer = await this.#forward(passed, headers);
		passed.status = answer.status;
		for (const listener of this.#listeners) listener(passed, answer.body.toString());
		if (held?.when !== 'after') return answer;
		held.arrived(passed);
		return (await held.order) ? answer : null;
	}

	#forward(passed: Passed, headers: IncomingHttpHeaders): Promise<Answer> {
		const { method, path, body } = passed;
		return new Promise((resolve, reject) => {
			const { hostname, port, host } = this.#upstream;
			const onward = send(
				{ hostname, port, method, path, agent: this.#agent, headers: { ...headers, host } },
				(incoming) => {
					const chunks: Buffer[] = [];
					incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
					incoming.on('error', reject);
					incoming.on('end', () => {
						const { statusCode: status = 502, headers: answered } = incoming;
						resolve({ status, headers: answered, body: Buffer.concat(chunks) });
					});
				},
			);
			onward.on('error', (error: NodeJS.ErrnoException) => {
				// The server had closed a connection that nobody used; what was sent on it never arrived.
				if (onward.reusedSocket && error.code === 'ECONNRESET')
					this.#forward(passed, headers).then(resolve, reject);
				else reject(error);
			});
			onward.end(body);
		});
	}
}
