// A sample receiver for the target "HTTP hook": copy it, and put your own deployment where `deploy` is called.
import { timingSafeEqual, createHash, createHmac } from 'node:crypto';
import { jsonResponse, parseJsonObject, type PlainRequest, type PlainResponse } from '../http/plain';

/** What is to run: the receiver reads this version of the key from the vault, with a login of its own. */
export interface Deploy {
	readonly key: string;
	readonly version: string;
	readonly fingerprint: string;
}

export interface ReceiverOptions {
	/** The signing secret that stands in the vault as well. */
	readonly secret: string;
	/** The one path that it answers at. */
	readonly path: string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Deploys, then calls `done`. A later request for the same key takes the place of an earlier one. */
	readonly deploy: (what: Deploy, done: () => void) => void;
}

const MAX_AGE_MS = 5 * 60_000;

/** Accepts signed requests, each once, and remembers what runs. */
export class HookReceiver {
	readonly #options: ReceiverOptions;
	/** Ids that were seen, with their times; they are dropped when they are too old to be accepted again anyway. */
	readonly #seen = new Map<string, number>();
	readonly #runs = new Map<string, string>();
	readonly #deploying = new Map<string, string>();

	constructor(options: ReceiverOptions) {
		this.#options = options;
	}

	readonly handle = (request: PlainRequest): PlainResponse => {
		const refusal = this.#refusalOf(request);
		if (refusal !== null) return jsonResponse(refusal.status, { error: refusal.why });
		if (request.method === 'GET') return jsonResponse(200, this.#stateOf(request.query['key'] ?? ''));
		if (request.method !== 'POST') return jsonResponse(405, { error: 'use GET or POST' });
		const what = parseJsonObject(request.body);
		if (typeof what?.['key'] !== 'string' || typeof what['version'] !== 'string')
			return jsonResponse(400, { error: 'not a deployment' });
		return this.#deploy({
			key: what['key'],
			version: what['version'],
			fingerprint: String(what['fingerprint']),
		});
	};

	/** What runs of one key, for tests and for a person who looks. */
	runs(key: string): string | null {
		return this.#runs.get(key) ?? null;
	}

	#deploy(what: Deploy): PlainResponse {
		const { key, fingerprint } = what;
		this.#deploying.set(key, fingerprint);
		this.#options.deploy(what, () => {
			// A newer request has taken over: what it asks for is what counts.
			if (this.#deploying.get(key) !== fingerprint) return;
			this.#deploying.delete(key);
			this.#runs.set(key, fingerprint);
		});
		return jsonResponse(this.#deploying.has(key) ? 202 : 200, this.#stateOf(key));
	}

	#stateOf(key: string) {
		return { fingerprint: this.#runs.get(key) ?? null, deploying: this.#deploying.get(key) ?? null };
	}

	#refusalOf(request: PlainRequest): { status: number; why: string } | null {
		const { path, now } = this.#options;
		if (request.path !== path) return { status: 404, why: 'nothing here' };
		const id = request.headers['webhook-id'] ?? '';
		const timestamp = request.headers['webhook-timestamp'] ?? '';
		if (!this.#isSigned(request, id, timestamp)) return { status: 401, why: 'wrong signature' };
		// Only what is signed is looked at further, so nobody can fill the memory or learn the clock.
		const at = Number(timestamp) * 1_000;
		if (!(Math.abs(now() - at) <= MAX_AGE_MS)) return { status: 401, why: 'too old, or from the future' };
		for (const [each, seenAt] of this.#seen) if (now() - seenAt > 2 * MAX_AGE_MS) this.#seen.delete(each);
		if (this.#seen.has(id)) return { status: 409, why: 'seen before' };
		this.#seen.set(id, now());
		return null;
	}

	/** The text is that of docs/http-hook.md, written here a second time so that either shows a mistake in the other. */
	#isSigned({ method, path, query, headers, body }: PlainRequest, id: string, timestamp: string): boolean {
		const search = new URLSearchParams(query).toString();
		const lines = [
			'kt1',
			id,
			timestamp,
			method,
			search === '' ? path : `${path}?${search}`,
			createHash('sha256').update(body).digest('hex'),
		];
		if (id === '') return false;
		const wanted = createHmac('sha256', this.#options.secret).update(lines.join('\n')).digest();
		return (headers['webhook-signature'] ?? '')
			.split(' ')
			.filter((each) => each.startsWith('kt1,'))
			.map((each) => Buffer.from(each.slice(4), 'hex'))
			.some((given) => given.length === wanted.length && timingSafeEqual(given, wanted));
	}
}
