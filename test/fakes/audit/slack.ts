import { createServer, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What was posted to a channel. */
export interface SlackPost {
	readonly channel?: string;
	readonly text?: string;
	readonly blocks?: readonly SlackBlock[];
	readonly mrkdwn?: boolean;
}

interface SlackBlock {
	readonly type: string;
	readonly text?: { readonly type: string; readonly text: string };
	readonly elements?: readonly unknown[];
}

const HOST = 'slack.com';
const METHOD = '/api/chat.postMessage';
const CHANNELS = ['#security'];
const MOST_BLOCKS = 50;
/** How long the text of a block may be. */
const LONGEST: Readonly<Record<string, number>> = { header: 150, section: 3_000 };

/**
 * Slack's `chat.postMessage` on loopback, as its pages tell (docs.slack.dev, Web API and Block Kit): every answer is a
 * 200 that says in `ok` whether it was done. What this process sends to Slack's own address comes here, because n8n's
 * node knows no other; nothing reaches Slack.
 */
export async function startSlack(token: string) {
	const posts: SlackPost[] = [];
	const knobs = { refuse: 0 };
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const wrong =
				request.method !== 'POST' || request.url !== METHOD
					? 'unknown_method'
					: refusalOf(body, request.headers.authorization);
			if (wrong === null) posts.push(JSON.parse(body) as SlackPost);
			const answer =
				wrong === null
					? { ok: true, channel: 'C1234567890', ts: '1503435956.000247' }
					: { ok: false, error: wrong };
			response.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify(answer));
		});
	});
	function refusalOf(body: string, authorization: string | undefined): string | null {
		if (authorization !== `Bearer ${token}`) return 'invalid_auth';
		if (knobs.refuse > 0 && knobs.refuse--) return 'not_in_channel';
		return refusalOfPost(JSON.parse(body) as SlackPost);
	}
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	const sent = https.request as (...given: unknown[]) => unknown;
	const detour = jest.spyOn(https, 'request').mockImplementation(((...given: unknown[]) => {
		const [options, answered] = given as [RequestOptions, (response: IncomingMessage) => void];
		if ((options.hostname ?? options.host) !== HOST) return sent(...given);
		const { path, method, headers = {} } = options;
		const here: RequestOptions = {
			host: '127.0.0.1',
			port,
			path: path ?? '/',
			method: method ?? 'GET',
			headers,
		};
		return plainRequest(here, answered);
	}) as unknown as typeof https.request);

	return {
		posts,
		knobs,
		async close() {
			detour.mockRestore();
			await new Promise((closed) => server.close(closed));
		},
	};
}

function refusalOfPost({ channel = '', text: words = '', blocks = [] }: SlackPost): string | null {
	if (!CHANNELS.includes(channel)) return 'channel_not_found';
	if (words === '' && blocks.length === 0) return 'no_text';
	const fits = ({ type, text: of, elements }: SlackBlock) =>
		type === 'rich_text'
			? elements !== undefined && elements.length > 0
			: of !== undefined && of.text !== '' && of.text.length <= (LONGEST[type] ?? 0);
	return blocks.length <= MOST_BLOCKS && blocks.every(fits) ? null : 'invalid_blocks';
}
