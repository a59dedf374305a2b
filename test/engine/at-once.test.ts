import { warpClock, type Warp } from './warp';
import { registerParameters, rotateParameters, runNode } from './workflows';
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

async function adopt(name: string) {
	await world.handMade(name);
	expect((await runNode(world, registerParameters(world, name))).error).toBeUndefined();
}

test('two rotations at once make one key, and whoever comes second is told', async () => {
	await adopt('twice.dev');
	const before = world.provider.provider.state.keys.length;
	const both = await Promise.all([1, 2].map(() => runNode(world, rotateParameters('twice.dev'))));
	expect(world.provider.provider.state.keys.length - before).toBe(1);
	for (const { error, json } of both)
		if (error === undefined) expect(json[0]).toMatchObject({ key: 'twice.dev', underWay: true });
		else {
			expect(error.message).toMatch(/another run (?:is at work|has taken over)|somebody else/);
			expect(error.description).toMatch(/[Rr]un again/);
		}
});

test('a provider at its limit of keys: the sentence says what to remove, and the old key works on', async () => {
	await adopt('limit.dev');
	const living = () => world.provider.provider.state.keys.filter(({ deletedMs }) => deletedMs === null);
	const before = living().length;
	world.provider.provider.knobs.keyLimit = before;
	const told: string[] = [];
	for (let run = 0; run < 4; run++) {
		const { json, error } = await runNode(world, rotateParameters('limit.dev'));
		told.push(`${error?.message ?? json[0]?.['sentence']} ${error?.description ?? json[0]?.['next']}`);
		warp.to(warp.now() + 60_000);
	}
	expect(told.join('\n')).toMatch(/allows no further key.*(?:Remove a key that nobody uses|Mend the cause)/);
	expect(living()).toHaveLength(before);
	world.provider.provider.knobs.keyLimit = null;
});

test('50 keys at once: each item rotates its own key and has its own answer', async () => {
	const names = Array.from({ length: 50 }, (_, n) => `many-${String(n)}.dev`);
	for (const name of names) await world.allowKey(name);
	const items = names.map((key) => ({ json: { key } }));
	const form = { ...registerParameters(world, ''), keyName: '={{ $json.key }}' };
	expect((await runNode(world, form, { items })).error).toBeUndefined();
	const before = world.provider.provider.state.keys.length;
	const done = await runNode(world, rotateParameters('={{ $json.key }}', { simplify: false }), { items });
	expect(done.error).toBeUndefined();
	expect(done.items('Keyturn').map(({ json, pairedItem }) => [json['key'], pairedItem])).toEqual(
		names.map((name, item) => [name, { item }]),
	);
	expect(new Set(done.json.map(({ keyId }) => keyId)).size).toBe(50);
	expect(world.provider.provider.state.keys.length - before).toBe(50);
}, 60_000);
