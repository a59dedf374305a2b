import { inspect } from 'node:util';
import { KeyturnError } from '../../../core/errors';
import { originOf, baseAddress, keyName, vaultPath } from '../../../core/names';
import { Secret } from '../../../core/secret';
import { refusal, reveal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const VALUE = 'sk-live-0123456789abcdef';
const secret = (origins: readonly string[] = [PROVIDER]) => new Secret(VALUE, 'keyturn/values/x', origins);

describe('a secret', () => {
	it('is not shown by anything that prints or copies', () => {
		const each = secret();
		const texts = [
			String(each),
			['in a list:', each].join(' '),
			'x'.concat(each as never),
			JSON.stringify({ each }),
			inspect(each, { showHidden: true, depth: 9 }),
			inspect(Object.getOwnPropertyDescriptors(each)),
			JSON.stringify(Object.entries(each)),
			JSON.stringify(Object.assign({}, each)),
			JSON.stringify(structuredClone(Object.assign({}, each))),
			new KeyturnError('BAD_INPUT', each.label, String(each)).stack,
		];
		for (const text of texts) expect(text).not.toContain('0123456789');
		// The search finds a value that is shown.
		expect(JSON.stringify({ each: reveal(each) })).toContain('0123456789');
	});

	it.each([
		'https://provider.test.evil.example',
		'https://provider.test:8443',
		'http://provider.test',
		'https://PROVIDER.test',
		'https://provider.test/',
		'https://evil.example',
		'null',
		'',
	])('goes not to %j when it is bound to https://provider.test', async (origin) => {
		const error = await refusal(() => secret().reveal(origin));
		expect(error.code).toBe('ORIGIN_REFUSED');
		expect(error.message).toContain(PROVIDER);
		expect(error.message).not.toContain(VALUE);
		expect(secret().reveal(PROVIDER)).toBe(VALUE);
	});

	it('goes nowhere when nobody named an origin', async () => {
		expect((await refusal(() => secret([]).reveal(PROVIDER))).message).toContain('no origin at all');
	});

	it('has a fingerprint that depends on value and key, and tells neither', () => {
		const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
		expect(secret().fingerprint(one)).toMatch(/^[0-9a-f]{16}$/);
		expect(secret().fingerprint(one)).toBe(new Secret(VALUE, 'elsewhere', []).fingerprint(one));
		expect(secret().fingerprint(one)).not.toBe(secret().fingerprint(other));
		expect(new Secret(`${VALUE}x`, '', []).fingerprint(one)).not.toBe(secret().fingerprint(one));
	});
});

describe('a text that holds a secret', () => {
	const bytes = Buffer.from(VALUE);
	it.each([
		['the value', VALUE],
		['the value among others', `by hand: ${VALUE}, 2030`],
		['its first 12 characters', VALUE.slice(0, 12)],
		['12 characters of its middle', `x${VALUE.slice(5, 17)}x`],
		['its last 12 characters', VALUE.slice(-12)],
		['hex', bytes.toString('hex')],
		['hex in capitals', `id-${bytes.toString('hex').toUpperCase()}`],
		['base64', bytes.toString('base64')],
		['base64 of more', Buffer.from(`a${VALUE}b`).toString('base64')],
		['base64 of still more', Buffer.from(`ab${VALUE}`).toString('base64')],
		['base64 for addresses', Buffer.from(`{"key":"${VALUE}"}`).toString('base64url')],
		['as an address writes it', [...bytes].map((byte) => `%${byte.toString(16)}`).join('')],
		['as JSON may write it', [...bytes].map((byte) => `\\u00${byte.toString(16)}`).join('')],
	])('is known by %s', (_what, text) => {
		expect(secret().isIn(text)).toBe(true);
	});

	it.each([
		['nothing', ''],
		['11 characters of it', VALUE.slice(0, 11)],
		['another value', 'sk-live-fedcba9876543210'],
		['its fingerprint', secret().fingerprint('1'.repeat(64))],
		['its label', 'keyturn/values/x'],
	])('is not known by %s', (_what, text) => {
		expect(secret().isIn(text)).toBe(false);
	});

	it('a short value is known by all of it, and a word of few letters by nothing', () => {
		expect(new Secret('pass-word', '', []).isIn('my pass-word')).toBe(true);
		expect(new Secret('pass-word', '', []).isIn('my pass-wor')).toBe(false);
		expect(new Secret('12345678', '', []).isIn('No. 12345678')).toBe(true);
		expect(new Secret('1234567', '', []).isIn('No. 1234567')).toBe(false);
		for (const word of ['', 'work', 'null']) expect(new Secret(word, '', []).isIn('null work')).toBe(false);
	});
});

describe('what can serve as a key', () => {
	it.each([
		['', /empty/],
		['sk-two\nlines', /line break/],
		['sk-\u0000', /control character/],
		['sk-\u007f', /control character/],
		[' sk-blank', /begins or ends with a space/],
		['sk-blank ', /begins or ends with a space/],
		['sk-zero-width\u200b', /perhaps one that cannot be seen/],
		['\ufeffsk-mark', /perhaps one that cannot be seen/],
		['sk-no\u00a0break', /perhaps one that cannot be seen/],
		['sk-dash\u2013ed', /beyond the plain letters/],
		['sk-\u00e9', /beyond the plain letters/],
		['sk-😀', /beyond the plain letters/],
		['x'.repeat(16_385), /longer than/],
	])('%j cannot, and the reason does not repeat it', (value, reason) => {
		const fault = new Secret(value, 'x', []).fault();
		expect(fault).toMatch(reason);
		if (value !== '') expect(fault).not.toContain(value);
	});

	it('each character that can be printed in ASCII can be in one', () => {
		const all = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');
		expect(new Secret(`x${all}`, 'x', []).fault()).toBeNull();
	});
});

describe('names and addresses', () => {
	it.each([
		'../admin/x',
		'a/b',
		'a..b',
		'%2e%2e',
		'🔑',
		'Ä',
		'A',
		'',
		'.',
		'-',
		'a\u0000',
		'a'.repeat(129),
		5,
		null,
		{},
	])('%j is no key name', async (name) => {
		expect((await refusal(() => keyName(name))).code).toBe('BAD_INPUT');
	});

	it.each(['a', 'marketing-summariser.openai', 'a_1', '9'.repeat(128)])('%j is a key name', (name) => {
		expect(keyName(name)).toBe(name);
	});

	it.each([
		'../x',
		'x/..',
		'/x',
		'x/',
		'x//y',
		'.x',
		'x\\y',
		'x%2fy',
		'x?y',
		'x#y',
		'x y',
		'x/'.repeat(13),
		'é',
	])('%j is no path in the vault', async (path) => {
		expect((await refusal(() => vaultPath(path, 'Path'))).code).toBe('BAD_INPUT');
	});

	it.each([
		'http://example.com',
		'ftp://example.com',
		'javascript:alert(1)',
		'https://u@example.com',
		'https://u:p@example.com',
		'http://127.0.0.1.example.com',
		'http://localhost.example.com',
		'http://[::2]',
		'http://0x7f000001.example.com',
		'x',
	])('%j is no address to send a secret to', async (address) => {
		const error = await refusal(() => originOf(address, 'Address'));
		expect(error.code).toBe('ADDRESS');
		expect(error.message).not.toContain('u:p');
	});

	it('an address keeps its scheme, host and port, and loses a slash at its end', () => {
		expect(originOf('https://Example.COM:443/x', 'A')).toBe('https://example.com');
		expect(originOf('http://127.0.0.1:8200', 'A')).toBe('http://127.0.0.1:8200');
		expect(baseAddress('https://example.com/hub//', 'A')).toBe('https://example.com/hub');
	});
});

describe('law 9: an editor who can register keys at his own host', () => {
	const EVIL = 'https://evil.test';

	/** Registers, rotates and sweeps with these settings; gives everything that arrived at the editor’s host. */
	async function heardWith(
		more: Parameters<Scene['registration']>[0],
	): Promise<{ heard: string; codes: string[]; scene: Scene }> {
		const scene = await Scene.begin();
		await scene.handMade();
		const heard: unknown[] = [];
		const http = scene.host.http;
		const host = {
			...scene.host,
			http: async (request: Parameters<typeof http>[0]) => {
				if (!request.url.startsWith(EVIL)) return await http(request);
				heard.push(request);
				return {
					status: 200,
					headers: {},
					body: JSON.stringify({ keyId: 'k', keys: [], next: null, id: 'k', value: 'v' }),
				};
			},
		};
		Object.assign(scene.host, { http: host.http });
		const codes: string[] = [];
		const attempt = async (run: () => Promise<unknown>) => {
			await run().catch((error: unknown) => {
				codes.push((error as KeyturnError).code);
				expect((error as KeyturnError).message).toContain(PROVIDER);
			});
		};
		const keyturn = await scene.open();
		await attempt(() => keyturn.register(scene.registration(more)));
		return { heard: JSON.stringify(heard), codes, scene };
	}

	const smoke = { method: 'GET', header: 'x-api-key', expectStatus: 200 } as const;
	it.each<[string, Parameters<Scene['registration']>[0]]>([
		['the provider’s address', { providerSettings: { address: EVIL } }],
		[
			'a check address',
			{
				provider: 'manual',
				admin: '',
				providerSettings: { createPage: EVIL, probeUrl: `${EVIL}/x`, sendAs: 'bearer' },
			},
		],
		[
			'a check address with a header',
			{
				provider: 'manual',
				admin: '',
				providerSettings: { createPage: EVIL, probeUrl: `${EVIL}/x`, sendAs: 'header', header: 'x-api-key' },
			},
		],
		[
			'another provider’s address',
			{ provider: 'jupyterhub', providerSettings: { address: EVIL, user: 'u' } },
		],
		['the smoke test, as a bearer token', { smoke: { ...smoke, url: `${EVIL}/smoke`, sendAs: 'bearer' } }],
		['the smoke test, in a header', { smoke: { ...smoke, url: `${EVIL}/smoke`, sendAs: 'header' } }],
	])(
		'%s at his host gets not one byte of a value, and the refusal names the allowed origin',
		async (_name, more) => {
			const { heard, codes, scene } = await heardWith(more);
			expect(codes).toEqual(['ORIGIN_REFUSED']);
			for (const each of scene.secrets) expect(heard).not.toContain(each.slice(0, 12));
		},
	);

	it('the same settings at the allowed origin are accepted: the refusal is the origin’s alone', async () => {
		const { codes } = await heardWith({
			smoke: { ...smoke, url: `${PROVIDER}/v1/whoami`, sendAs: 'bearer' },
		});
		expect(codes).toEqual([]);
	});

	it('a value is adopted only from where keys may live', async () => {
		const scene = await Scene.begin();
		const keyturn = await scene.open();
		for (const path of [
			`${scene.corner.prefix}/admin/dev`,
			'admin/dev',
			`${scene.corner.prefix}/system/installation`,
			'other/x',
		])
			expect((await refusal(() => keyturn.register(scene.registration({ path })))).code).toBe('BAD_INPUT');
		expect(
			(await keyturn.register(scene.registration({ path: `${scene.corner.prefix}/values/${KEY}` }))).status,
		).toBe('never issued');
	});
});
