import { Canary } from '../../demo/canary';
import { serveLoopback, type LoopbackServer } from '../../demo/http/loopback';
import { warpClock, type Warp } from './warp';
import { textsOf, watchSecrets } from './watched';
import { registerParameters, rotateParameters, runNode } from './workflows';
import { ADMIN, startWorld, type World } from './world';

let world: World;
let warp: Warp;
let editor: LoopbackServer;
let secrets: ReturnType<typeof watchSecrets>;
/** All that the editor's own server received. */
const received: string[] = [];

beforeAll(async () => {
	warp = warpClock();
	world = await startWorld({ now: warp.now });
	secrets = watchSecrets(world);
	// It answers like the dev provider, so that nothing stops early for want of an answer.
	editor = await serveLoopback((request) => {
		received.push(JSON.stringify(request));
		const key = {
			id: 'key_of_editor',
			name: 'x',
			scopes: [],
			createdAt: new Date().toISOString(),
			expiresAt: null,
		};
		const body =
			request.method === 'POST'
				? { ...key, value: 'made-up-value' }
				: { keys: [key], next: null, keyId: key.id };
		return { status: request.method === 'POST' ? 201 : 200, headers: {}, body: JSON.stringify(body) };
	});
});
afterAll(async () => {
	warp.restore();
	await editor.close();
	await world.close();
});

/** Entries of the vault, each with a value of its own, none with a word of the editor's server. */
const values = ['payroll.dev', 'billing.dev', 'shop.dev'];
const adminNames = [ADMIN, 'second-admin', 'third-admin'];

beforeAll(async () => {
	for (const name of values) {
		await world.allowKey(name);
		await world.put(`values/${name}`, `value-of-${name}-5f0c9d1e7a3b`);
	}
	for (const name of adminNames.slice(1)) {
		await world.put(`admin/${name}`, `admin-of-${name}-8b2d4c6e9f10`);
		await world.allow(`admin/${name}`, world.provider.url);
	}
	// His own key may go to his own server: what is refused below is refused for the other value's sake.
	await world.allowKey('his.dev', editor.url);
	await world.put('admin/unbound', 'admin-without-any-origin-77aa55cc');
});

const manual = (key: string, more: object) => ({
	resource: 'key',
	operation: 'register',
	keyName: key,
	provider: 'manual',
	manualCreatePage: `${editor.url}/make`,
	manualProbeUrl: `${editor.url}/probe`,
	options: { delaySeconds: 1, cacheSeconds: 0, ...more },
});

function hasReceivedNoValue() {
	const planted = [
		...secrets.planted(),
		...values.map((name) => ({ name, value: `value-of-${name}-5f0c9d1e7a3b` })),
		...adminNames.slice(1).map((name) => ({ name, value: `admin-of-${name}-8b2d4c6e9f10` })),
		{ name: 'unbound', value: 'admin-without-any-origin-77aa55cc' },
	];
	return new Canary(planted).search([{ name: 'editor’s server', text: received.join('\n') }]).leaks;
}

const attempts = (): [string, object][] => [
	...[...adminNames, 'unbound'].map((admin): [string, object] => [
		`admin ${admin} to his address`,
		{ ...registerParameters(world, 'his.dev'), admin, devAddress: editor.url },
	]),
	...values.flatMap((key): [string, object][] => [
		[`${key} to his probe`, manual(key, {})],
		[`${key} to his probe, as a header`, manual(key, { manualSendAs: 'header', manualHeader: 'x-key' })],
		[`${key} to his provider`, { ...registerParameters(world, key), devAddress: editor.url }],
		[
			`${key} to his smoke test`,
			registerParameters(world, key, {
				smoke: {
					test: {
						url: `${editor.url}/smoke`,
						method: 'POST',
						sendAs: 'bearer',
						header: '',
						expectStatus: 200,
					},
				},
			}),
		],
		[`${key} by its path under another name`, manual('his.dev', { path: `keyturn/values/${key}` })],
	]),
	...adminNames.map((admin): [string, object] => [
		`admin ${admin} by its path as a key`,
		manual('his.dev', { path: `keyturn/admin/${admin}` }),
	]),
	['the installation key by its path', manual('his.dev', { path: 'keyturn/system/installation' })],
];

test('whatever an editor names, his server receives no byte of a value, and the refusal names the allowed origin', async () => {
	const told: Record<string, string> = {};
	for (const [attempt, parameters] of attempts())
		for (const dryRun of [false, true]) {
			const options = { ...(parameters as { options: object }).options, dryRun };
			const done = await runNode(world, { ...parameters, options });
			const problem = done.error?.message ?? String(done.json[0]?.['sentence']);
			told[`${attempt}${dryRun ? ', dry run' : ''}`] = problem;
			expect(new Canary(secrets.planted()).search(textsOf(attempt, done)).leaks).toEqual([]);
		}
	expect(hasReceivedNoValue()).toEqual([]);
	expect(received).toEqual([]);
	for (const [attempt, problem] of Object.entries(told)) {
		if (/unbound/.test(attempt))
			expect([attempt, problem]).toEqual([attempt, expect.stringContaining('no origin')]);
		else if (/by its path/.test(attempt))
			expect([attempt, problem]).toEqual([attempt, expect.stringContaining('outside the paths')]);
		else expect([attempt, problem]).toEqual([attempt, expect.stringContaining(world.provider.url)]);
	}
}, 60_000);

test('a provider that moves after registering gets nothing either', async () => {
	await world.allowKey('moved.dev');
	const registered = await runNode(world, registerParameters(world, 'moved.dev'));
	expect(registered.error).toBeUndefined();
	await world.allow(`admin/${ADMIN}`, 'https://elsewhere.example.com');
	const { error } = await runNode(world, rotateParameters('moved.dev'));
	await world.allow(`admin/${ADMIN}`, world.provider.url);
	expect(error?.message).toContain('https://elsewhere.example.com');
	expect(world.provider.provider.state.keys).toHaveLength(0);
});

test('his server is seen when a person allows it', async () => {
	await world.allowKey('allowed.dev', editor.url);
	await world.put('values/allowed.dev', 'value-of-allowed-5f0c9d1e7a3b');
	await runNode(world, manual('allowed.dev', {}));
	expect(received.join('\n')).toContain('value-of-allowed-5f0c9d1e7a3b');
});
