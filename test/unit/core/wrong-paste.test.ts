import { KEY, Scene } from '../../fakes/scene';
import { madeByHand, pasted, valueInUse } from './pasted-key';

const soon = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const emergency = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;

/** A key of a provider at which people make keys, the one that they made there, and what they paste. */
async function waiting(begin: 'a first issue' | 'a planned rotation' | 'an emergency') {
	const scene = await Scene.begin();
	if (begin !== 'a first issue') await scene.handMade();
	const keyturn = await scene.open();
	await keyturn.register(scene.registration(pasted));
	await keyturn.rotate(KEY, begin === 'an emergency' ? emergency : undefined);
	const right = madeByHand(scene);
	const paste = async (value: string) => await scene.corner.write(`pending/${KEY}`, { value });
	const inUse = async () => await valueInUse(scene);
	return { scene, keyturn, right, paste, inUse };
}

describe.each(['a first issue', 'a planned rotation', 'an emergency'] as const)('%s', (begin) => {
	it.each([1, 2, 5])('a wrong paste that was tried %d times is replaced by the right one', async (tries) => {
		const { scene, keyturn, right, paste, inUse } = await waiting(begin);
		await paste('a-paste-of-something-else');
		for (let run = 0; run < tries; run++) {
			expect((await keyturn.rotate(KEY)).light).not.toBe('green');
			scene.time.pass(60_000);
		}
		expect(await inUse()).not.toBe('a-paste-of-something-else');
		// A planned rotation that has gone back begins anew, and waits for a paste again.
		if ((await keyturn.status(KEY)).status === 'rolled back') await keyturn.rotate(KEY);
		await paste(right);
		for (let run = 0; run < 3; run++) {
			await keyturn.rotate(KEY);
			scene.time.pass(60_000);
		}
		expect(await inUse()).toBe(right);
	});
});

it('a new key that dies before it is proved is given up, and another is asked for', async () => {
	const scene = await Scene.registered(soon);
	const keyturn = await scene.open();
	const leaked = scene.living()[0]!;
	scene.provider.knobs.activateDelayMs = 3_600_000;
	await keyturn.rotate(KEY, emergency);
	for (const key of scene.provider.state.keys) if (key.name.startsWith('kt-')) key.deletedMs = scene.time.now;
	scene.provider.knobs.activateDelayMs = 0;
	for (let run = 0; run < 12; run++) {
		scene.time.pass(60_000);
		await keyturn.rotate(KEY);
	}
	expect(scene.living()).not.toContain(leaked);
	expect(scene.living()).toHaveLength(1);
	expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', status: 'up to date' });
});

it('an entry of which the vault keeps one version is refused, before anything is written', async () => {
	const scene = await Scene.begin();
	const path = `secret/metadata/${scene.corner.prefix}/values/${KEY}`;
	await scene.corner.root('POST', path, { max_versions: 1 });
	await scene.handMade();
	const keyturn = await scene.open();
	const before = scene.state();
	const refused = expect.stringContaining('keeps one version of it only') as string;
	await expect(keyturn.register(scene.registration(soon))).rejects.toMatchObject({
		code: 'BAD_INPUT',
		message: refused,
		next: expect.stringContaining('Maximum Versions') as string,
	});
	expect(scene.state()).toEqual(before);
	await scene.corner.root('POST', path, { max_versions: 2 });
	await keyturn.register(scene.registration(soon));
	expect((await keyturn.dryRun(KEY, 'planned')).possible).toBe(true);
	await scene.corner.root('POST', path, { max_versions: 1 });
	const plan = await keyturn.dryRun(KEY, 'planned');
	expect(plan).toMatchObject({ possible: false, sentence: refused });
});
