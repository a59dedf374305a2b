import { base64url } from '../base64';
import { KeyturnError } from '../errors';
import { retryAfterOf } from '../http';
import type { Host, HttpResponse } from '../ports';
import type { Failure, Reply, Resolver } from './resolver';
import { Malformed, bytesOf } from './wire/bytes';
import { type Question, decodeMessage, encodeQuestion } from './wire/message';
import type { Name } from './wire/name';

/** A public server that answers DNS over HTTPS in wire form (RFC 8484) and speaks HTTP/1.1. */
export interface Endpoint {
	readonly id: string;
	readonly url: string;
}

/** What one purpose was allowed to ask, and what it asked. */
export interface Spent {
	readonly purpose: string;
	readonly sent: number;
	readonly limit: number;
}

/** One endpoint, for several purposes that each have a budget of their own. */
export interface Endpointed {
	readonly id: string;
	/** Asks as long as its purpose has questions left. What any of them asked before costs nothing. */
	purse(purpose: string, limit: number): Resolver;
	readonly spent: readonly Spent[];
}

const MAX_ANSWER_BYTES = 65_535;
const CONTENT_TYPE = 'application/dns-message';

/** Asks one endpoint, by GET with the question in the address. */
export function openEndpoint(host: Host, endpoint: Endpoint, timeoutMs: number): Endpointed {
	const asked = new Map<string, Promise<Reply>>();
	const { hostname } = new URL(endpoint.url);
	const purses: { purpose: string; sent: number; limit: number }[] = [];

	return {
		id: endpoint.id,
		get spent() {
			return purses;
		},
		purse(purpose, limit) {
			const purse = { purpose, sent: 0, limit };
			purses.push(purse);
			return { host: hostname, ask: (name, type) => ask(purse, name, type) };
		},
	};

	function ask(purse: { sent: number; readonly limit: number }, name: Name, type: number): Promise<Reply> {
		const key = `${type} ${name}`;
		const known = asked.get(key);
		if (known !== undefined) return known;
		// Not remembered: another purpose may have questions left.
		if (purse.sent >= purse.limit)
			return Promise.resolve(failed('over budget', `more than ${purse.limit} questions would be needed`));
		purse.sent++;
		const reply = exchange({ name, type });
		asked.set(key, reply);
		return reply;
	}

	async function exchange(question: Question): Promise<Reply> {
		const separator = endpoint.url.includes('?') ? '&' : '?';
		try {
			const response = await host.http({
				method: 'GET',
				url: `${endpoint.url}${separator}dns=${base64url(encodeQuestion(question))}`,
				headers: { accept: CONTENT_TYPE },
				encoding: 'latin1',
				timeoutMs,
				maxBytes: MAX_ANSWER_BYTES,
			});
			return read(response, question);
		} catch (error) {
			if (error instanceof KeyturnError) return failed('no answer', error.message);
			return failed('no answer', `no complete answer came from ${hostname}`);
		}
	}

	function read(response: HttpResponse, question: Question): Reply {
		const { status, headers, body } = response;
		if (status === 429) {
			const wait = retryAfterOf(response);
			const until = wait === undefined ? '' : ` for ${wait} s`;
			return failed('rate limited', `${hostname} wants no more questions${until}`);
		}
		if (status !== 200) return failed('refused', `${hostname} answered ${status}`);
		if (headers['content-type']?.split(';')[0]?.trim() !== CONTENT_TYPE)
			return failed('unreadable', `${hostname} answered with something else than DNS`);
		return readMessage(bytesOf(body), question);
	}

	function readMessage(bytes: Uint8Array, { name, type }: Question): Reply {
		try {
			const message = decodeMessage(bytes);
			const [first] = message.questions;
			if (!message.isAnswer || message.questions.length > 1 || first?.name !== name || first.type !== type)
				return failed('unreadable', `${hostname} answered another question`);
			if (message.truncated) return failed('unreadable', `${hostname} sent an answer that is cut off`);
			return { message, failed: null };
		} catch (error) {
			// Every way in which bytes can be wrong ends in the one error; anything else is a fault of ours.
			if (!(error instanceof Malformed)) throw error;
			return failed('unreadable', `${hostname} sent an answer that cannot be read: ${error.message}`);
		}
	}
}

const failed = (kind: Failure['kind'], what: string): Reply => ({ message: null, failed: { kind, what } });
