import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const script = resolve(__dirname, '../../../docs/receive-alerts.mjs');
const PATH = '/keyturn?team=a%20b';

interface Came {
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** What the receiver answered, whatever was made of it on the way. */
	readonly status: number;
}

/** The sample receiver of docs, in a process of its own, behind a proxy that can lose its answers. */
export async function startAlertReceiver(secret: string, aheadMs: number) {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-alerts-'));
	const secretFile = join(folder, 'secret');
	writeFileSync(secretFile, `${secret}\n`);
	// It has the clock of the test.
	const clock = `data:text/javascript,const now=Date.now;Date.now=()=>now()+${aheadMs}`;
	const child = spawn(process.execPath, ['--import', clock, script, '0', PATH, secretFile]);
	let told = '';
	child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
	const [first] = (await once(child.stderr, 'data')) as [Buffer];
	const port = /port (\d+)/.exec(first.toString())?.[1];

	const came: Came[] = [];
	const knobs = { loseAnswers: 0 };
	/** Hands a request on as it is; undefined headers are none. */
	async function pass(path: string, headers: IncomingHttpHeaders, body: string): Promise<number> {
		const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers;
		const signed = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
			method: 'POST',
			body,
			headers: signed as Record<string, string>,
		});
		return answer.status;
	}
	const proxy = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			void pass(request.url ?? '', request.headers, body).then((status) => {
				came.push({ headers: request.headers, body, status });
				if ((knobs.loseAnswers -= 1) >= 0) request.socket.destroy();
				else response.writeHead(status).end('words of theirs');
			});
		});
	});
	await once(proxy.listen(0, '127.0.0.1'), 'listening');
	const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

	return {
		origin,
		url: origin + PATH,
		came,
		knobs,
		/** What the receiver took for an alert that it had not heard of. */
		alerts: () =>
			told
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => JSON.parse(line) as Record<string, unknown>),
		/** Sends what came a second time, as it was or with changes. */
		replay: ({ headers, body }: Pick<Came, 'headers' | 'body'>) => pass(PATH, headers, body),
		async close() {
			child.kill();
			proxy.closeAllConnections();
			proxy.close();
			await once(child, 'exit');
			rmSync(folder, { recursive: true });
		},
	};
}

export type AlertReceiver = Awaited<ReturnType<typeof startAlertReceiver>>;
