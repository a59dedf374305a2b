import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRequest } from '../../core/ports';
import { isPublic } from '../../zapier-app/src/http/addresses';
import { guardedHttp } from '../../zapier-app/src/http/guarded';
import { NAME, openWire, PUBLIC } from './wire';

const SECRET = 'kt-canary-0123456789abcdef';

const asked = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url,
	headers: { authorization: `Bearer ${SECRET}` },
	timeoutMs: 2_000,
	maxBytes: 10_000,
	...more,
});

describe('addresses that no name may resolve to', () => {
	test.each([
		'0.0.0.0',
		'10.255.255.255',
		'100.64.0.1',
		'100.127.255.254',
		'127.0.0.1',
		'127.255.255.254',
		'169.254.169.254',
		'172.16.0.1',
		'172.31.255.255',
		'192.0.0.8',
		'192.0.2.1',
		'192.88.99.1',
		'192.168.0.1',
		'198.18.0.1',
		'198.19.255.255',
		'198.51.100.7',
		'203.0.113.7',
		'224.0.0.1',
		'239.255.255.250',
		'240.0.0.1',
		'255.255.255.255',
		'::',
		'::1',
		'::ffff:127.0.0.1',
		'::ffff:93.184.215.14',
		'::ffff:0:127.0.0.1',
		'::127.0.0.1',
		'64:ff9b::10.0.0.1',
		'64:ff9b::7f00:1',
		'64:ff9b::a9fe:a9fe',
		'64:ff9b::6440:1',
		'64:ff9b:1::10.0.0.1',
		'100::1',
		'2001::1',
		'2001:0:4136:e378:8000:63bf:3fff:fdd2',
		'2001:10::1',
		'2001:20::1',
		'2001:db8::1',
		'2002:7f00:1::',
		'2002:0a00:0001::1',
		'3fff::1',
		'5f00::1',
		'fc00::1',
		'fd12:3456:789a::1',
		'fe80::1',
		'fe80::1%eth0',
		'febf::1',
		'fec0::1',
		'ff02::1',
		'not an address',
		'127.1',
		'',
	])('%s', (address) => {
		expect(isPublic(address)).toBe(false);
	});

	test.each([
		'1.1.1.1',
		'9.255.255.255',
		'11.0.0.0',
		'93.184.215.14',
		'100.63.255.255',
		'100.128.0.0',
		'172.15.255.255',
		'172.32.0.0',
		'192.167.255.255',
		'198.20.0.0',
		'223.255.255.255',
		'2606:4700:4700::1111',
		'2a00:1450:4001::1',
		'64:ff9b::5db8:d70e',
	])('while %s is of the internet', (address) => {
		expect(isPublic(address)).toBe(true);
	});
});

describe('over TLS', () => {
	let open: Awaited<ReturnType<typeof openWire>>;
	let answer: (request: IncomingMessage, response: ServerResponse) => void;
	let reached: string[];
	let http: ReturnType<typeof guardedHttp>;
	beforeEach(async () => {
		reached = [];
		answer = (_request, response) => response.end('{"ok":true}');
		open = await openWire((request, response) => {
			reached.push(`${request.method} ${request.url}`);
			answer(request, response);
		});
		http = guardedHttp(open.wire);
	});
	afterEach(() => open.close());

	test('the answer comes from a checked address, under the name that was asked for', async () => {
		let heard = '';
		let given: IncomingMessage['headers'] = {};
		answer = (request, response) => {
			given = request.headers;
			request.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
			request.on('end', () => response.writeHead(201, { 'X-Made': 'yes' }).end('made: ü'));
		};
		const response = await http(
			asked(`${open.origin}/v1/keys?a=b`, { method: 'POST', body: '{"name":"ü"}', headers: { 'x-a': '1' } }),
		);
		expect(response).toMatchObject({ status: 201, body: 'made: ü' });
		expect(response.headers).toMatchObject({ 'x-made': 'yes' });
		expect(heard).toBe('{"name":"ü"}');
		expect(given).toMatchObject({ host: new URL(open.origin).host, 'x-a': '1', 'content-length': '13' });
		expect(open.servernames).toEqual([NAME]);
		expect(open.resolved).toEqual([NAME]);
		expect(open.asked).toEqual([[PUBLIC.address]]);
	});

	test('bytes are sent as they are, with their length', async () => {
		const bytes = Uint8Array.from({ length: 3_000 }, (_, at) => at % 256).subarray(100, 2_148);
		const chunks: Buffer[] = [];
		let length: string | undefined;
		answer = (request, response) => {
			length = request.headers['content-length'];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => response.writeHead(200).end());
		};
		expect((await http(asked(open.origin, { method: 'PUT', body: bytes }))).status).toBe(200);
		expect([length, Buffer.concat(chunks).equals(bytes)]).toEqual(['2048', true]);
	});

	test.each([
		['private', [{ address: '10.0.0.1', family: 4 }]],
		['the machine itself', [{ address: '127.0.0.1', family: 4 }]],
		['the place where clouds keep credentials', [{ address: '169.254.169.254', family: 4 }]],
		['public, and private besides', [PUBLIC, { address: '192.168.1.1', family: 4 }]],
		['private, and public besides', [{ address: 'fd00::1', family: 6 }, PUBLIC]],
	])('a name that resolves to %s is refused', async (_what, addresses) => {
		open.answers.splice(0, 1, addresses);
		await expect(http(asked(open.origin))).rejects.toMatchObject({
			code: 'ADDRESS',
			message: expect.stringContaining('inside a private network'),
		});
		expect(open.asked).toEqual([]);
		expect(reached).toEqual([]);
	});

	test('a name that is public first and private afterwards leads to the public address, and nowhere the next time', async () => {
		open.answers.splice(0, 1, [PUBLIC], [{ address: '127.0.0.1', family: 4 }]);
		expect((await http(asked(open.origin))).status).toBe(200);
		expect(open.asked).toEqual([[PUBLIC.address]]);
		expect(open.resolved).toHaveLength(1);
		await expect(http(asked(open.origin))).rejects.toMatchObject({ code: 'ADDRESS' });
		expect(open.asked).toHaveLength(1);
	});

	test.each([301, 302, 303, 307, 308])(
		'a redirect (%i) is an answer, and nobody follows it',
		async (status) => {
			answer = (_request, response) =>
				response.writeHead(status, { location: `${open.origin}/elsewhere` }).end();
			expect((await http(asked(open.origin))).status).toBe(status);
			expect(reached).toEqual(['GET /']);
		},
	);

	test('an endless answer is left after the limit', async () => {
		let closed = false;
		answer = (_request, response) => {
			response.on('close', () => (closed = true));
			const more = (): void => {
				while (!closed && response.write('x'.repeat(1_000)));
				if (!closed) response.once('drain', more);
			};
			more();
		};
		await expect(http(asked(open.origin))).rejects.toThrow('no complete answer came');
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(closed).toBe(true);
	});

	test.each([
		['never begins', () => undefined],
		[
			'comes drop by drop',
			(_request: IncomingMessage, response: ServerResponse) => {
				response.writeHead(200);
				const timer = setInterval(() => response.write('.'), 50);
				response.on('close', () => {
					clearInterval(timer);
				});
			},
		],
	])('an answer that %s is given up in time', async (_what, slow) => {
		answer = slow;
		const began = performance.now();
		await expect(http(asked(open.origin, { timeoutMs: 400 }))).rejects.toThrow('no complete answer came');
		expect(performance.now() - began).toBeLessThan(1_500);
	});

	test('a look-up that never ends is given up in time', async () => {
		const stuck = guardedHttp({ ...open.wire, resolve: () => new Promise(() => undefined) });
		const began = performance.now();
		await expect(stuck(asked(open.origin, { timeoutMs: 300 }))).rejects.toThrow('no complete answer came');
		expect(performance.now() - began).toBeLessThan(1_500);
	});

	test('a cut connection tells nothing of the request', async () => {
		answer = (request) => {
			request.socket.destroy();
		};
		const failure = await http(asked(open.origin)).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(Error);
		expect(Object.keys(failure as Error)).toEqual([]);
		expect((failure as Error).message).toBe('no complete answer came');
	});

	test('a certificate for another name is refused, in so many words', async () => {
		const other = await openWire((_request, response) => response.end('{}'), 'other.example.com');
		await expect(guardedHttp(other.wire)(asked(other.origin))).rejects.toMatchObject({
			code: 'NO_ANSWER',
			fault: 'for another name',
			message: expect.stringContaining('certificate is for another name'),
		});
		await other.close();
	});

	test('a certificate that nobody knows is refused, in so many words', async () => {
		const trusting = open.wire.request;
		const strict = guardedHttp({
			...open.wire,
			request: (url, options, answered) => trusting(url, { ...options, ca: [] }, answered),
		});
		await expect(strict(asked(open.origin))).rejects.toMatchObject({
			fault: 'not trusted',
			message: expect.stringContaining('not signed by an authority that Zapier knows'),
		});
		expect(reached).toEqual([]);
	});
});
