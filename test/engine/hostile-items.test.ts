import { named, registerParameters, rotateParameters, runNode } from './workflows';
import { ADMIN, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
	await world.allowKey('good.dev');
	expect(
		(await runNode(world, registerParameters(world, 'good.dev', { graceHours: 24 }))).error,
	).toBeUndefined();
});
afterAll(() => world.close());

const hostile: Readonly<Record<string, unknown>> = {
	'a path upwards': '../admin/dev',
	'a path upwards, encoded': '%2e%2e/admin/dev',
	'a path upwards, encoded twice': '%252e%252e%252fadmin',
	'a dot path': '..',
	'a slash': 'a/b',
	'a backslash': '..\\admin',
	'a NUL': 'good.dev\u0000',
	'a line break': 'good.dev\nx-vault-token: a',
	'10,000 characters': 'a'.repeat(10_000),
	'an emoji': 'good🔑dev',
	'a question mark': 'good.dev?list=true',
	'a number sign': 'good.dev#x',
	nothing: '',
	'a number': 7,
	'an object': { toString: 'good.dev' },
	'a list': ['good.dev'],
	null: null,
	__proto__: '__proto__',
	'another alphabet': 'gооd.dev',
};

const paths = () => world.vault.vault.accessLog.map(({ path }) => path);

test.each(Object.entries(hostile))('%s as a key’s name reaches no address', async (_what, key) => {
	for (const parameters of [
		rotateParameters('={{ $json.key }}'),
		{ resource: 'key', operation: 'getStatus', key: named('={{ $json.key }}') },
		{ ...registerParameters(world, ''), keyName: '={{ $json.key }}' },
	]) {
		const before = paths().length;
		const { error } = await runNode(world, parameters, { items: [{ json: { key } as never }] });
		expect(error?.message).toBeTruthy();
		expect(error?.message).not.toContain('did not expect');
		const after = paths()
			.slice(before)
			.filter((path) => !path.endsWith('/login') && !path.includes('internal/ui/mounts'));
		expect(after).toEqual([]);
	}
});

test.each(Object.entries(hostile))('%s as a vault path reaches no address', async (_what, path) => {
	// An empty field is the entry that Keyturn keeps for the key.
	if (path === '') return;
	const before = paths().length;
	const { error } = await runNode(world, registerParameters(world, 'x.dev', { path: '={{ $json.path }}' }), {
		items: [{ json: { path } as never }],
	});
	expect(error?.message).toBeTruthy();
	expect(
		paths()
			.slice(before)
			.filter((each) => each.includes('%') || each.includes('..')),
	).toEqual([]);
});

test('one bad item does not stop the others, and goes to the error output', async () => {
	const items = ['good.dev', '../admin/dev', 'no-such.dev', 'good.dev'].map((key) => ({ json: { key } }));
	const parameters = { resource: 'key', operation: 'getStatus', key: named('={{ $json.key }}') };
	const done = await runNode(world, parameters, { items, settings: { onError: 'continueErrorOutput' } });
	const [good = [], bad = []] = done.run.data.resultData.runData['Keyturn']?.[0]?.data?.['main'] ?? [];
	expect(good?.map(({ json }) => json['key'])).toEqual(['good.dev', 'good.dev']);
	expect(bad?.map(({ json }) => json['error'])).toEqual([
		expect.stringContaining('use 1 to 128 small letters'),
		expect.stringContaining('no such key'),
	]);
	expect(bad?.map(({ json }) => json['message'])).toEqual([
		expect.stringContaining('. Correct the field and run again.'),
		expect.stringContaining('Choose a key from the list'),
	]);

	const plain = await runNode(world, parameters, { items, settings: { onError: 'continueRegularOutput' } });
	expect(plain.json).toHaveLength(4);
	expect(plain.json.map(({ error }) => error === undefined)).toEqual([true, false, false, true]);
});

test('Simplify counts for each item by itself, and one that cannot be read stops no other', async () => {
	const items = [{ simple: true }, { simple: false }, { simple: 'broken' }].map((json) => ({ json }));
	const simplify = '={{ $json.simple === "broken" ? $("Nowhere").first() : $json.simple }}';
	const parameters = { resource: 'key', operation: 'getStatus', key: named('good.dev'), simplify };
	const before = paths().length;
	const { json } = await runNode(world, parameters, {
		items,
		settings: { onError: 'continueRegularOutput' },
	});
	expect(json.map((row) => [row['key'], 'steps' in row, row['error']])).toEqual([
		['good.dev', false, undefined],
		['good.dev', true, undefined],
		[undefined, false, 'An expression in one of the fields has no value.'],
	]);
	const asked = paths().slice(before);
	expect(asked.filter((path) => path.endsWith('/login'))).toHaveLength(1);
	expect(asked.filter((path) => path.includes('/data/keyturn/documents/good.dev'))).toHaveLength(1);
});

describe('an item cannot choose', () => {
	const items = [
		{
			json: {
				operation: 'retireOldKey',
				resource: 'rotation',
				mode: 'emergency',
				by: 'Mallory',
				host: 'http://127.0.0.1:9',
				provider: 'manual',
				admin: ADMIN,
				key: 'good.dev',
				no: false,
			},
		},
	];
	const cases: Readonly<Record<string, () => object>> = {
		resource: () => ({ ...rotateParameters('good.dev'), resource: '={{ $json.resource }}' }),
		operation: () => ({ ...rotateParameters('good.dev'), operation: '={{ $json.operation }}' }),
		mode: () =>
			rotateParameters('good.dev', { mode: '={{ $json.mode }}', confirmedBy: 'x', leaked: 'in use' }),
		'who confirms': () =>
			rotateParameters('good.dev', { mode: 'emergency', confirmedBy: '={{ $json.by }}', leaked: 'in use' }),
		'the key of an emergency': () =>
			rotateParameters('={{ $json.key }}', { mode: 'emergency', confirmedBy: 'Ada', leaked: 'in use' }),
		'the key of a roll back': () => ({
			resource: 'rotation',
			operation: 'rollBack',
			key: named('={{ $json.key }}'),
		}),
		'the key of a retirement': () => ({
			resource: 'rotation',
			operation: 'retireOldKey',
			key: named('={{ $json.key }}'),
		}),
		'who confirms a retirement': () => ({
			resource: 'rotation',
			operation: 'retireOldKey',
			key: named('good.dev'),
			confirmedBy: '={{ $json.by }}',
		}),
		provider: () => ({ ...registerParameters(world, 'y.dev'), provider: '={{ $json.provider }}' }),
		'the provider’s host': () => ({ ...registerParameters(world, 'y.dev'), devAddress: '={{ $json.host }}' }),
		'the admin credential': () => ({ ...registerParameters(world, 'y.dev'), admin: '={{ $json.admin }}' }),
		'the host of the smoke test': () =>
			registerParameters(world, 'y.dev', {
				smoke: { test: { url: '={{ $json.host }}', method: 'GET', sendAs: 'none', expectStatus: 200 } },
			}),
		'the host of a target': () =>
			registerParameters(world, 'y.dev', {
				targets: { httpHook: [{ address: '={{ $json.host }}', admin: ADMIN }] },
			}),
		'the admin credential of a target': () =>
			registerParameters(world, 'y.dev', {
				targets: { httpHook: [{ address: 'http://127.0.0.1:9', admin: '={{ $json.admin }}' }] },
			}),
		'the dry run': () => rotateParameters('good.dev', { options: { dryRun: '={{ $json.no }}' } }),
	};

	test.each(Object.entries(cases))('%s', async (_what, parameters) => {
		const before = { calls: world.provider.provider.state.revision, paths: paths().length };
		const { error } = await runNode(world, parameters() as never, { items });
		expect(error?.message).toMatch(/filled in by hand|choose one from the list/);
		expect({ calls: world.provider.provider.state.revision, paths: paths().length }).toEqual(before);
	});
});

test('an operation that there is not asks for one from the list', async () => {
	const { error } = await runNode(world, { resource: 'key', operation: 'constructor' });
	expect(error?.message).toBe('Operation: choose one from the list');
});

describe('a secret in a field is refused and not repeated', () => {
	const secret = 'sk-proj-Zx81mQpL0vN7tYh2KdWqRb5c';
	const cases: Readonly<Record<string, () => object>> = {
		'key name': () => ({ ...registerParameters(world, ''), keyName: '={{ $json.secret }}' }),
		key: () => rotateParameters('={{ $json.secret }}'),
		app: () => registerParameters(world, 'z.dev', { app: secret }),
		owner: () => registerParameters(world, 'z.dev', { owner: `Ada ${secret}` }),
		'key ID': () => registerParameters(world, 'z.dev', { keyId: secret }),
		path: () => registerParameters(world, 'z.dev', { path: secret }),
		address: () => ({
			...registerParameters(world, 'z.dev'),
			devAddress: `http://127.0.0.1:1/?key=${secret}`,
		}),
		'smoke test': () =>
			registerParameters(world, 'z.dev', {
				smoke: {
					test: {
						url: 'https://a.example.com',
						method: 'GET',
						sendAs: 'header',
						header: `Bearer ${secret}`,
						expectStatus: 200,
					},
				},
			}),
		target: () =>
			registerParameters(world, 'z.dev', {
				targets: { httpHook: [{ address: `https://a.example.com/${secret}`, admin: ADMIN }] },
			}),
		confirmation: () =>
			rotateParameters('good.dev', { mode: 'emergency', confirmedBy: secret, leaked: 'in use' }),
		'confirmation of a retirement': () => ({
			resource: 'rotation',
			operation: 'retireOldKey',
			key: named('good.dev'),
			confirmedBy: secret,
		}),
	};

	test.each(Object.entries(cases))('%s', async (_what, parameters) => {
		const { error } = await runNode(world, parameters() as never, { items: [{ json: { secret } }] });
		expect(error?.message).toContain('looks like a secret');
		expect(error?.description).toContain('vault’s own page');
		// The node's own parameters are n8n's to keep, and it does: the sentence says so.
		expect(`${error?.message} ${error?.description} ${error?.stack}`).not.toContain(secret.slice(8, 20));
	});

	test('and what is none is not', async () => {
		const { error } = await runNode(
			world,
			registerParameters(world, 'fine.dev', {
				app: 'marketing-summariser',
				owner: 'Ada Lovelace, platform team',
				keyId: 'key_8Zq2fGh4Lm1Pq7Rs',
			}),
		);
		expect(error?.message).toContain('may be sent to no origin yet');
	});
});
