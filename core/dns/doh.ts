import { KeyturnError } from '../errors';
import { retryAfterOf } from '../http';
import type { Host, HttpResponse } from '../ports';
import type { Failure, Reply, Resolver } from './resolver';
import { Malformed, bytesOf } from './wire/bytes';
import { type Question, decodeMessage, encodeQuestion } from './wire/message';
import type { Name } from './wire/name';
import { base64url } from './wire/base64url';

/** A public server that answers DNS over HTTPS in wire form (RFC 8484) and speaks HTTP/1.1. */
export interface Endpoint {
	readonly id: string;
	readonly url: string;
}

export interface Limits {
	/** The most questions that may be sent. */
	readonly questions: number;
	readonly timeoutMs: number;
}

const MAX_ANSWER_BYTES = 65_535;
const TYPE = 'application/dns-message';

/** Asks one endpoint, by GET with the question in the address. */
export function openResolver(host: Host, endpoint: Endpoint, limits: Limits): Resolver {
	const asked = new Map<string, Promise<Reply>>();
	const { hostname } = new URL(endpoint.url);
	let sent = 0;
	return {
		id: endpoint.id,
		host: hostname,
		get sent() {
			return sent;
		},
		ask(name: Name, type: number) {
			const key = `${String(type)} ${name}`;
			const known = asked.get(key);
			if (known !== undefined) return known;
			const reply = sent < limits.questions ? (sent++, exchange({ name, type })) : overBudget();
			asked.set(key, reply);
			return reply;
		},
	};

	async function exchange(question: Question): Promise<Reply> {
		const separator = endpoint.url.includes('?') ? '&' : '?';
		try {
			const response = await host.http({
				method: 'GET',
				url: `${endpoint.url}${separator}dns=${base64url(encodeQuestion(question))}`,
				headers: { accept: TYPE },
				encoding: 'latin1',
				timeoutMs: limits.timeoutMs,
				maxBytes: MAX_ANSWER_BYTES,
			});
			return read(response, question);
		} catch (error) {
			const why = error instanceof KeyturnError ? error.message : `no complete answer came from ${hostname}`;
			return failed('no answer', why);
		}
	}

	function read(response: HttpResponse, question: Question): Reply {
		const { status, headers, body } = response;
		if (status === 429) {
			const wait = retryAfterOf(response);
			return failed(
				'rate limited',
				`${hostname} wants no more questions for now${wait === undefined ? '' : ` (${String(wait)} s)`}`,
			);
		}
		if (status !== 200) return failed('refused', `${hostname} answered ${String(status)}`);
		if (headers['content-type']?.split(';')[0]?.trim() !== TYPE)
			return failed('unreadable', `${hostname} answered with something else than DNS`);
		try {
			const message = decodeMessage(bytesOf(body));
			const [first] = message.questions;
			if (
				!message.isAnswer ||
				message.questions.length !== 1 ||
				first?.name !== question.name ||
				first.type !== question.type
			)
				return failed('unreadable', `${hostname} answered another question`);
			if (message.truncated) return failed('unreadable', `${hostname} sent an answer that is cut off`);
			return { message, failed: null };
		} catch (error) {
			if (!(error instanceof Malformed)) throw error;
			return failed('unreadable', `${hostname} sent an answer that cannot be read: ${error.message}`);
		}
	}

	function overBudget(): Promise<Reply> {
		return Promise.resolve(
			failed('over budget', `the limit of ${String(limits.questions)} questions was reached`),
		);
	}
}

const failed = (kind: Failure['kind'], what: string): Reply => ({ message: null, failed: { kind, what } });
