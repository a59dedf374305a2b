import { KeyturnError, type ErrorCode } from '../../../core/errors';
import type { Keyturn } from '../../../core/keyturn';
import { refusal } from '../../contract/provider-suite';
import { leastPolicy, without } from '../../fakes/policy';
import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';

interface Row {
	/** What is wrong, as the test's name. */
	readonly wrong: string;
	readonly code: ErrorCode;
	/** Words that the sentence must hold: what, and where. */
	readonly says: RegExp;
	begin?(): Promise<Scene>;
	/** Makes it wrong, after which nothing may change any more. */
	spoil?(scene: Scene): unknown;
	open?(scene: Scene): Promise<Keyturn>;
	act(keyturn: Keyturn, scene: Scene): Promise<unknown>;
}

const registered = () => Scene.registered();
const fresh = async () => {
	const scene = await Scene.begin();
	await scene.handMade();
	return scene;
};
const rotate = (keyturn: Keyturn) => keyturn.rotate(KEY);
const register = (keyturn: Keyturn, scene: Scene) => keyturn.register(scene.registration());

/** The provider answers like this to whatever it is asked next. */
const answers =
	(status: number, times = 3) =>
	({ provider }: Scene) => {
		if (status === 429) provider.knobs.rateLimitNext = { count: times, retryAfterSeconds: 31_536_000 };
		else provider.knobs.failNext = { status, count: times };
	};

const rows: readonly Row[] = [
	{
		wrong: 'the address of the vault leads nowhere',
		code: 'NO_ANSWER',
		says: /^Vault \(.*\): no complete answer came$/,
		open: (scene) => scene.open({ address: 'https://vault.nowhere.test' }),
		act: rotate,
	},
	{
		wrong: 'the address of the vault is not https',
		code: 'ADDRESS',
		says: /^Vault address: use https/,
		act: (_keyturn, scene) => scene.open({ address: 'http://vault.example' }),
	},
	{
		wrong: 'a web page stands at the vault’s address',
		code: 'SERVER_FAILED',
		says: /^Vault: the server answered 502$/,
		spoil: ({ vault }) => void (vault.knobs.htmlErrorNext = 100),
		act: rotate,
	},
	{
		wrong: 'the vault is sealed',
		code: 'SEALED',
		says: /^Vault: it is sealed/,
		spoil: ({ vault }) => void (vault.knobs.sealed = true),
		act: rotate,
	},
	{
		wrong: 'the vault was never set up',
		code: 'SEALED',
		says: /^Vault: it was never initialised/,
		spoil: ({ host }) => {
			host.between = () => ({ status: 501, headers: {}, body: '' });
		},
		act: rotate,
	},
	{
		wrong: 'the vault limits requests',
		code: 'RATE_LIMITED',
		says: /^Vault: too many requests \(429\), it asks for 1 s$/,
		spoil: ({ vault }) => void (vault.knobs.rateLimitNext.count = 100),
		act: rotate,
	},
	{
		wrong: 'the vault token has expired',
		code: 'LOGIN_REFUSED',
		says: /^Vault: .*\(403\): the login has expired/,
		async open(scene) {
			const token = await scene.corner.token(undefined, '1s');
			scene.time.pass(2_000);
			return await scene.open({ login: 'token', token });
		},
		act: rotate,
	},
	{
		wrong: 'the secret ID of the vault login is wrong',
		code: 'LOGIN_REFUSED',
		says: /^Vault: it refused the AppRole login/,
		open: (scene) => scene.open({ secretId: 'not-the-secret-id' }),
		act: rotate,
	},
	{
		wrong: 'a right is missing when a key is registered',
		code: 'RIGHT_MISSING',
		says: /^Vault login: it lacks update on secret\/data\/corner-[^;]*\/pending\/marketing-summariser\.dev$/,
		begin: fresh,
		open: (scene) => lacking(scene, 'pending', 'update'),
		act: register,
	},
	{
		wrong: 'a right is missing when a key is rotated',
		code: 'RIGHT_MISSING',
		says: /^Vault login: it lacks create on secret\/data\/corner-[^;]*\/audit\//,
		open: (scene) => lacking(scene, 'audit', 'create'),
		act: rotate,
	},
	{
		wrong: 'the mount is an engine of version 1',
		code: 'WRONG_ENGINE',
		says: /^Vault: kv1 is not a key\/value engine of version 2$/,
		begin: fresh,
		async open(scene) {
			await scene.corner.root('POST', 'sys/mounts/kv1', { type: 'kv', options: { version: '1' } });
			const token = await scene.corner.token(leastPolicy('kv1', scene.corner.prefix));
			return await scene.open({ login: 'token', token, mount: 'kv1' });
		},
		act: register,
	},
	{
		wrong: 'there is no such namespace',
		code: 'LOGIN_REFUSED',
		says: /^Vault: it has no such namespace/,
		open: (scene) => scene.open({ namespace: 'nowhere' }),
		act: rotate,
	},
	{
		wrong: 'there is no such key',
		code: 'NO_SUCH_KEY',
		says: /^other\.key: no such key is registered$/,
		act: (keyturn) => keyturn.rotate('other.key'),
	},
	{
		wrong: 'the key is registered already',
		code: 'KEY_EXISTS',
		says: /^marketing-summariser\.dev: a key of this name/,
		act: register,
	},
	{
		wrong: 'the entry is the one that is kept for another key',
		code: 'BAD_INPUT',
		says: /^Vault Path: it is outside the paths that the vault credential allows$/,
		act: (keyturn, scene) =>
			keyturn.register(scene.registration({ name: 'another', path: `${scene.corner.prefix}/values/${KEY}` })),
	},
	{
		wrong: 'there is no such admin credential',
		code: 'NO_SUCH_ENTRY',
		says: /^Vault \(.*admin\/nobody\): there is no such admin credential$/,
		begin: fresh,
		act: (keyturn, scene) => keyturn.register(scene.registration({ admin: 'nobody' })),
	},
	...['acme', 'constructor', '__proto__', 'toString'].map((provider): Row => ({
		wrong: `the provider is ${provider}`,
		code: 'BAD_INPUT',
		says: /^Provider: choose one from the list$/,
		begin: fresh,
		act: (keyturn, scene) => keyturn.register(scene.registration({ provider })),
	})),
	{
		wrong: 'the admin credential is the key that is to be rotated',
		code: 'ADMIN_IS_KEY',
		says: /the admin credential is the key that is to be rotated/,
		begin: fresh,
		spoil: (scene) => scene.corner.write(`values/${KEY}`, { value: ADMIN_KEY }),
		act: register,
	},
	{
		wrong: 'the grace is as long as the time between two rotations',
		code: 'GRACE_TOO_LONG',
		says: /the grace is at least as long as the time between two rotations/,
		begin: fresh,
		act: (keyturn, scene) => keyturn.register(scene.registration({ cadenceDays: 1, graceHours: 24 })),
	},
	{
		wrong: 'the grace is shorter than a value may be cached for',
		code: 'GRACE_TOO_SHORT',
		says: /a value may be used for 2 hours after it was replaced/,
		begin: fresh,
		act: (keyturn, scene) => keyturn.register(scene.registration({ graceHours: 1, cacheSeconds: 3_600 })),
	},
	{
		wrong: 'the provider answers 401',
		code: 'ADMIN_REFUSED',
		says: /^Dev provider \(list\): the credential was refused \(401\)$/,
		spoil: answers(401),
		act: rotate,
	},
	{
		wrong: 'the provider answers 403',
		code: 'ADMIN_REFUSED',
		says: /^Dev provider \(list\): the credential was refused \(403\)$/,
		spoil: answers(403),
		act: rotate,
	},
	{
		wrong: 'the provider answers 429 and asks for a year',
		code: 'RATE_LIMITED',
		says: /\(429\), it asks for 3600 s$/,
		spoil: answers(429),
		act: rotate,
	},
	{
		wrong: 'the provider answers 500',
		code: 'SERVER_FAILED',
		says: /^Dev provider \(list\): the server answered 500$/,
		spoil: answers(500),
		act: rotate,
	},
	{
		wrong: 'the provider answers with the page of a proxy',
		code: 'SERVER_FAILED',
		says: /^Dev provider \(list\): the server answered 502$/,
		spoil: ({ provider }) => void (provider.knobs.htmlErrorNext = 3),
		act: rotate,
	},
	{
		wrong: 'the provider answers with a login page and 200',
		code: 'UNEXPECTED_ANSWER',
		says: /^Dev provider \(list\): a web page came instead of data$/,
		spoil: ({ host }) => {
			host.between = (request, service, origin) =>
				origin === PROVIDER
					? { status: 200, headers: {}, body: `<html>${ADMIN_KEY}</html>` }
					: service(request);
		},
		act: rotate,
	},
	{
		wrong: 'the provider redirects',
		code: 'UNEXPECTED_ANSWER',
		says: /it redirects \(302\); Keyturn follows no redirect$/,
		spoil: ({ host }) => {
			host.between = (request, service, origin) =>
				origin === PROVIDER
					? { status: 302, headers: { location: 'https://evil.test' }, body: '' }
					: service(request);
		},
		act: rotate,
	},
	{
		wrong: 'the machine’s clock is 10 minutes fast',
		code: 'CLOCK_OFF',
		says: /^Clock: the machine’s clock is (600|601) s off the vault’s$/,
		spoil: ({ host }) => void (host.skewMs = 600_000),
		act: rotate,
	},
	{
		wrong: 'a proxy takes the Date header off the vault’s answers',
		code: 'CLOCK_OFF',
		says: /^Vault: its answers do not tell the time$/,
		spoil: ({ host }) => {
			host.between = (request, service) => {
				const answer = service(request);
				const headers = Object.entries(answer.headers).filter(([name]) => name !== 'date');
				return { ...answer, headers: Object.fromEntries(headers) };
			};
		},
		act: rotate,
	},
	{
		wrong: 'the machine’s clock is 10 minutes slow when a key is registered',
		code: 'CLOCK_OFF',
		says: /^Clock: the machine’s clock is (599|600|601) s off the vault’s$/,
		begin: fresh,
		spoil: ({ host }) => void (host.skewMs = -600_000),
		act: register,
	},
	{
		wrong: 'somebody changed the value in the vault',
		code: 'CHANGED_OUTSIDE',
		says: /the vault holds another value than Keyturn put there/,
		spoil: (scene) => scene.handMade(),
		act: rotate,
	},
	{
		wrong: 'somebody deleted the value in the vault',
		code: 'ENTRY_DELETED',
		says: /values\/marketing-summariser\.dev\): the newest version was deleted/,
		spoil: ({ corner }) => corner.root('DELETE', `secret/data/${corner.prefix}/values/${KEY}`),
		act: rotate,
	},
	{
		wrong: 'the key in use is dead already',
		code: 'NOT_LISTED',
		says: /^Dev Provider: it does not list the key in use/,
		spoil: ({ provider }) => {
			provider.handle({
				method: 'DELETE',
				path: `/v1/keys/${provider.state.keys[0]!.id}`,
				query: {},
				headers: { authorization: `Bearer ${ADMIN_KEY}` },
				body: '',
			});
		},
		act: rotate,
	},
	{
		wrong: 'the key in use is not accepted',
		code: 'OLD_NOT_ALIVE',
		says: /^Dev Provider: the key in use is dead$/,
		spoil: ({ provider }) => void (provider.state.keys[0]!.disabled = true),
		act: rotate,
	},
	{
		wrong: 'a rotation that is not under way is rolled back',
		code: 'NOT_NOW',
		says: /no rotation is under way/,
		act: (keyturn) => keyturn.rollBack(KEY),
	},
	{
		wrong: 'an old key that is not there is retired',
		code: 'NOT_NOW',
		says: /there is no old key in grace/,
		act: (keyturn) => keyturn.retireOldKey(KEY),
	},
	{
		wrong: 'nobody confirms an emergency',
		code: 'CONFIRM',
		says: /needs the name of the person who confirms it/,
		act: (keyturn) => keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: '', leaked: 'in use' }),
	},
	...['🔑', 'team/key', '../admin/x', '%2e%2e', 'a\u0000', 'x'.repeat(10_000), '', 'Ä', 'a..b'].flatMap(
		(name): Row[] => [
			{
				wrong: `${JSON.stringify(name).slice(0, 20)} is registered`,
				code: 'BAD_INPUT',
				says: /^Key name: use 1 to 128 small letters/,
				begin: fresh,
				act: (keyturn, scene) => keyturn.register(scene.registration({ name })),
			},
			{
				wrong: `${JSON.stringify(name).slice(0, 20)} is rotated`,
				code: 'BAD_INPUT',
				says: /^Key name: use 1 to 128 small letters/,
				act: (keyturn) => keyturn.rotate(name),
			},
		],
	),
	...(['app', 'owner'] as const).map((field): Row => ({
		wrong: `the ${field} is two lines`,
		code: 'BAD_INPUT',
		says: /^(App|Owner): use one line/,
		begin: fresh,
		act: (keyturn, scene) => keyturn.register(scene.registration({ [field]: 'a\nb' })),
	})),
	...[
		{ cadenceDays: 0 },
		{ cadenceDays: 91 },
		{ graceHours: -1 },
		{ cacheSeconds: NaN },
		{ delaySeconds: 0 },
		{ observeSeconds: Infinity },
	].map((more): Row => ({
		wrong: `${JSON.stringify(more)} is a setting`,
		code: 'BAD_INPUT',
		says: /: use a number from \d+ to \d+$/,
		begin: fresh,
		act: (keyturn, scene) => keyturn.register(scene.registration(more)),
	})),
];

/** A login with the least policy, less one right. */
async function lacking(scene: Scene, folder: string, right: string): Promise<Keyturn> {
	const { prefix } = scene.corner;
	const rules = without(leastPolicy('secret', prefix), `secret/data/${prefix}/${folder}/*`, right);
	return await scene.open({ login: 'token', token: await scene.corner.token(rules) });
}

describe('bad input: one sentence with what, where and what to do, and nothing half-done', () => {
	it.each(rows.map((row) => [row.wrong, row] as const))('%s', async (_wrong, row) => {
		const scene = await (row.begin ?? registered)();
		const keyturn = await (row.open ?? ((each: Scene) => each.open()))(scene);
		await row.spoil?.(scene);
		const before = scene.state();
		const error = await refusal(() => row.act(keyturn, scene));
		expect([error.code, error.message]).toEqual([row.code, expect.stringMatching(row.says)]);
		expect(error.next).toMatch(/^[A-Z].*\.$/);
		expect(error.message.length + error.next.length).toBeLessThan(500);
		expect(error.message).not.toContain('\n');
		const text = `${error.message} ${error.next} ${error.stack ?? ''} ${JSON.stringify(error)}`;
		for (const secret of scene.secrets) expect(text).not.toContain(secret);
		expect('cause' in error).toBe(false);
		expect(scene.state()).toEqual(before);
		expect(scene.changes()).toEqual([]);
	});

	it('the comparison above sees one write too many', async () => {
		const scene = await registered();
		const before = scene.state();
		await scene.corner.write('values/other', { value: 'x' });
		expect(scene.state()).not.toEqual(before);
	});
});

describe('what is in the way after a rotation has begun', () => {
	it('a key limit: no key is made, the old one stays, and the sentence says so', async () => {
		const scene = await registered();
		scene.provider.knobs.keyLimit = 1;
		const [old] = scene.living();
		const done = await scene.until(await scene.open(), 'rolled back');
		expect(done.sentence).toContain('allows no further key');
		expect(done).toMatchObject({ keyId: old, notProvedDead: 0 });
		expect(scene.living()).toEqual([old]);
		expect(scene.changes().filter((each) => each.startsWith('DELETE'))).toEqual([]);
	});

	it('a second rotation at the same time is told that another run is at work, and changes nothing', async () => {
		const scene = await registered();
		const [one, other] = [await scene.open(), await scene.open()];
		const second: unknown[] = [];
		const http = scene.host.http;
		let pending: Promise<unknown> = Promise.resolve();
		Object.assign(scene.host, {
			async http(request: Parameters<typeof http>[0]) {
				if (request.method === 'POST' && request.url === `${PROVIDER}/v1/keys` && second.length === 0) {
					second.push('begun');
					pending = other.rotate(KEY).catch((error: unknown) => second.push(error));
					await pending;
				}
				return await http(request);
			},
		});
		await one.rotate(KEY);
		await pending;
		expect(second[1]).toBeInstanceOf(KeyturnError);
		expect(second[1]).toMatchObject({
			code: 'BUSY',
			message: expect.stringContaining('another run is at work'),
		});
		expect(scene.changes()).toEqual(['POST /v1/keys']);
	});

	it('a hundred items for one key make one rotation', async () => {
		const scene = await registered();
		const keyturn = await scene.open();
		const ends = await Promise.allSettled(Array.from({ length: 100 }, () => keyturn.rotate(KEY)));
		expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true);
		for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'BUSY' });
		expect(scene.changes()).toEqual(['POST /v1/keys']);
		for (let item = 0; item < 100; item++) await keyturn.rotate(KEY);
		expect(scene.changes()).toEqual(['POST /v1/keys']);
	});

	it.each([
		['7', 90, 5],
		['4', 90, 2],
		['60', 30, 30],
		['366', 90, 90],
		['', 90, 90],
	])(
		'a key that expires after %j days and is rotated every %i is due again after %d',
		async (expiresInDays, cadenceDays, days) => {
			const scene = await Scene.begin();
			const keyturn = await scene.open();
			const providerSettings = { address: PROVIDER, scopes: 'work', expiresInDays };
			await keyturn.register(scene.registration({ providerSettings, cadenceDays }));
			const { dueAt, steps } = await scene.until(keyturn, 'up to date');
			expect((Date.parse(dueAt) - Date.parse(steps.at(-1)!.at)) / 86_400_000).toBeCloseTo(days, 2);
		},
	);

	it('one entry of an app cannot be two keys', async () => {
		const scene = await Scene.begin();
		const { prefix } = scene.corner;
		const { value } = await scene.handMade();
		await scene.corner.root('POST', `secret/metadata/apps/${prefix}`, {
			custom_metadata: { 'keyturn-origins': PROVIDER },
		});
		await scene.corner.root('POST', `secret/data/apps/${prefix}`, { data: { value } });
		const rules = {
			...leastPolicy('secret', prefix),
			'secret/data/apps/*': ['create', 'read', 'update'],
			'secret/metadata/apps/*': ['read'],
			'secret/destroy/apps/*': ['update'],
		};
		const keyturn = await scene.open({
			login: 'token',
			token: await scene.corner.token(rules),
			otherPaths: 'apps',
		});
		const path = `apps/${prefix}`;
		await keyturn.register(scene.registration({ name: 'first', path }));
		const before = scene.state();
		const error = await refusal(() => keyturn.register(scene.registration({ name: 'second', path })));
		expect(error.code).toBe('KEY_EXISTS');
		expect(error.message).toBe(`${path}: another key is registered at this entry`);
		expect(scene.state()).toEqual(before);
	});

	it('fifty keys at once each get one key, none gets another’s, and the sweep names no failure', async () => {
		const scene = await Scene.begin();
		const keyturn = await scene.open();
		const names = Array.from({ length: 50 }, (_, n) => `key-${n}`);
		for (const name of names) {
			await scene.corner.allow(`values/${name}`, PROVIDER);
			await keyturn.register(scene.registration({ name }));
		}
		scene.time.pass(2_000);
		const sweep = await keyturn.rotateDue(600_000);
		expect([sweep.looked, sweep.left, sweep.failures]).toEqual([50, 0, []]);
		expect(scene.living()).toHaveLength(50);
		scene.time.pass(300_000);
		const { failures, reports } = await keyturn.rotateDue(600_000);
		expect(failures).toEqual([]);
		expect(new Set(reports.map(({ keyId }) => keyId)).size).toBe(50);
		expect(reports.every(({ status }) => status === 'up to date')).toBe(true);
		expect(await keyturn.listDue()).toEqual([]);
		expect(scene.living()).toHaveLength(50);
	});
});
