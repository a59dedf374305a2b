import { createHash, randomBytes } from 'node:crypto';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';
import type { PlainHandler, PlainRequest } from '../../demo/http/plain';

/** A clock for one runner: it stands still until somebody sleeps or a test lets time pass. */
export class VirtualTime {
	readonly start: number;
	now: number;
	constructor(start = Date.UTC(2030, 0, 1, 12)) {
		this.start = start;
		this.now = start;
	}

	pass(ms: number): void {
		this.now += ms;
	}
}

export interface FakeHostOptions {
	/** The services that exist, by origin. */
	readonly services?: Readonly<Record<string, PlainHandler>>;
	readonly time?: VirtualTime;
	readonly actor?: string;
	readonly random?: (bytes: number) => Uint8Array;
}

export interface FakeHost extends Host {
	readonly time: VirtualTime;
	/** The services that exist, by origin; a test may add one. */
	readonly services: Record<string, PlainHandler>;
	/** Every request that left the core, oldest first. */
	readonly sent: HttpRequest[];
	/** How far the machine's clock is ahead of the services', in ms. */
	skewMs: number;
	/** Looks at each request and may answer in the service's place, or call it. */
	between: (request: PlainRequest, service: PlainHandler, origin: string) => HttpResponse;
}

/** Bytes that look random and are the same in every run. */
export function repeatable(seed: string): (bytes: number) => Uint8Array {
	let drawn = 0;
	return (bytes) => {
		const blocks: Buffer[] = [];
		for (let have = 0; have < bytes; have += 32)
			blocks.push(
				createHash('sha256')
					.update(`${seed}/${(drawn += 1)}`)
					.digest(),
			);
		return Uint8Array.from(Buffer.concat(blocks).subarray(0, bytes));
	};
}

/** A body as a handler takes it: bytes as one character each. */
export const plainBody = (body: HttpRequest['body']): string =>
	typeof body === 'string' ? body : Buffer.from(body ?? []).toString('latin1');

/** A request as a handler takes it. */
export function toPlain({ method, url, headers, body }: HttpRequest): PlainRequest {
	const { pathname, searchParams } = new URL(url);
	// What is said several times, as lists are, stands there with commas between.
	const query = Object.fromEntries(
		[...searchParams.keys()].map((name) => [name, searchParams.getAll(name).join(',')]),
	);
	return { method, path: pathname, query, headers, body: plainBody(body) };
}

/** A platform without a network: an address that no service stands behind is an error of the test. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
	const { time = new VirtualTime(), random = randomBytes } = options;
	const host: FakeHost = {
		time,
		services: { ...options.services },
		sent: [],
		skewMs: 0,
		between: (request, service) => service(request),
		actor: options.actor ?? 'a test',
		random,
		clock: {
			now: () => time.now + host.skewMs,
			monotonic: () => time.now - time.start,
			sleep: async (ms) => time.pass(ms),
		},
		async http(request) {
			host.sent.push(request);
			const { origin } = new URL(request.url);
			const service = host.services[origin];
			if (service === undefined) throw new Error(`a test reached for ${request.url}`);
			const answer = host.between(toPlain(request), service, origin);
			if (answer.status === 0) throw new Error('the answer was lost');
			if (answer.body.length > request.maxBytes) throw new Error('the answer is too long');
			return answer;
		},
	};
	return host;
}
