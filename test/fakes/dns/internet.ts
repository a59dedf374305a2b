import type { HttpRequest, HttpResponse } from '../../../core/ports';
import { latin1 } from '../../../core/dns/wire/bytes';
import { decodeMessage, type Question } from '../../../core/dns/wire/message';
import type { Edit, World } from './signed/world';
import { encodeMessage } from './encode';

export const ENDPOINTS = [
	{ id: 'first', url: 'https://first.test/dns-query' },
	{ id: 'second', url: 'https://second.test/dns-query' },
] as const;

/** Answers a question over HTTPS out of a world of zones, as a public resolver does. `edit` is what it changes of the truth. */
export function dohAnswer(world: World, { url }: HttpRequest, edit?: Edit): HttpResponse {
	const bytes = Uint8Array.from(Buffer.from(new URL(url).searchParams.get('dns') ?? '', 'base64url'));
	const [question] = decodeMessage(bytes).questions as [Question];
	const headers = { 'content-type': 'application/dns-message' };
	const honest = world.answer(question);
	if (edit === undefined) return { status: 200, headers, body: latin1(honest) };
	const message = edit(decodeMessage(honest), question);
	if (message === null) return { status: 503, headers: {}, body: '' };
	return { status: 200, headers, body: latin1(encodeMessage(message)) };
}
