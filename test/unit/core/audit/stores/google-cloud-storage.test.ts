import { logStores } from '../../../../../core/audit/stores';
import { Secret } from '../../../../../core/secret';
import { refusal } from '../../../../contract/provider-suite';
import { fakeLogStores } from '../../../../fakes/log-stores';
import { MARK, ORIGIN, stageOf, textsIn } from '../../../../fakes/log-stores/stage';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const driver = logStores['google-cloud-storage'];
const stage = () => stageOf(driver);
const TOKEN_URL = 'https://token.log-store.test/token';
const tokensAsked = (sent: readonly { url: string }[]) => sent.filter(({ url }) => url === TOKEN_URL).length;

describe('tokens', () => {
	test('one serves until shortly before its end', async () => {
		const { host, open } = stage();
		const store = open();
		for (let at = 0; at < 5; at++) await store.createIfAbsent(`seg/${at}`, text('a'));
		expect(tokensAsked(host.sent)).toBe(1);
		host.time.pass(3_470_000);
		await store.read('seg/1');
		expect(tokensAsked(host.sent)).toBe(1);
		host.time.pass(20_000);
		expect(await store.read('seg/1')).toEqual(text('a'));
		expect(tokensAsked(host.sent)).toBe(2);
	});

	test('without another address it signs in at Google’s own, and stores there', async () => {
		const { host } = stage();
		const { admin } = fakeLogStores['google-cloud-storage']({
			origin: ORIGIN,
			now: () => host.time.now,
			mark: MARK,
			files: new Map(),
		});
		const origins = ['https://oauth2.googleapis.com', 'https://storage.googleapis.com'];
		for (const origin of origins) host.services[origin] = () => ({ status: 503, headers: {}, body: '' });
		const store = driver.open(
			{ bucket: 'a-bucket', signInAddress: ' ', address: '' },
			{ host, admin: new Secret(admin!, 'keyturn/admin/store', origins), vault: textsIn(new Map()) },
		);
		expect(store.where).toBe('bucket a-bucket at https://storage.googleapis.com');
		await refusal(() => store.read('seg/1'));
		expect([...new Set(host.sent.map(({ url }) => url))]).toEqual(['https://oauth2.googleapis.com/token']);
	});

	test('the key itself is in no request', async () => {
		const { host, open, secrets } = stage();
		await open().createIfAbsent('seg/1', text('a'));
		const said = JSON.stringify(host.sent);
		expect(said).not.toContain(secrets[0]);
		expect(said).not.toContain('PRIVATE');
	});

	test('a key that may go to the token service alone gives no token to the store', async () => {
		const { host, open } = stage();
		const error = await refusal(() => open([new URL(TOKEN_URL).origin]).read('seg/1'));
		expect(error.code).toBe('ORIGIN_REFUSED');
		expect(host.sent.map(({ url }) => url)).toEqual([TOKEN_URL]);
	});

	test('a refused account, a clock that is off', async () => {
		const { host, open } = stage();
		host.skewMs = 3_600_000;
		const error = await refusal(() => open().read('seg/1'));
		expect(error).toMatchObject({ code: 'ADMIN_REFUSED', next: expect.stringContaining('clock') });
		expect(`${error.message}${error.next}`).not.toContain(MARK);
	});

	test.each([
		['a login page', { status: 200, headers: {}, body: '<html>' }, 'UNEXPECTED_ANSWER'],
		['no token', { status: 200, headers: {}, body: '{"token_type":"Bearer"}' }, 'UNEXPECTED_ANSWER'],
		['a failure', { status: 503, headers: {}, body: MARK }, 'SERVER_FAILED'],
		['too many', { status: 429, headers: { 'retry-after': '7' }, body: MARK }, 'RATE_LIMITED'],
		[
			'a redirect',
			{ status: 302, headers: { location: 'https://elsewhere.test' }, body: '' },
			'UNEXPECTED_ANSWER',
		],
	])(
		'%s instead of a token is an error, and nothing is asked of the store',
		async (_name, response, code) => {
			const { host, open } = stage();
			host.between = () => response;
			expect((await refusal(() => open().read('seg/1'))).code).toBe(code);
			expect(host.sent).toHaveLength(1);
		},
	);

	test.each([
		'not JSON at all',
		'{}',
		'{"type":"authorized_user","client_email":"a@b","private_key":"x","private_key_id":"1"}',
		'{"type":"service_account","client_email":"a@b","private_key":"s3cret-no-key","private_key_id":"1"}',
	])('what is no key file is refused without a word of it: %s', async (value) => {
		const { host } = stage();
		const store = driver.open(
			{ address: ORIGIN, signInAddress: TOKEN_URL, bucket: 'keyturn-audit' },
			{
				host,
				admin: new Secret(value, 'keyturn/admin/store', [ORIGIN, new URL(TOKEN_URL).origin]),
				vault: textsIn(new Map()),
			},
		);
		const error = await refusal(() => store.read('seg/1'));
		expect(error).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('not the key file') });
		expect(`${error.message}${error.next}`).not.toMatch(/s3cret|authorized_user/);
		expect(host.sent).toEqual([]);
	});
});

test.each([
	['another name', { name: 'log/one/seg/2' }],
	['another size', { size: '7' }],
])('an answer that tells of %s is not taken for success', async (_name, change) => {
	const { host, open } = stage();
	host.between = (request, service) => {
		const response = service(request);
		if (!request.path.startsWith('/upload')) return response;
		return { ...response, body: JSON.stringify({ ...(JSON.parse(response.body) as object), ...change }) };
	};
	expect((await refusal(() => open().createIfAbsent('seg/1', text('a')))).code).toBe('UNEXPECTED_ANSWER');
});

test('a file that is missed by one way and listed by another is not said to be missing', async () => {
	const { host, open } = stage();
	await open().createIfAbsent('seg/1', text('a'));
	host.between = (request, service) =>
		request.query['alt'] === 'media'
			? { status: 404, headers: {}, body: 'No such object' }
			: service(request);
	expect((await refusal(() => open().read('seg/1'))).code).toBe('UNEXPECTED_ANSWER');
	expect(await open().read('seg/2')).toBeNull();
});

test('a retention is shown with its end', async () => {
	const { host, open } = stage();
	await open().createIfAbsent('seg/1', text('a'));
	expect(await open().lockOf('seg/1')).toEqual({ verdict: 'none' });
	const shown = async (more: object) => {
		host.between = (request, service) => {
			const response = service(request);
			return request.method === 'GET'
				? { ...response, body: JSON.stringify({ ...(JSON.parse(response.body) as object), ...more }) }
				: response;
		};
		return await open().lockOf('seg/1');
	};
	expect(await shown({ retentionExpirationTime: '2031-01-01T00:00:00Z' })).toEqual({
		verdict: 'verified',
		mode: 'retention policy of the bucket',
		until: Date.UTC(2031, 0, 1),
	});
	const both = {
		retentionExpirationTime: '2031-01-01T00:00:00Z',
		retention: { mode: 'Locked', retainUntilTime: '2032-01-01T00:00:00Z' },
	};
	expect(await shown(both)).toMatchObject({ mode: 'locked retention', until: Date.UTC(2032, 0, 1) });
});
