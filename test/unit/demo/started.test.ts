import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevProvider } from '../../../demo/dev-provider/start';
import { startDevVault } from '../../../demo/dev-vault/start';
import { BODY_LIMIT, serveLoopback, type LoopbackServer } from '../../../demo/http/loopback';
import type { PlainHandler } from '../../../demo/http/plain';
import type { Json } from './in-memory';

const folders: string[] = [];
const closers: (() => Promise<void>)[] = [];

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'keyturn-demo-'));
	folders.push(made);
	return made;
}

afterEach(async () => {
	await Promise.all(closers.splice(0).map((close) => close()));
	for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

async function serve(handler: PlainHandler): Promise<LoopbackServer> {
	const server = await serveLoopback(handler);
	closers.push(() => server.close());
	return server;
}

const echo: PlainHandler = (given) => ({
	status: given.path === '/lost' ? 0 : 200,
	headers: { 'content-type': 'application/json', date: 'Tue, 01 Jan 2030 00:00:00 GMT' },
	body: JSON.stringify(given),
});

/** Unlike fetch, sends any Host header. */
function rawStatus(url: string, headers: Record<string, string>): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		request(url, { headers }, (response) => {
			response.resume();
			resolve(response.statusCode);
		})
			.on('error', reject)
			.end();
	});
}

describe('loopback', () => {
	it.each(['0.0.0.0', '::', '192.168.0.1', 'example.com', ''])('does not listen on "%s"', async (host) => {
		await expect(serveLoopback(echo, { host })).rejects.toThrow('listens on loopback only');
	});

	it('hands over method, path, query, headers and body as they came', async () => {
		const { url } = await serve(echo);
		const answer = await fetch(`${url}/a%2Fb?x=1&y=%20`, {
			method: 'POST',
			body: '{"ü":1}',
			headers: { 'X-A': 'b' },
		});
		expect(answer.headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
		expect(await answer.json()).toMatchObject({
			method: 'POST',
			path: '/a%2Fb',
			query: { x: '1', y: ' ' },
			headers: { 'x-a': 'b' },
			body: '{"ü":1}',
		});
	});

	it('knows the method LIST', async () => {
		const { url } = await serve(echo);
		const answer = await fetch(`${url}/a?b=c`, { method: 'LIST', headers: { 'x-vault-token': 't' } });
		expect(await answer.json()).toMatchObject({ method: 'LIST', path: '/a', query: { b: 'c' } });
		expect((await fetch(`${url}/a`, { method: 'SCAN' })).status).toBe(400);
	});

	it('refuses a foreign Host header, which is what a rebound name sends', async () => {
		const { url, port } = await serve(echo);
		expect(await rawStatus(url, { host: 'evil.example' })).toBe(421);
		expect(await rawStatus(url, { host: `127.0.0.1.evil.example:${port}` })).toBe(421);
		expect(await rawStatus(url, { host: `localhost:${port}` })).toBe(200);
		expect(await rawStatus(url, { host: `[::1]:${port}` })).toBe(200);
	});

	it('refuses a body over the limit', async () => {
		const { url } = await serve(echo);
		const send = (length: number) => fetch(url, { method: 'POST', body: 'x'.repeat(length) });
		expect((await send(BODY_LIMIT)).status).toBe(200);
		expect((await send(BODY_LIMIT + 1)).status).toBe(413);
	});

	it('drops the connection for a lost answer', async () => {
		const { url } = await serve(echo);
		await expect(fetch(`${url}/lost`)).rejects.toThrow();
	});

	it.each(['GET', 'LIST'])(
		'drops the connection when the handler throws, and answers the next: %s',
		async (method) => {
			let full = true;
			const { url } = await serve((given) => {
				if (full) throw new Error('no space left on the disk');
				return echo(given);
			});
			await expect(fetch(url, { method })).rejects.toThrow();
			full = false;
			expect((await fetch(url, { method })).status).toBe(200);
		},
	);
});

describe('dev vault', () => {
	it('survives a restart, in a file that shows nothing', async () => {
		const place = folder();
		const first = await startDevVault({ folder: place });
		const headers = { 'x-vault-token': first.rootToken };
		const body = JSON.stringify({ data: { value: 'shown-nowhere' } });
		await fetch(`${first.url}/v1/secret/data/shown-path`, { method: 'POST', headers, body });
		const kept = readFileSync(join(place, 'dev-vault.json'), 'utf8');
		await first.close();
		for (const text of ['shown-nowhere', 'shown-path', first.rootToken]) expect(kept).not.toContain(text);
		for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o777).toBe(0o600);

		const second = await startDevVault({ folder: place });
		closers.push(() => second.close());
		expect(second.rootToken).toBe(first.rootToken);
		const answer: Json = await (await fetch(`${second.url}/v1/secret/data/shown-path`, { headers })).json();
		expect(answer.data.data).toEqual({ value: 'shown-nowhere' });
	});

	it('is on disk before it is answered', async () => {
		const place = folder();
		const first = await startDevVault({ folder: place });
		closers.push(() => first.close());
		const before = readFileSync(join(place, 'dev-vault.json'), 'utf8');
		const headers = { 'x-vault-token': first.rootToken };
		await fetch(`${first.url}/v1/secret/data/a`, { headers });
		expect(readFileSync(join(place, 'dev-vault.json'), 'utf8')).toBe(before);
		await fetch(`${first.url}/v1/secret/data/a`, { method: 'POST', headers, body: '{"data":{}}' });
		expect(readFileSync(join(place, 'dev-vault.json'), 'utf8')).not.toBe(before);
	});

	it('starts unsealed after it was sealed', async () => {
		const place = folder();
		const first = await startDevVault({ folder: place });
		const headers = { 'x-vault-token': first.rootToken };
		await fetch(`${first.url}/v1/sys/seal`, { method: 'PUT', headers });
		expect((await fetch(`${first.url}/v1/sys/health`)).status).toBe(503);
		await first.close();
		const second = await startDevVault({ folder: place });
		closers.push(() => second.close());
		expect((await fetch(`${second.url}/v1/sys/health`)).status).toBe(200);
	});

	it('does not start from a file that was changed', async () => {
		const place = folder();
		await (await startDevVault({ folder: place })).close();
		const path = join(place, 'dev-vault.json');
		const saved = JSON.parse(readFileSync(path, 'utf8'));
		const data = Buffer.from(saved.data, 'base64');
		data[0]! ^= 1;
		writeFileSync(path, JSON.stringify({ ...saved, data: data.toString('base64') }));
		await expect(startDevVault({ folder: place })).rejects.toThrow();
	});
});

describe('dev provider', () => {
	it('survives a restart, in a file without any value', async () => {
		const place = folder();
		const first = await startDevProvider({ folder: place });
		const headers = { authorization: `Bearer ${first.adminKey}` };
		const made: Json = await (
			await fetch(`${first.url}/v1/keys`, { method: 'POST', headers, body: '{"name":"app"}' })
		).json();
		await first.close();
		const kept = readFileSync(join(place, 'dev-provider.json'), 'utf8');
		for (const text of [made.value, first.adminKey]) expect(kept).not.toContain(text);

		const second = await startDevProvider({ folder: place });
		closers.push(() => second.close());
		expect(second.adminKey).toBe(first.adminKey);
		const who = await fetch(`${second.url}/v1/whoami`, {
			headers: { authorization: `Bearer ${made.value}` },
		});
		expect(await who.json()).toMatchObject({ keyId: made.id });
	});

	it('drops the connection when an answer is to be lost', async () => {
		const started = await startDevProvider({ folder: folder(), adminKey: 'admin' });
		closers.push(() => started.close());
		started.provider.knobs.loseAnswerAfterCreate = 1;
		const headers = { authorization: 'Bearer admin' };
		const create = fetch(`${started.url}/v1/keys`, { method: 'POST', headers, body: '{"name":"lost"}' });
		await expect(create).rejects.toThrow();
		expect(started.provider.state.keys).toHaveLength(1);
	});
});

it.each([
	['dev vault', startDevVault],
	['dev provider', startDevProvider],
])('%s does not start in production or off loopback', async (_name, start) => {
	const before = process.env['NODE_ENV'];
	process.env['NODE_ENV'] = 'production';
	try {
		await expect(start({ folder: folder() })).rejects.toThrow('development only');
	} finally {
		process.env['NODE_ENV'] = before;
	}
	await expect(start({ folder: folder(), host: '0.0.0.0' })).rejects.toThrow('loopback only');
});
