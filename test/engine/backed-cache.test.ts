import { WORTH_MS } from '../../core/backed/futile-readings';
import { runnerOn } from './backed-runner';
import { startStage, type Stage } from './backed-stage';
import { warpClock, type Warp } from './warp';

let warp: Warp;
let stage: Stage;
beforeEach(async () => {
	warp = warpClock();
	stage = await startStage(warp.now);
	await stage.publish('first-value-5f0c9d1e');
});
afterEach(async () => {
	warp.restore();
	await stage.close();
});

const pass = (seconds: number) => warp.to(Date.now() + (seconds - 1) * 1_000);
const count = (key: string) => stage.keys().filter((each) => each === key).length;

test('the first call reads the vault, those within the Cache Time do not', async () => {
	const { call } = runnerOn(stage);
	expect((await call()).error).toBeUndefined();
	expect(stage.reads()).toBe(1);
	pass(290);
	expect((await call({}, { items: 5 })).error).toBeUndefined();
	expect(stage.reads()).toBe(1);
	expect(stage.keys()).toEqual(Array<string>(6).fill('first-value-5f0c9d1e'));
});

test('100 items after a rotation, before a slow vault: none carries the old key, at most two readings', async () => {
	const { call } = runnerOn(stage);
	await call();
	await stage.publish('second-value-77aa55cc');
	stage.living.delete('first-value-5f0c9d1e');
	pass(301);
	stage.forget();
	stage.knobs.vaultDelayMs = 1_500;
	const { error, json } = await call({}, { items: 100 });
	expect(error).toBeUndefined();
	expect(json).toHaveLength(100);
	expect(count('first-value-5f0c9d1e')).toBe(0);
	expect(count('second-value-77aa55cc')).toBe(100);
	expect(stage.reads()).toBeLessThanOrEqual(2);
}, 30_000);

test.each([
	['before its Cache Time is over', 0],
	['when its Cache Time is over', 301],
])('a POST that is answered 500 reaches the provider once, %s', async (_when, seconds) => {
	const { call } = runnerOn(stage);
	await call();
	pass(seconds);
	stage.forget();
	const { error } = await call({ method: 'POST', url: `${stage.provider.url}/fail` });
	expect(error?.message).toContain('not able to process');
	expect(stage.provider.received).toHaveLength(1);
});

test('a POST under way while its Cache Time ends, and answered 500, reaches the provider once', async () => {
	const { call } = runnerOn(stage);
	await call();
	pass(299);
	stage.forget();
	const under = call({ method: 'POST', url: `${stage.provider.url}/fail` });
	const sent = async () => {
		while (stage.provider.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
	};
	await sent();
	pass(10);
	expect((await under).error).toBeDefined();
	expect(stage.provider.received).toHaveLength(1);
});

test('an old key that died at once is replaced within the same execution', async () => {
	const { call } = runnerOn(stage);
	await call();
	await stage.publish('second-value-77aa55cc');
	stage.living.delete('first-value-5f0c9d1e');
	stage.forget();
	const { error } = await call();
	expect(error).toBeUndefined();
	expect(stage.keys()).toEqual(['first-value-5f0c9d1e', 'second-value-77aa55cc']);
	expect(stage.reads()).toBe(1);
});

test('a provider that fails each call does not have each ask the vault, and a key that then dies is replaced at once', async () => {
	const { call } = runnerOn(stage);
	await call();
	stage.forget();
	const fails = { url: `${stage.provider.url}/fail` };
	for (let at = 0; at < 20; at++) expect((await call(fails)).error).toBeDefined();
	expect(stage.provider.received).toHaveLength(20);
	expect(stage.reads()).toBeLessThanOrEqual(2);
	// The least that a rotation leaves between the new value and the death of the old one is longer than this.
	await stage.publish('second-value-77aa55cc');
	const later = performance.now() + WORTH_MS;
	const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
	stage.living.delete('first-value-5f0c9d1e');
	stage.forget();
	expect((await call()).error).toBeUndefined();
	expect(stage.keys()).toEqual(['first-value-5f0c9d1e', 'second-value-77aa55cc']);
	// Nor does a reading of one value stand for that of another.
	await stage.publish('third-value-01020304');
	stage.living.delete('second-value-77aa55cc');
	expect((await call()).error).toBeUndefined();
	expect(stage.keys().at(-1)).toBe('third-value-01020304');
	clock.mockRestore();
});

test('with Never Error a stale value is still read anew before it is sent', async () => {
	const neverError = { options: { response: { response: { neverError: true } } } };
	const { call } = runnerOn(stage);
	await call(neverError);
	await stage.publish('second-value-77aa55cc');
	stage.living.delete('first-value-5f0c9d1e');
	pass(301);
	stage.forget();
	const { error, json } = await call(neverError);
	expect([error, json]).toEqual([undefined, [{ data: '{"ok":true}' }]]);
	expect(stage.keys()).toEqual(['second-value-77aa55cc']);
});

test('a vault that is down for less than a Cache Time fails no call; longer, one sentence tells', async () => {
	const { call, data } = runnerOn(stage);
	await call();
	stage.knobs.vaultDown = true;
	pass(310);
	for (let at = 310; at < 590; at += 35) {
		expect((await call()).error).toBeUndefined();
		pass(35);
	}
	stage.knobs.vaultDown = false;
	expect((await call()).error).toBeUndefined();
	expect(Number(data['fetchedAt'])).toBeGreaterThan(Date.now() - 5_000);

	stage.knobs.vaultDown = true;
	pass(601);
	stage.forget();
	const { error } = await call();
	expect(error?.message).toBe(
		`Vault (log in): no complete answer came. Check that the address is right and the server is up, then run again: the work goes on where it stopped.`,
	);
	expect(stage.provider.received).toEqual([]);
}, 30_000);

test.each([
	['is sealed', 503, 'Vault is sealed', 'sealed or not ready'],
	['asks for patience', 429, 'request path rate limit quota exceeded', 'too many requests'],
])(
	'a vault that %s fails no call for a Cache Time, and is told of after it',
	async (_how, status, error, told) => {
		const { call } = runnerOn(stage);
		await call();
		stage.knobs.vaultLies = () => ({ status, body: JSON.stringify({ errors: [error] }) });
		pass(310);
		stage.forget();
		expect((await call()).error).toBeUndefined();
		expect(stage.vault.received).toHaveLength(1);
		expect(stage.keys()).toEqual(['first-value-5f0c9d1e']);
		pass(301);
		stage.forget();
		expect((await call()).error?.message).toContain(told);
		expect(stage.provider.received).toEqual([]);
	},
);

test.each([
	[404, 'default backend - 404'],
	[403, '<html>Forbidden</html>'],
	[401, '<html>Log in</html>'],
	[400, '<html>The plain HTTP request was sent to HTTPS port</html>'],
])(
	'a %d of a proxy in the vault’s place fails no call for a Cache Time, and is then told as what it is',
	async (status, body) => {
		for (const login of ['approle', 'token']) {
			const token = stage.devVault.issueToken({ policies: ['one-key'], ttlSeconds: 0, displayName: 'app' });
			const { call } = runnerOn(stage, { login, token });
			await call();
			stage.knobs.vaultLies = () => ({ status, body });
			pass(310);
			expect((await call()).error).toBeUndefined();
			pass(300);
			stage.forget();
			const { message } = (await call()).error ?? {};
			expect(message).toContain(String(status));
			expect(message).not.toMatch(/refused|expired|no such/);
			expect(stage.provider.received).toEqual([]);
			stage.knobs.vaultLies = null;
		}
	},
);

test('while the vault is down it is not asked for each call', async () => {
	const { call } = runnerOn(stage);
	await call();
	pass(310);
	stage.knobs.vaultDown = true;
	stage.forget();
	for (let at = 0; at < 5; at++) expect((await call()).error).toBeUndefined();
	expect(stage.vault.received).toHaveLength(1);
});

test.each([
	['Refresh was changed', { refresh: 'now' }],
	['it is for another entry', { path: 'keyturn/values/other.hub' }],
])('a cached value is not used when %s, even when the vault is down', async (_why, changes) => {
	const { call, data } = runnerOn(stage);
	await call();
	Object.assign(data, changes);
	stage.knobs.vaultDown = true;
	stage.forget();
	expect((await call()).error?.message).toContain('no complete answer came');
	expect(stage.provider.received).toEqual([]);
});

test('a changed Refresh has the value read anew once', async () => {
	const { call, data } = runnerOn(stage);
	await call();
	await stage.publish('second-value-77aa55cc');
	data['refresh'] = 'emergency of today';
	stage.forget();
	await call();
	await call();
	expect(stage.keys()).toEqual(['second-value-77aa55cc', 'second-value-77aa55cc']);
	expect(stage.reads()).toBe(1);
});

test('a login that is refused is told at once, though a value is cached', async () => {
	const { call, data } = runnerOn(stage);
	await call();
	pass(301);
	data['secretId'] = 'revoked';
	const { error } = await call();
	expect(error?.message).toMatch(/refused the AppRole login.*Renew the vault login/);
});

test('a vault that takes longer than two Cache Times is told of, and nothing is sent', async () => {
	const { call } = runnerOn(stage, { cacheSeconds: 300 });
	await call();
	pass(301);
	stage.forget();
	stage.knobs.vaultDelayMs = 200;
	const under = call();
	while (stage.vault.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
	pass(601);
	expect((await under).error?.message).toMatch(/took longer than two Cache Times.*Nothing was sent/);
	expect(stage.provider.received).toEqual([]);
});
