import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { MEGABYTE, send } from './send';

let server: Server;
let base = '';
let written = 0;
/** Answers that still come, drop by drop. */
let dripping = 0;
let bodies: string[] = [];
let received = Buffer.alloc(0);
let given: IncomingHttpHeaders = {};

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received = Buffer.concat(chunks);
			given = request.headers;
			bodies.push(`${request.method} ${request.url} ${received.toString()}`);
			routes[request.url ?? '']?.(response);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

type Answer = import('node:http').ServerResponse;

const routes: Readonly<Record<string, (response: Answer) => void>> = {
	'/plain': (response) => {
		response.writeHead(418, { 'X-Some-Header': 'A', 'content-type': 'application/json' }).end('{"a":1}');
	},
	'/moved': (response) => {
		response.writeHead(302, { location: '/plain' }).end('gone');
	},
	'/huge': (response) => {
		const chunk = Buffer.alloc(MEGABYTE, 'x');
		const more = () => {
			while (written < 100 * MEGABYTE && !response.destroyed) {
				written += chunk.length;
				if (!response.write(chunk)) return void response.once('drain', more);
			}
			response.end();
		};
		more();
	},
	'/never': () => undefined,
	'/drip': (response) => {
		response.writeHead(200);
		const timer = setInterval(() => response.write('x'), 50);
		dripping += 1;
		response.on('close', () => {
			clearInterval(timer);
			dripping -= 1;
		});
	},
	'/cut': (response) => {
		response.writeHead(200, { 'content-length': '10' });
		response.write('half');
		setTimeout(() => response.destroy(), 20);
	},
};

test('gives status, lower-case headers and the text as it came, and throws for no status', async () => {
	bodies = [];
	const answer = await send({
		url: `${base}/plain`,
		method: 'PUT',
		body: '{"x": 1}',
		headers: { 'content-type': 'application/json' },
	});
	expect(answer).toMatchObject({ status: 418, body: '{"a":1}' });
	expect(answer.headers['x-some-header']).toBe('A');
	expect(bodies).toEqual(['PUT /plain {"x": 1}']);
});

/** Every byte, more than once, in the middle of a longer memory. */
const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256).subarray(1_000, 66_536);

test.each(['application/octet-stream', 'application/json', 'application/x-protobuf'])(
	'sends bytes as they are, of those and no others: %s',
	async (type) => {
		const headers = { 'content-type': type, 'if-none-match': '*', 'x-amz-date': '20300101T120000Z' };
		const answer = await send({ url: `${base}/plain`, method: 'PUT', body: bytes, headers });
		expect(answer.status).toBe(418);
		expect(received.equals(bytes)).toBe(true);
		expect(given).toMatchObject({ ...headers, 'content-length': '65536' });
	},
);

test('sends a form as the text it is', async () => {
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const body = 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b-c_d';
	await send({ url: `${base}/plain`, method: 'POST', body, headers });
	expect(received.toString()).toBe(body);
});

test('follows no redirect', async () => {
	bodies = [];
	expect(await send({ url: `${base}/moved` })).toMatchObject({ status: 302 });
	expect(bodies).toEqual(['GET /moved ']);
});

test('stops reading an answer of 100 MB at its limit', async () => {
	written = 0;
	await expect(send({ url: `${base}/huge`, timeoutMs: 10_000 })).rejects.toThrow('too long');
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(written).toBeLessThan(20 * MEGABYTE);
});

test.each(['/never', '/drip'])('gives up when no complete answer comes in time: %s', async (path) => {
	const began = performance.now();
	await expect(send({ url: base + path })).rejects.toThrow();
	expect(performance.now() - began).toBeLessThan(2_000);
});

test('what is not waited for any more is cut off', async () => {
	await expect(send({ url: `${base}/drip` })).rejects.toThrow();
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(dripping).toBe(0);
});

test('an answer that is cut off is no answer', async () => {
	await expect(send({ url: `${base}/cut` })).rejects.toThrow();
});

test('no other node can use the vault credential', async () => {
	const { nodeTypes, run } = engine({
		nodes: {},
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { v: { type: 'keyturnHashicorpVaultApi', data: { address: base, token: 'hvs.something' } } },
	});
	expect(nodeTypes.getByNameAndVersion('n8n-nodes-base.httpRequest').description.name).toBe('httpRequest');
	const node = {
		id: 'a',
		name: 'Read',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0] as [number, number],
		parameters: {
			url: `${base}/plain`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'keyturnHashicorpVaultApi',
		},
		credentials: { keyturnHashicorpVaultApi: { id: 'v', name: 'v' } },
	};
	bodies = [];
	const done = await run({ nodes: [node], connections: {}, settings: {} }, { startAt: 'Read' });
	expect(done.run.data.resultData.error?.message).toContain('restricted');
	expect(bodies).toEqual([]);
});
