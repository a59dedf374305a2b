import { openEndpoint } from '../../../../core/dns/doh';
import { latin1 } from '../../../../core/dns/wire/bytes';
import { encodeQuestion } from '../../../../core/dns/wire/message';
import { KeyturnError } from '../../../../core/errors';
import type { Host, HttpRequest, HttpResponse } from '../../../../core/ports';

const endpoint = { id: 'one', url: 'https://dns.test/dns-query' };
const type = { 'content-type': 'application/dns-message' };

/** The question of a request, with the bit that makes an answer of it. */
const echo = ({ url }: HttpRequest, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): string => {
	const bytes = Uint8Array.from(Buffer.from(new URL(url).searchParams.get('dns') ?? '', 'base64url'));
	bytes[2] = (bytes[2] ?? 0) | 0x80;
	return latin1(change(bytes));
};

function opened(answer: (request: HttpRequest) => HttpResponse | Error) {
	const asked: HttpRequest[] = [];
	const host = {
		http: (request: HttpRequest) => {
			asked.push(request);
			const given = answer(request);
			return given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
		},
	} as unknown as Host;
	return { asked, resolver: openEndpoint(host, endpoint, 1_000).purse('own', 2) };
}

test('asks by GET, in wire form, with DNSSEC wanted and the resolver’s own checking off', async () => {
	const { asked, resolver } = opened((request) => ({ status: 200, headers: type, body: echo(request) }));
	const reply = await resolver.ask('example.com.', 1);
	expect(reply).toMatchObject({ failed: null, message: { rcode: 0, answer: [] } });
	expect(asked[0]).toMatchObject({
		method: 'GET',
		encoding: 'latin1',
		headers: { accept: 'application/dns-message' },
	});
	const sent = Buffer.from(new URL(asked[0]?.url ?? '').searchParams.get('dns') ?? '', 'base64url');
	expect([...sent]).toEqual([...encodeQuestion({ name: 'example.com.', type: 1 })]);
	// ID 0, recursion desired, checking disabled; the last eleven bytes are OPT with the DO bit.
	expect(sent.subarray(0, 12).toString('hex')).toBe('000001100001000000000001');
	expect(sent.subarray(-11).toString('hex')).toBe('0000291000000080000000');
});

test('the same question is sent once; what its purpose has no question left for is told as such', async () => {
	const { asked, resolver } = opened((request) => ({ status: 200, headers: type, body: echo(request) }));
	await Promise.all([resolver.ask('a.test.', 1), resolver.ask('a.test.', 1), resolver.ask('b.test.', 1)]);
	expect(asked).toHaveLength(2);
	expect(await resolver.ask('c.test.', 1)).toMatchObject({ failed: { kind: 'over budget' } });
	expect(await resolver.ask('b.test.', 1)).toMatchObject({ failed: null });
	expect(asked).toHaveLength(2);
});

const cut = (bytes: Uint8Array) => bytes.subarray(0, 20);
const otherName = (bytes: Uint8Array) => bytes.fill(0x7a, 13, 14);
/** The type stands before the class of the question and the eleven bytes of OPT. */
const otherType = (bytes: Uint8Array) => bytes.fill(28, bytes.length - 14, bytes.length - 13);
const truncated = (bytes: Uint8Array) => bytes.fill((bytes[2] ?? 0) | 0x02, 2, 3);
const noAnswer = (bytes: Uint8Array) => bytes.fill(0x01, 2, 3);

test.each<[string, string, (request: HttpRequest) => HttpResponse | Error]>([
	['nobody there', 'no answer', () => new Error('ECONNREFUSED with something secret')],
	['503', 'refused', () => ({ status: 503, headers: {}, body: '' })],
	['429', 'rate limited', () => ({ status: 429, headers: { 'retry-after': '7' }, body: '' })],
	['a redirect', 'refused', () => ({ status: 302, headers: { location: 'https://x.test' }, body: '' })],
	[
		'a web page',
		'unreadable',
		() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }),
	],
	['nothing', 'unreadable', () => ({ status: 200, headers: type, body: '' })],
	['a cut message', 'unreadable', (r) => ({ status: 200, headers: type, body: echo(r, cut) })],
	['another question', 'unreadable', (r) => ({ status: 200, headers: type, body: echo(r, otherName) })],
	[
		'the name with another type',
		'unreadable',
		(r) => ({ status: 200, headers: type, body: echo(r, otherType) }),
	],
	['a truncated answer', 'unreadable', (r) => ({ status: 200, headers: type, body: echo(r, truncated) })],
	['a question back', 'unreadable', (r) => ({ status: 200, headers: type, body: echo(r, noAnswer) })],
])('%s is %s, never an answer', async (_what, kind, answer) => {
	const { resolver } = opened(answer);
	const reply = await resolver.ask('example.com.', 1);
	expect(reply).toMatchObject({ message: null, failed: { kind, what: expect.stringContaining('dns.test') } });
	expect(JSON.stringify(reply)).not.toContain('secret');
});

test.each([
	[{ 'retry-after': '7' }, 'dns.test wants no more questions for 7 s'],
	[{}, 'dns.test wants no more questions'],
])('how long a resolver wants no questions is told where it says so', async (headers, what) => {
	const { resolver } = opened(() => ({ status: 429, headers: { ...headers }, body: '' }));
	expect((await resolver.ask('example.com.', 1)).failed?.what).toBe(what);
});

test('why the platform did not send it is told', async () => {
	const { resolver } = opened(
		() => new KeyturnError('RATE_LIMITED', 'dns.test', 'not asked, to stay within its limit'),
	);
	expect((await resolver.ask('example.com.', 1)).failed).toEqual({
		kind: 'no answer',
		what: 'dns.test: not asked, to stay within its limit',
	});
});
