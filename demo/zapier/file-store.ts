import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** With this in its surroundings Zapier's runtime asks for a place, without a token of a run: with one it would log elsewhere. */
export const surroundings = { ZAPIER_DEPLOY_KEY: 'deploy-key-of-the-trial' };

/** A file that an app put into Zapier's store. */
export interface StoredFile {
	readonly name: string;
	readonly mediaType: string;
	readonly bytes: Buffer;
}

/**
 * What Zapier keeps files in, on loopback: the question where to (its RPC), the upload to a bucket's form, and reading by
 * anybody with the address. `base` is the address that others know it by.
 */
export async function startFileStore(base?: string) {
	const files = new Map<string, StoredFile>();
	/** What each upload is answered with, while a test wants one to fail; 'never' is no answer. */
	let refuses: { readonly status: number; readonly body: string } | 'never' | null = null;
	const server = createServer((request, response) => {
		const { url: path = '/', method } = request;
		const key = path.slice(1);
		if (method === 'GET') {
			const file = files.get(key);
			response.writeHead(file === undefined ? 404 : 200).end(file?.bytes);
			return;
		}
		void bodyOf(request).then((body) => {
			if (path === '/rpc') {
				const { id, method: asked } = JSON.parse(body.toString()) as { id: string; method: string };
				const result =
					asked === 'get_presigned_upload_post_data'
						? { url: `${address()}/`, fields: { key: `files/${String(files.size + 1)}` } }
						: null;
				response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id, result }));
				return;
			}
			if (refuses === 'never') return;
			if (refuses !== null) {
				response.writeHead(refuses.status).end(refuses.body);
				return;
			}
			const form = formIn(request.headers['content-type'] ?? '', body);
			files.set(form.get('key')?.content.toString() ?? '', {
				name: form.get('file')?.fileName ?? '',
				mediaType: form.get('Content-Type')?.content.toString() ?? '',
				bytes: form.get('file')?.content ?? Buffer.alloc(0),
			});
			response.writeHead(204).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const local = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	const address = () => base ?? local;

	return {
		/** Where it is on this machine. */
		url: local,
		/** What an event of Zapier's tells the app about it. */
		event: { rpc_base: `${address()}/rpc` },
		files,
		/** The file at an address that a step gave. */
		at: (given: unknown): StoredFile | undefined => files.get(new URL(String(given)).pathname.slice(1)),
		refuse: (how: typeof refuses) => {
			refuses = how;
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

export type FileStore = Awaited<ReturnType<typeof startFileStore>>;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

interface Part {
	readonly fileName: string | undefined;
	readonly content: Buffer;
}

/** The fields of a form as it is uploaded (RFC 7578), by their names. */
function formIn(mediaType: string, body: Buffer): ReadonlyMap<string, Part> {
	const boundary = /boundary=([^;]+)/.exec(mediaType)?.[1] ?? '';
	const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`).slice(1, -1);
	return new Map(
		parts.map((part) => {
			const gap = part.indexOf('\r\n\r\n');
			const head = part.slice(0, gap);
			const content = Buffer.from(part.slice(gap + 4), 'latin1');
			return [
				/ name="([^"]*)"/.exec(head)?.[1] ?? '',
				{ fileName: / filename="([^"]*)"/.exec(head)?.[1], content },
			];
		}),
	);
}
