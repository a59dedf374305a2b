import type { Placed } from '../../../core/backed/placement';
import { outgoing, type Request } from '../../../nodes/shared/outgoing';

const URL_ASKED = new URL('https://api.example.com/v1/models');
const nothing: Placed = { headers: {}, query: {}, login: null };
const send = (request: Partial<Request>, placed: Partial<Placed>, cleared = true, url = URL_ASKED) =>
	outgoing({ url: '', ...request }, url, { ...nothing, ...placed }, cleared) as unknown as Record<
		string,
		unknown
	>;

const NO_REDIRECT = {
	maxRedirects: 0,
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

test('goes to the one address that was looked at, whatever else names another', () => {
	const auth = { username: 'a', password: 'b' };
	const sent = send({ url: '/x', uri: 'https://b.test/', baseURL: 'https://c.test/', auth }, {});
	expect(sent['url']).toBe(URL_ASKED.href);
	expect(Object.keys(sent).filter((name) => ['uri', 'baseURL', 'auth'].includes(name))).toEqual([]);
});

test('the key takes the place of a header of that name, however it is written, and of no other', () => {
	const headers = { Authorization: 'mine', AUTHORIZATION: 'mine', 'x-other': 'stays' };
	expect(send({ headers }, { headers: { authorization: 'key' } })['headers']).toEqual({
		authorization: 'key',
		'x-other': 'stays',
	});
	const login = { username: 'u', password: 'key' };
	const sent = send({ headers }, { login });
	expect([sent['headers'], sent['auth']]).toEqual([{ 'x-other': 'stays' }, login]);
});

test('a parameter is added to those that are there', () => {
	expect(send({ qs: { a: '1' } }, { query: { key: 'k' } })['qs']).toEqual({ a: '1', key: 'k' });
	expect(send({ qs: { a: '1' } }, {})['qs']).toEqual({ a: '1' });
	expect(send({}, { query: { key: 'k' } })['qs']).toEqual({ key: 'k' });
	expect('qs' in send({}, {})).toBe(false);
});

test.each<[string, string, boolean, boolean]>([
	['in the header that n8n clears, over https', 'https://api.example.com/', true, true],
	['in that header, over http to a port', 'http://127.0.0.1:8080/', true, true],
	['in that header, over http that could be upgraded', 'http://127.0.0.1/', true, false],
	['anywhere else', 'https://api.example.com/', false, false],
])('a key %s goes along within the host or not at all', (_what, address, cleared, follows) => {
	const url = new URL(address);
	const sent = send({ followRedirect: true, maxRedirects: 5 } as Partial<Request>, {}, cleared, url);
	if (follows)
		expect(sent).toMatchObject({
			allowedDomains: url.hostname,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	else expect(sent).toMatchObject(NO_REDIRECT);
	expect('allowedDomains' in sent).toBe(follows);
});

test('the request that n8n shows is not touched', () => {
	const request = { url: '/x', headers: { a: 'b' }, qs: { c: 'd' } };
	const before = structuredClone(request);
	outgoing(request, URL_ASKED, { headers: { authorization: 'key' }, query: { k: 'key' }, login: null }, true);
	expect(request).toEqual(before);
});
