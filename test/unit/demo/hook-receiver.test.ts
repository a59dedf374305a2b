import { createHmac } from 'node:crypto';
import { serveLoopback, type LoopbackServer } from '../../../demo/http/loopback';
import type { PlainRequest } from '../../../demo/http/plain';
import { HookReceiver, type Deploy } from '../../../demo/hook-receiver/receiver';
import { Secret } from '../../../core/secret';
import { signedText } from '../../../core/signed-request';
import { httpHook } from '../../../core/targets/http-hook';
import { fakeHost } from '../../fakes/host';

const SECRET = 'a-signing-secret-of-more-than-32-characters';
const PATH = '/hooks/summariser';
const NOW = Date.UTC(2030, 0, 1);

let now = NOW;
let deployed: Deploy[];
let receiver: HookReceiver;
beforeEach(() => {
	now = NOW;
	deployed = [];
	const deploy = (what: Deploy, done: () => void) => {
		deployed.push(what);
		done();
	};
	receiver = new HookReceiver({ secret: SECRET, path: PATH, now: () => now, deploy });
});

const body = JSON.stringify({ type: 'keyturn.deploy', key: 'a.key', version: '7', fingerprint: 'f7' });
let ids = 0;

/** A request as Keyturn signs it. */
function signed(more: Partial<PlainRequest> = {}, secret = SECRET, at = now): PlainRequest {
	const request = { method: 'POST', path: PATH, query: {}, headers: {}, body, ...more };
	const search = new URLSearchParams(request.query).toString();
	const id = `msg_${String((ids += 1))}`;
	const timestamp = String(Math.floor(at / 1_000));
	const path = search === '' ? request.path : `${request.path}?${search}`;
	const text = signedText({ id, timestamp, method: request.method, path, body: request.body });
	const signature = createHmac('sha256', secret).update(text).digest('hex');
	const headers = {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': `kt1,${signature}`,
	};
	return { ...request, headers };
}

const get: Partial<PlainRequest> = { method: 'GET', query: { key: 'a.key' }, body: '' };
const asked = (request: PlainRequest) => receiver.handle(request).status;

it('a good request is accepted, and deploys what it names', () => {
	expect(asked(signed())).toBe(200);
	expect(deployed).toEqual([{ key: 'a.key', version: '7', fingerprint: 'f7' }]);
	expect(receiver.runs('a.key')).toBe('f7');
	expect(JSON.parse(receiver.handle(signed(get)).body)).toEqual({ fingerprint: 'f7', deploying: null });
});

describe('refuses', () => {
	// Each is a good request but for one thing; the first test shows that the rest of it is good.
	const cases: Readonly<Record<string, () => PlainRequest>> = {
		'another body': () => ({ ...signed(), body: body.replace('7', '8') }),
		'another method': () => ({ ...signed(), method: 'GET' }),
		'a method of the same request under GET': () => ({ ...signed(get), method: 'POST' }),
		'another path': () => ({ ...signed(), path: '/hooks/other' }),
		'a signature for another path': () => ({ ...signed({ path: '/hooks/other' }), path: PATH }),
		'another query': () => ({ ...signed(get), query: { key: 'b.key' } }),
		'a query that is left out': () => ({ ...signed(get), query: {} }),
		'another secret': () => signed({}, 'another-secret-of-more-than-32-characters'),
		'no signature': () => ({ ...signed(), headers: {} }),
		'an empty signature': () => withHeader('webhook-signature', ''),
		'half a signature': () => withHeader('webhook-signature', (given) => given.slice(0, 20)),
		'a signature of another version': () =>
			withHeader('webhook-signature', (given) => given.replace('kt1', 'v1')),
		'another id': () => withHeader('webhook-id', 'msg_other'),
		'another time': () => withHeader('webhook-timestamp', String(Math.floor(NOW / 1_000) + 1)),
		'a time that is none': () => signed({}, SECRET, NaN),
		'a request of six minutes ago': () => signed({}, SECRET, now - 6 * 60_000),
		'a request of six minutes ahead': () => signed({}, SECRET, now + 6 * 60_000),
	};

	function withHeader(name: string, value: string | ((given: string) => string)): PlainRequest {
		const request = signed();
		const given = request.headers[name] ?? '';
		const text = typeof value === 'string' ? value : value(given);
		return { ...request, headers: { ...request.headers, [name]: text } };
	}

	it.each(Object.entries(cases))('%s', (_what, request) => {
		expect([401, 404]).toContain(asked(request()));
		expect(deployed).toEqual([]);
	});

	it('the same request a second time, as long as its time would still do', () => {
		const request = signed();
		expect(asked(request)).toBe(200);
		expect(asked(request)).toBe(409);
		now += 4 * 60_000;
		for (let other = 0; other < 50; other++) expect(asked(signed(get))).toBe(200);
		expect(asked(request)).toBe(409);
		now += 2 * 60_000;
		expect(asked(request)).toBe(401);
		expect(deployed).toHaveLength(1);
	});

	it('a request of the future a second time, when its time has come', () => {
		const request = signed({}, SECRET, now + 4.9 * 60_000);
		expect(asked(request)).toBe(200);
		now += 9.8 * 60_000;
		expect(asked(request)).toBe(409);
	});
});

it('tells what is being deployed, and the newest request counts', () => {
	const finish: (() => void)[] = [];
	const slow = new HookReceiver({
		secret: SECRET,
		path: PATH,
		now: () => now,
		deploy: (_what, done) => finish.push(done),
	});
	const state = () => JSON.parse(slow.handle(signed(get)).body) as object;
	expect(slow.handle(signed()).status).toBe(202);
	expect(state()).toEqual({ fingerprint: null, deploying: 'f7' });
	slow.handle(signed({ body: body.replace('f7', 'f8') }));
	finish[0]?.();
	expect(state()).toEqual({ fingerprint: null, deploying: 'f8' });
	finish[1]?.();
	expect(state()).toEqual({ fingerprint: 'f8', deploying: null });
});

describe('over HTTP', () => {
	let server: LoopbackServer;
	beforeEach(async () => {
		server = await serveLoopback(receiver.handle);
	});
	afterEach(() => server.close());

	it('the driver and the receiver understand each other', async () => {
		now = Date.now();
		const host = {
			...fakeHost(),
			clock: { now: Date.now, monotonic: () => performance.now(), sleep: async () => undefined },
		};
		const overHttp = {
			...host,
			http: async ({ method, url, headers, body: sent }: Parameters<typeof host.http>[0]) => {
				const response = await fetch(url, {
					method,
					headers: { ...headers },
					...(sent === undefined ? {} : { body: sent }),
				});
				return { status: response.status, headers: {}, body: await response.text() };
			},
		};
		const admin = new Secret(SECRET, 'admin/hook', [server.url]);
		const target = httpHook.open({ address: server.url + PATH }, admin, overHttp);
		const what = { key: 'a.key', version: '7', fingerprint: 'f7', value: new Secret('x', 'x', []) };
		expect(await target.check()).toEqual([]);
		expect(await target.holds(what, null)).toBe('no');
		await target.update(what);
		expect(await target.holds(what, null)).toBe('yes');
		expect(deployed).toEqual([{ key: 'a.key', version: '7', fingerprint: 'f7' }]);
	});

	it('a short signing secret is refused before it is used', async () => {
		const host = fakeHost({ services: { [server.url]: receiver.handle } });
		const target = httpHook.open(
			{ address: server.url + PATH },
			new Secret('short', 'admin/hook', [server.url]),
			host,
		);
		await expect(target.check()).rejects.toThrow('at least 32 characters');
		expect(host.sent).toEqual([]);
	});
});
