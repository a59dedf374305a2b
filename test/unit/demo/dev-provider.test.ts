import { DevProvider } from '../../../demo/dev-provider/provider';
import type { DevProviderKnobs } from '../../../demo/dev-provider/knobs';
import { countingRandom, manualClock, sender, type CallOptions, type Json } from './in-memory';

const ADMIN = 'admin-key';

function fixture(knobs: Partial<DevProviderKnobs> = {}) {
	const clock = manualClock();
	const provider = new DevProvider({ adminKeys: [ADMIN], now: clock.now, random: countingRandom() });
	Object.assign(provider.knobs, knobs);
	const send = sender(
		(request) => provider.handle(request),
		(token) => ({ authorization: `Bearer ${token}` }),
	);
	const admin = (method: string, path: string, body?: unknown) =>
		send(method, `/v1/${path}`, { token: ADMIN, body });
	const create = (name: string, more: object = {}) => admin('POST', 'keys', { name, ...more }).json;
	const whoami = (token?: string) => send('GET', '/v1/whoami', token === undefined ? {} : { token });
	const work = (token: string) => send('POST', '/v1/work', { token });
	return { clock, provider, send, admin, create, whoami, work };
}

describe('keys', () => {
	it('are shown once, named by whoami and dead after DELETE', () => {
		const { admin, create, whoami, clock } = fixture();
		const made = create('app', { scopes: ['work'], expiresInSeconds: 60 });
		expect(Object.keys(made).sort()).toEqual(['createdAt', 'expiresAt', 'id', 'name', 'scopes', 'value']);
		expect(Date.parse(made.expiresAt)).toBe(clock.now() + 60_000);
		expect(whoami(made.value).json).toEqual({ keyId: made.id, name: 'app', scopes: ['work'] });
		const { keys, next } = admin('GET', 'keys').json;
		expect(next).toBeNull();
		const { value, ...shown } = made;
		expect(keys).toEqual([{ ...shown, disabled: false, lastUsedAt: made.createdAt }]);
		expect(admin('DELETE', `keys/${made.id}`)).toMatchObject({ status: 204, text: '' });
		expect(whoami(value)).toMatchObject({ status: 401, json: { error: 'invalid_key' } });
		expect(admin('DELETE', `keys/${made.id}`).status).toBe(404);
		expect(admin('GET', 'keys').json.keys).toEqual([]);
	});

	it('may do everything unless told otherwise', () => {
		const { create, work } = fixture();
		expect(create('open').scopes).toEqual(['*']);
		const read = create('reader', { scopes: ['read'] });
		expect(work(read.value)).toMatchObject({ status: 403, json: { code: 'missing_scope' } });
		expect(work(create('worker', { scopes: ['work'] }).value).json.ok).toBe(true);
	});

	it('are disabled and enabled', () => {
		const { admin, create, whoami } = fixture();
		const { id, value } = create('app');
		expect(admin('POST', `keys/${id}/disable`).json.disabled).toBe(true);
		expect(whoami(value).status).toBe(401);
		expect(admin('POST', `keys/${id}/enable`).status).toBe(200);
		expect(whoami(value).status).toBe(200);
		expect(admin('POST', 'keys/key_none/disable').status).toBe(404);
	});

	it('are listed page by page, also when the key at the cursor is gone', () => {
		const { admin, create } = fixture();
		for (let n = 0; n < 120; n += 1) create(`k${n}`);
		const names: string[] = [];
		let next: string | null = '';
		while (next !== null) {
			const page: Json = admin('GET', `keys?cursor=${next}`).json;
			expect(page.keys.length).toBeLessThanOrEqual(50);
			names.push(...page.keys.map((key: Json) => key.name));
			next = page.next;
			if (next !== null) admin('DELETE', `keys/${next}`);
		}
		expect(names).toEqual(Array.from({ length: 120 }, (_, n) => `k${n}`));
		expect(admin('GET', 'keys?cursor=nonsense')).toMatchObject({ status: 400, json: { code: 'bad_cursor' } });
	});

	it.each([
		[{}, 'name must'],
		[{ name: '' }, 'name must'],
		[{ name: 'a', scopes: 'work' }, 'scopes must'],
		[{ name: 'a', expiresInSeconds: 0 }, 'expiresInSeconds must'],
	])('are not made from %j', (body, message) => {
		const answer = fixture().admin('POST', 'keys', body);
		expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining(message) } });
	});

	it('are kept as hashes only', () => {
		const { provider, create, whoami } = fixture();
		const { value } = create('app');
		whoami(value);
		expect(JSON.stringify(provider.state)).not.toContain(value);
		expect(JSON.stringify(provider.state)).not.toContain(ADMIN);
		expect(structuredClone(provider.state)).toEqual(provider.state);
	});
});

describe('administration', () => {
	it('needs an administrator, of whom there may be several', () => {
		const { provider, send, create } = fixture();
		const { value } = create('app');
		const list = (options: CallOptions) => send('GET', '/v1/keys', options).status;
		expect(list({})).toBe(401);
		expect(list({ token: 'made-up' })).toBe(401);
		expect(list({ token: value })).toBe(403);
		provider.addAdmin('second');
		expect(list({ token: 'second' })).toBe(200);
	});

	it('is no managed key', () => {
		const { whoami, work } = fixture();
		expect(whoami(ADMIN).json).toEqual({ keyId: null, name: 'admin', scopes: ['admin'] });
		expect(work(ADMIN).status).toBe(401);
	});

	it('sets knobs that exist and fit, all or none', () => {
		const { admin } = fixture();
		expect(admin('PUT', 'knobs', { keyLimit: 2, anonymous200: true }).json).toMatchObject({ keyLimit: 2 });
		for (const wrong of [{ nothing: 1 }, { deadAnswer: 500 }, { failNext: { status: 200, count: 1 } }]) {
			expect(admin('PUT', 'knobs', { anonymous200: false, ...wrong }).status).toBe(400);
		}
		expect(admin('GET', 'knobs').json).toMatchObject({ keyLimit: 2, anonymous200: true });
	});

	it('counts what was called with which key', () => {
		const { admin, create, work, clock } = fixture();
		const [one, two] = [create('one'), create('two')];
		work(one.value);
		work('made-up');
		admin('DELETE', `keys/${one.id}`);
		clock.pass(1);
		work(one.value);
		work(two.value);
		expect(admin('GET', 'stats').json).toEqual({
			total: 4,
			failed: 2,
			withDeadKey: 1,
			byKey: { [one.id]: { ok: 1, refused: 1 }, [two.id]: { ok: 1, refused: 0 } },
			createdKeys: 2,
			livingKeys: [{ id: two.id, name: 'two' }],
			revoked: [{ id: one.id, revokedAt: one.createdAt, deadAt: one.createdAt, callsAfterDeath: 1 }],
		});
	});
});

it('without faults: refuses what a good service refuses', () => {
	const { admin, create, whoami, clock } = fixture();
	const made = create('app', { expiresInSeconds: 1 });
	expect(admin('POST', 'keys', { name: 'app' })).toMatchObject({ status: 409, json: { code: 'name_taken' } });
	expect(whoami()).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
	expect(whoami('garbage')).toMatchObject({ status: 401, json: { error: 'invalid_key' } });
	clock.pass(1_000);
	expect(whoami(made.value)).toMatchObject({ status: 401, json: { error: 'invalid_key' } });
	expect(admin('GET', 'nothing').status).toBe(404);
});

describe('faults', () => {
	it('listDelayMs: a new key is missing from the list', () => {
		const { admin, create, whoami, clock } = fixture({ listDelayMs: 5_000 });
		const { value } = create('app');
		expect(admin('GET', 'keys').json.keys).toEqual([]);
		expect(whoami(value).status).toBe(200);
		clock.pass(5_000);
		expect(admin('GET', 'keys').json.keys).toHaveLength(1);
	});

	it('revokeDelayMs: a deleted key is still accepted', () => {
		const { admin, create, work, clock } = fixture({ revokeDelayMs: 60_000 });
		const { id, value } = create('app');
		admin('DELETE', `keys/${id}`);
		clock.pass(59_999);
		expect(work(value).status).toBe(200);
		clock.pass(1);
		expect(work(value).status).toBe(401);
		expect(admin('GET', 'stats').json).toMatchObject({ withDeadKey: 1, revoked: [{ callsAfterDeath: 1 }] });
	});

	it('activateDelayMs: a new key is refused at first', () => {
		const { create, whoami, clock } = fixture({ activateDelayMs: 3_000 });
		const { value } = create('app');
		expect(whoami(value)).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
		clock.pass(3_000);
		expect(whoami(value).status).toBe(200);
	});

	it('deleteMissingAnswers200', () => {
		expect(fixture({ deleteMissingAnswers200: true }).admin('DELETE', 'keys/key_never').status).toBe(200);
	});

	it('anonymous200: whoami says 200 to anything, work does not', () => {
		const { whoami, work } = fixture({ anonymous200: true });
		expect([whoami(), whoami('garbage')]).toMatchObject([
			{ status: 200, json: {} },
			{ status: 200, json: {} },
		]);
		expect(work('garbage').status).toBe(401);
	});

	it.each([200, 401, 403] as const)('deadAnswer %i', (deadAnswer) => {
		const { admin, create, whoami, work } = fixture({ deadAnswer });
		const { id, value } = create('app');
		admin('DELETE', `keys/${id}`);
		for (const answer of [whoami(value), work(value)]) {
			expect(answer).toMatchObject({ status: deadAnswer, json: { error: 'invalid_key' } });
		}
		expect(admin('GET', 'stats').json.failed).toBe(1);
	});

	it('leakingList: the list shows values', () => {
		const { admin, create } = fixture({ leakingList: true });
		const { value } = create('app');
		expect(admin('GET', 'keys').json.keys[0].value).toBe(value);
	});

	it('duplicateNames: a second key of the same name', () => {
		const { create } = fixture({ duplicateNames: 'allow' });
		expect(create('app').id).not.toBe(create('app').id);
	});

	it('keyLimit: no more than that many at once, disabled ones counted', () => {
		const { admin, create } = fixture({ keyLimit: 2 });
		const { id } = create('one');
		create('two');
		admin('POST', `keys/${id}/disable`);
		expect(admin('POST', 'keys', { name: 'three' })).toMatchObject({
			status: 409,
			json: { code: 'limit_reached' },
		});
		admin('DELETE', `keys/${id}`);
		expect(create('three').id).toBeDefined();
	});

	it('loseAnswerAfterCreate: the key exists and nobody was told', () => {
		const { admin } = fixture({ loseAnswerAfterCreate: 1 });
		expect(admin('POST', 'keys', { name: 'lost' })).toMatchObject({ status: 0, text: '' });
		expect(admin('GET', 'keys').json.keys).toMatchObject([{ name: 'lost' }]);
		expect(admin('POST', 'keys', { name: 'next' }).status).toBe(201);
	});

	it('rateLimitNext, htmlErrorNext, failNext: so many requests, never knobs and stats', () => {
		const { admin } = fixture({
			rateLimitNext: { count: 1, retryAfterSeconds: 9 },
			htmlErrorNext: 1,
			failNext: { status: 503, count: 1 },
		});
		expect(admin('GET', 'stats').status).toBe(200);
		expect(admin('POST', 'keys', { name: 'a' })).toMatchObject({
			status: 502,
			headers: { 'content-type': 'text/html' },
		});
		expect(admin('POST', 'keys', { name: 'a' }).status).toBe(503);
		expect(admin('POST', 'keys', { name: 'a' })).toMatchObject({
			status: 429,
			headers: { 'retry-after': '9' },
		});
		expect(admin('GET', 'keys').json.keys).toEqual([]);
	});

	it('faultPath: faults hit only what starts so', () => {
		const { admin, whoami } = fixture({ htmlErrorNext: 1, faultPath: '/v1/whoami' });
		expect(admin('GET', 'keys').status).toBe(200);
		expect(whoami('x').status).toBe(502);
	});

	it('ignoresExpiry: an expired key is accepted', () => {
		const { create, whoami, clock } = fixture({ ignoresExpiry: true });
		const { value } = create('app', { expiresInSeconds: 1 });
		clock.pass(2_000);
		expect(whoami(value).status).toBe(200);
	});

	it('echoKeyInErrors: an error repeats the presented key', () => {
		const { whoami } = fixture({ echoKeyInErrors: true });
		expect(whoami('garbage').json.presented).toBe('garbage');
	});
});
