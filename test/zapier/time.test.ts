import { createServer } from 'node:net';
import { SlowNetwork } from './slow-network';
import { openStage, runAsZapier, type Stage } from './stage';

/** Zapier's own limit for a run. */
const LIMIT_MS = 30_000;

type Row = Readonly<Record<string, unknown>>;

let stage: Stage;
const net = new SlowNetwork();
beforeAll(async () => {
	stage = await openStage({ now: net.now }, net.wrap, net.clock);
});
afterAll(() => stage.close());

/** One run and the time it took. */
async function timed(run: () => ReturnType<Stage['run']>) {
	const began = net.passed;
	net.sent = 0;
	const ran = await run();
	return { ...ran, ms: net.passed - began, requests: net.sent };
}

/** On a good network from here on, until the rotation is over. */
async function finish(key: string): Promise<void> {
	net.delayOf = () => 20;
	for (let round = 0; round < 30; round++) {
		net.passed += 300_000;
		const { results } = await timed(() => stage.create('rotate_key', { key }));
		if ((results as Row | undefined)?.['status'] === 'up to date') return;
	}
	throw new Error(`${key} did not come to an end`);
}

/** What must be true of a key at the end, whatever the network did: one key lives, and apps read it. */
async function expectWhole(key: string, old: { id: string; value: string }): Promise<void> {
	const living = stage.provider.provider.state.keys.filter(
		({ id, deletedMs, name }) =>
			deletedMs === null && (id === old.id || !name.endsWith('by hand')) && !seen.has(id),
	);
	expect(living).toHaveLength(1);
	expect(living[0]?.id).not.toBe(old.id);
	const inUse = await fetch(`${stage.provider.url}/v1/whoami`, {
		headers: { authorization: `Bearer ${await stage.read(`values/${key}`)}` },
	});
	expect(inUse.status).toBe(200);
	for (const { id } of living) seen.add(id);
}
const seen = new Set<string>();

const HANGS = 3_600_000;
const cutAfter = Array.from({ length: 20 }, (_, at) => 2 * at);

test.each(cutAfter)(
	'everything hangs from request %i on: the run ends in time, and the next ones finish it',
	async (at) => {
		const key = `cut-${at}.dev`;
		net.delayOf = () => 20;
		const old = await stage.register(key);
		net.arrives = at % 4 === 0;
		net.delayOf = (request) => (request >= at ? HANGS : 20);
		const { ms, error, results } = await timed(() => stage.create('rotate_key', { key }));
		expect(ms).toBeLessThan(LIMIT_MS);
		if (error !== undefined) expect(error.message).not.toContain('did not expect');
		else expect(results).toMatchObject({ key });
		await finish(key);
		await expectWhole(key, old);
	},
	30_000,
);

test.each([300, 700, 1_500, 3_000, 5_000, 9_000])(
	'each answer takes %i ms: every run ends in time and gets further, or says what is wrong',
	async (delay) => {
		const key = `slow-${delay}.dev`;
		net.delayOf = () => 20;
		const old = await stage.register(key);
		net.delayOf = () => delay;
		for (let round = 0; round < 8; round++) {
			const { ms, error } = await timed(() => stage.create('rotate_key', { key }));
			expect(ms).toBeLessThan(LIMIT_MS);
			if (error !== undefined) expect(error.message).not.toContain('did not expect');
			net.passed += 300_000;
		}
		await finish(key);
		await expectWhole(key, old);
	},
	30_000,
);

test('a long wait for a death is given up in time, and what was reached is written down', async () => {
	const key = 'late-death.dev';
	net.delayOf = () => 20;
	const old = await stage.register(key);
	stage.provider.provider.knobs.revokeDelayMs = 600_000;
	await timed(() => stage.create('rotate_key', { key }));
	net.passed += 130_000;
	const { ms, results } = await timed(() => stage.create('rotate_key', { key }));
	expect(ms).toBeGreaterThan(10_000);
	expect(ms).toBeLessThan(LIMIT_MS);
	expect(results).toMatchObject({
		light: 'red',
		sentence: expect.stringContaining('still accepts the old key'),
	});
	stage.provider.provider.knobs.revokeDelayMs = 0;
	net.passed += 600_000;
	await finish(key);
	await expectWhole(key, old);
}, 30_000);

test.each(['find_key', 'find_rotation'])('%s ends in time on a network that hangs', async (search) => {
	net.delayOf = () => HANGS;
	expect((await timed(() => stage.search(search, { key: 'cut-0.dev' }))).ms).toBeLessThan(LIMIT_MS);
});

test.each(['key_due', 'rotation_needs_attention', 'list_keys'])(
	'%s ends in time on a slow network',
	async (trigger) => {
		for (const delay of [3_000, 9_000, HANGS]) {
			net.delayOf = () => delay;
			expect((await timed(() => stage.trigger(trigger))).ms).toBeLessThan(LIMIT_MS);
		}
	},
);

test('replays change nothing twice: one new key, however often and however many at once', async () => {
	const key = 'replayed.dev';
	net.delayOf = () => 20;
	const old = await stage.register(key, { graceHours: 24 });
	const made = () => stage.provider.provider.state.keys.length;
	const before = made();
	const replay = () => stage.create('rotate_key', { key });
	await Promise.all([replay(), replay(), replay()]);
	for (let round = 0; round < 5; round++) {
		net.passed += 60_000;
		await replay();
	}
	expect(made() - before).toBe(1);
	expect(stage.lives(old.id)).toBe(true);
});

test('a real socket that never answers is given up by the real clock', async () => {
	const mute = createServer(() => undefined);
	await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
	const { port } = mute.address() as { port: number };
	const real = await openStage();
	const began = performance.now();
	const { error } = await runAsZapier(real.app, 'creates.rotate_key.operation.perform', {
		authData: { ...real.authData, vault_address: `http://127.0.0.1:${port}` },
		inputData: { key: 'any.dev' },
		inputDataRaw: { key: 'any.dev' },
		meta: { isLoadingSample: false },
	});
	expect(performance.now() - began).toBeLessThan(15_000);
	expect(error?.message).toContain('no complete answer came');
	await real.close();
	mute.close();
}, 20_000);
