import { htmlErrorResponse, jsonResponse, own, parseJsonObject } from '../http/plain';
import type { JsonObject, PlainRequest, PlainResponse, RandomBytes } from '../http/plain';
import { refuse } from './call';
import type { Answer, Call } from './call';
import { createKey, deleteKey, disableKey, enableKey, listKeys } from './keys';
import { setKnobs } from './knobs';
import type { DevProviderKnobs } from './knobs';
import { emptyProvider, hashOf } from './state';
import type { DevProviderState } from './state';
import { present, stats, whoami, work } from './work';

export interface DevProviderOptions {
	/** Taken over, not copied; absent: a provider without keys. */
	readonly state?: DevProviderState;
	/** Keys that may administer; added to those in the state. */
	readonly adminKeys?: readonly string[];
	readonly now: () => number;
	readonly random: RandomBytes;
}

type Handler = (call: Call) => Answer;

const ADMIN_ROUTES: Readonly<Record<string, Handler>> = {
	'POST /v1/keys': createKey,
	'GET /v1/keys': listKeys,
	'DELETE /v1/keys/:id': deleteKey,
	'POST /v1/keys/:id/disable': disableKey,
	'POST /v1/keys/:id/enable': enableKey,
	'GET /v1/stats': stats,
	'GET /v1/knobs': ({ state }) => ({ status: 200, body: { ...state.knobs } }),
	'PUT /v1/knobs': ({ state, body }) => {
		const wrong = setKnobs(state.knobs, body);
		if (wrong !== undefined)
			return refuse(400, 'bad_knob', `"${wrong}" is no knob or its value does not fit`);
		state.revision += 1;
		return { status: 200, body: { ...state.knobs } };
	},
};

const KEY_ROUTES: Readonly<Record<string, Handler>> = {
	'GET /v1/whoami': whoami,
	'POST /v1/work': work,
};

const FAULTLESS: ReadonlySet<string> = new Set(['/v1/knobs', '/v1/stats']);

/** A service that issues API keys, held in memory; synchronous and deterministic, with faults of real services. */
export class DevProvider {
	readonly state: DevProviderState;
	readonly #now: () => number;
	readonly #random: RandomBytes;
	readonly #values = new Map<string, string>();

	constructor(options: DevProviderOptions) {
		this.state = options.state ?? emptyProvider();
		this.#now = options.now;
		this.#random = options.random;
		for (const key of options.adminKeys ?? []) this.addAdmin(key);
	}

	/** The faults, to be changed in place. */
	get knobs(): DevProviderKnobs {
		return this.state.knobs;
	}

	/** Lets one more key administer. */
	addAdmin(key: string): void {
		const hash = hashOf(key);
		if (this.state.admins.includes(hash)) return;
		this.state.admins.push(hash);
		this.state.revision += 1;
	}

	handle(request: PlainRequest): PlainResponse {
		const nowMs = this.#now();
		const headers = { date: new Date(nowMs).toUTCString() };
		const fault = this.#faultOf(request.path);
		if (fault === 'html') return htmlErrorResponse(headers);
		const bearer = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
		const answer = fault ?? this.#answer(request, bearer, nowMs);
		const failed = answer.status >= 400 || own(answer.body ?? {}, 'error') !== undefined;
		const echo = failed && this.knobs.echoKeyInErrors ? { presented: bearer } : {};
		const body = answer.body === undefined ? undefined : { ...answer.body, ...echo };
		return jsonResponse(answer.status, body, { ...headers, ...answer.headers });
	}

	#faultOf(path: string): Answer | 'html' | undefined {
		const { knobs } = this;
		if (FAULTLESS.has(path) || !path.startsWith(knobs.faultPath)) return undefined;
		if (knobs.htmlErrorNext > 0) {
			knobs.htmlErrorNext -= 1;
			return 'html';
		}
		if (knobs.failNext.count > 0) {
			knobs.failNext.count -= 1;
			return refuse(knobs.failNext.status, 'failed');
		}
		if (knobs.rateLimitNext.count > 0) {
			knobs.rateLimitNext.count -= 1;
			const headers = { 'retry-after': String(knobs.rateLimitNext.retryAfterSeconds) };
			return { ...refuse(429, 'rate_limited'), headers };
		}
		return undefined;
	}

	#answer(request: PlainRequest, bearer: string, nowMs: number): Answer {
		const [, id = '', action = ''] = /^\/v1\/keys\/([\w-]+)(\/\w+)?$/.exec(request.path) ?? [];
		const route = `${request.method} ${id === '' ? request.path : `/v1/keys/:id${action}`}`;
		const body: JsonObject | undefined = parseJsonObject(request.body);
		if (body === undefined) return refuse(400, 'bad_request', 'the body must be a JSON object');
		const call: Call = {
			query: request.query,
			body,
			id,
			bearer,
			nowMs,
			random: this.#random,
			state: this.state,
			values: this.#values,
		};
		const open = own(KEY_ROUTES, route);
		if (open !== undefined) return open(call);
		const handler = own(ADMIN_ROUTES, route);
		if (handler === undefined) return refuse(404, 'no_such_endpoint');
		const { kind } = present(call);
		if (kind === 'admin') return handler(call);
		return kind === 'living' ? refuse(403, 'forbidden') : refuse(401, 'unauthorized');
	}
}
