import { writeFileSync } from 'node:fs';
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { certificateFor } from '../certificate';

/** What a server answers by itself. */
export interface Fixed {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
}

/** What is behind a name: a server on this machine, by its address, or an answer. */
export type Behind = string | ((path: string) => Fixed | Promise<Fixed>);

/** The https servers of the names in one: the dev servers speak http, and the packed app does not. */
export async function openFront(folder: string, names: Readonly<Record<string, Behind>>) {
	const behind: Record<string, Behind> = { ...names };
	const { key, cert } = certificateFor(Object.keys(names));
	const trusts = join(folder, 'front.pem');
	writeFileSync(trusts, cert);
	const asked: string[] = [];
	const server = createServer({ key, cert }, (request, response) => {
		const name = (request.headers.host ?? '').replace(/:\d+$/, '');
		asked.push(`${request.method ?? ''} ${name}${request.url ?? ''}`);
		const place = behind[name];
		if (typeof place === 'string') {
			pass(place, request, response);
			return;
		}
		void answer(place, request.url ?? '/', response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		/** The file with the certificate. */
		trusts,
		/** What was asked, oldest first. */
		asked,
		put: (name: string, place: Behind) => {
			behind[name] = place;
		},
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}

async function answer(
	place: Exclude<Behind, string> | undefined,
	path: string,
	response: ServerResponse,
): Promise<void> {
	const { status, headers = {}, body = '' } = (await place?.(path)) ?? { status: 421 };
	response.writeHead(status, { ...headers }).end(body);
}

function pass(base: string, request: IncomingMessage, response: ServerResponse): void {
	const { host } = new URL(base);
	const url = new URL(request.url ?? '/', base);
	const onward = forward(url, { method: request.method, headers: { ...request.headers, host } }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
	});
	onward.on('error', () => response.destroy());
	request.pipe(onward);
}
