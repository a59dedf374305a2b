import { Canary } from '../../demo/canary';
import { warpClock, type Warp } from '../engine/warp';
import { recordsOf, textsOf, watchSecrets } from '../engine/watched';
import { named, registerParameters, runNode } from '../engine/workflows';
import { CREDENTIAL, startWorld, type World } from '../engine/world';
import { filledIn } from './files';

// n8n's Wait node loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

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

test('a grace of a day is waited for as a stored execution, which goes on until the old key is dead', async () => {
	const secrets = watchSecrets(world);
	const old = await world.handMade('day.dev');
	const times = { graceHours: 24, cacheSeconds: 300, delaySeconds: 120, observeSeconds: 300 };
	expect((await runNode(world, registerParameters(world, 'day.dev', times))).error).toBeUndefined();

	const began = warp.now();
	const done = await world.n8n.run(
		filledIn('rotate-one-key-now.json', CREDENTIAL, { 'Rotate Key': { key: named('day.dev') } }),
		{
			sleepUntil: async (time) => {
				const key = world.provider.provider.state.keys.find(({ id }) => id === old.id);
				if (warp.now() - began < 23 * 3_600_000)
					expect(key).toMatchObject({ deletedMs: null, disabled: false });
				warp.to(time.getTime());
			},
		},
	);
	expect(done.run.status).toBe('success');
	expect(done.waits).toBeGreaterThan(1);
	expect(done.stored).toHaveLength(done.waits + 1);
	expect(warp.now() - began).toBeGreaterThan(24 * 3_600_000);
	expect(done.items('Say How It Ended').map(({ json }) => json)).toEqual([
		expect.objectContaining({ light: 'green', proof: expect.stringContaining('refuses the old key') }),
	]);
	expect(world.provider.provider.state.keys.find(({ id }) => id === old.id)?.deletedMs).not.toBeNull();

	const texts = [...textsOf('template', done), ...(await recordsOf(world))];
	expect(new Canary(secrets.planted()).search(texts).leaks).toEqual([]);
}, 30_000);
