import { warpClock, type Warp } from './warp';
import { named, registerParameters, rotateParameters, runNode } from './workflows';
import { startWorld, type World } from './world';

let world: World;
let warp: Warp;
beforeAll(async () => {
	warp = warpClock();
	world = await startWorld({ now: warp.now });
});
afterAll(async () => {
	warp.restore();
	await world.close();
});

const provider = () => world.provider.provider;
const keys = () => provider().state.keys;
const living = () => keys().filter(({ deletedMs }) => deletedMs === null);
const writes = () =>
	world.vault.vault.accessLog.filter(
		({ method, path }) => method !== 'GET' && !/login|capabilities/.test(path),
	).length;

async function adopted(
	name: string,
	options: Parameters<typeof registerParameters>[2] = {},
): Promise<string> {
	const { id } = await world.handMade(name);
	const { error } = await runNode(world, registerParameters(world, name, options));
	expect(error).toBeUndefined();
	return id;
}

/** Rotates until there is nothing left to do, the clock put forward where a person would wait. */
async function toTheEnd(name: string) {
	for (let round = 0; round < 8; round++) {
		const { json, error } = await runNode(world, rotateParameters(name, { simplify: false }));
		expect(error).toBeUndefined();
		if (json[0]?.['underWay'] !== true) return json[0];
		warp.to(String(json[0]['continueAt']));
	}
	return undefined;
}

describe('Register', () => {
	test('in a dry run shows what is missing and writes nothing', async () => {
		const before = writes();
		const { json } = await runNode(world, registerParameters(world, 'dry.dev', { dryRun: true }));
		expect(json).toEqual([
			expect.objectContaining({
				possible: false,
				light: 'red',
				sentence: expect.stringContaining('no origin'),
			}),
		]);
		expect(writes()).toBe(before);
		expect(living()).toHaveLength(0);
	});

	test('takes a key into care that was never issued', async () => {
		await world.allowKey('first.dev');
		const { json, error } = await runNode(world, registerParameters(world, 'first.dev'));
		expect(error).toBeUndefined();
		expect(json).toEqual([
			expect.objectContaining({ key: 'first.dev', light: 'yellow', status: 'never issued' }),
		]);
	});
});

describe('Rotate', () => {
	test('in a dry run shows the plan and writes nothing', async () => {
		const before = { writes: writes(), keys: living().length };
		const { json } = await runNode(world, rotateParameters('first.dev', { options: { dryRun: true } }));
		expect(json).toEqual([
			expect.objectContaining({ possible: true, light: 'green', steps: expect.any(Array) }),
		]);
		expect({ writes: writes(), keys: living().length }).toEqual(before);
	});

	test('replaces a key and proves the old one dead', async () => {
		const old = await adopted('whole.dev');
		const end = await toTheEnd('whole.dev');
		expect(end).toMatchObject({
			light: 'green',
			status: 'up to date',
			oldKeyId: old,
			notProvedDead: 0,
			auditWaiting: 0,
		});
		expect(String(end?.['proof'])).toContain('refuses the old key');
		expect(keys().find(({ id }) => id === old)?.deletedMs).not.toBeNull();
	});

	test('simplified, gives the light, a sentence, the next click and when the old key dies', async () => {
		await adopted('simple.dev');
		const { json } = await runNode(world, rotateParameters('simple.dev'));
		expect(Object.keys(json[0] ?? {}).sort()).toEqual(
			[
				'continueAt',
				'dueAt',
				'key',
				'light',
				'next',
				'oldKeyDiesAt',
				'proof',
				'sentence',
				'status',
				'underWay',
			].sort(),
		);
		expect(json[0]).toMatchObject({ light: 'yellow', status: 'waiting', underWay: true });
		expect(Date.parse(String(json[0]?.['oldKeyDiesAt']))).toBeGreaterThan(warp.now());
		await toTheEnd('simple.dev');
	});

	test('100 items that name one key make one rotation, and each item gets its result', async () => {
		await adopted('hundred.dev');
		const before = keys().length;
		const items = Array.from({ length: 100 }, (_, at) => ({ json: { at, key: 'hundred.dev' } }));
		const done = await runNode(world, rotateParameters('={{ $json.key }}'), { items });
		expect(done.error).toBeUndefined();
		expect(done.json).toHaveLength(100);
		expect(done.items('Keyturn').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(keys().length - before).toBe(1);
		await toTheEnd('hundred.dev');
	});

	test('in an emergency is refused without a person who confirms, and ends the old key at once with one', async () => {
		const old = await adopted('leaked.dev', { graceHours: 24 });
		const emergency = { mode: 'emergency', leaked: 'in use' };
		const refused = await runNode(world, rotateParameters('leaked.dev', { ...emergency, confirmedBy: ' ' }));
		expect(refused.error?.message).toContain('the name of the person who confirms');
		const confirmed = await runNode(
			world,
			rotateParameters('leaked.dev', { ...emergency, confirmedBy: 'Ada Lovelace' }),
		);
		expect(confirmed.error).toBeUndefined();
		warp.to(String(confirmed.json[0]?.['continueAt']));
		await toTheEnd('leaked.dev');
		expect(keys().find(({ id }) => id === old)?.deletedMs).not.toBeNull();
	});
});

describe('Roll Back and Retire Old Key', () => {
	const act = (operation: string, key: string) =>
		runNode(world, { resource: 'rotation', operation, key: named(key) });

	test('go back to the old key, or end its grace', async () => {
		const first = await adopted('back.dev', { graceHours: 24 });
		await runNode(world, rotateParameters('back.dev'));
		const back = await act('rollBack', 'back.dev');
		expect(back.error).toBeUndefined();
		warp.to(String(back.json[0]?.['continueAt']));
		expect(await toTheEndOf('back.dev')).toMatchObject({ status: 'rolled back' });
		expect(living().some(({ id }) => id === first)).toBe(true);

		const second = await adopted('retired.dev', { graceHours: 24 });
		await runNode(world, rotateParameters('retired.dev'));
		const retired = await act('retireOldKey', 'retired.dev');
		expect(retired.error).toBeUndefined();
		for (let round = 0; round < 4 && living().some(({ id }) => id === second); round++) {
			warp.to(warp.now() + 30_000);
			await runNode(world, rotateParameters('retired.dev'));
		}
		expect(living().some(({ id }) => id === second)).toBe(false);
	});

	test('say when there is nothing to do', async () => {
		const back = await act('rollBack', 'whole.dev');
		expect(back.error?.message).toContain('no rotation is under way');
		expect(back.error?.description).toMatch(/^It is possible until the revocation.*Get Status/);
		const retired = await act('retireOldKey', 'whole.dev');
		expect(retired.error?.message).toContain('no old key in grace');
		expect(retired.error?.description).toMatch(/^It is possible during the grace.*Get Status/);
	});

	async function toTheEndOf(name: string) {
		for (let round = 0; round < 5; round++) {
			const { json } = await runNode(world, {
				resource: 'key',
				operation: 'getStatus',
				key: named(name),
				simplify: false,
			});
			if (json[0]?.['underWay'] !== true) return json[0];
			warp.to(String(json[0]['continueAt'] ?? warp.now()));
			await act('rollBack', name);
		}
		return undefined;
	}
});

describe('List, Get Due, Rotate Due and Get Status', () => {
	test('tell of every key, and whether anything looks after them at night', async () => {
		const listed = await runNode(world, { resource: 'key', operation: 'list', returnAll: true });
		expect(listed.json.map(({ key }) => key)).toEqual(expect.arrayContaining(['first.dev', 'whole.dev']));
		const two = await runNode(world, { resource: 'key', operation: 'list', limit: 2 });
		expect(two.json).toHaveLength(2);

		const due = await runNode(world, { resource: 'key', operation: 'getDue' });
		expect(due.json.map(({ key }) => key)).toContain('first.dev');
		expect(due.json.map(({ key }) => key)).not.toContain('whole.dev');

		const status = () => runNode(world, { resource: 'key', operation: 'getStatus', key: named('whole.dev') });
		expect((await status()).json[0]).toMatchObject({ sweeps: 'nightly workflow not active' });
		const swept = await runNode(world, { resource: 'rotation', operation: 'rotateDue' });
		expect(swept.error).toBeUndefined();
		expect(swept.json.map(({ key }) => key)).toContain('first.dev');
		expect((await status()).json[0]).toMatchObject({ sweeps: 'nightly workflow active' });
		warp.to(warp.now() + 25 * 3_600_000 + 5_000);
		expect((await status()).json[0]).toMatchObject({ sweeps: 'nightly workflow not active' });
	});

	test('Rotate Due says so when nothing is due', async () => {
		for (let round = 0; round < 4; round++) {
			await runNode(world, { resource: 'rotation', operation: 'rotateDue' });
			warp.to(warp.now() + 60_000);
		}
		const { json } = await runNode(world, { resource: 'rotation', operation: 'rotateDue' });
		expect(json).toEqual([expect.objectContaining({ light: 'green', status: 'nothing due', key: null })]);
	});
});
