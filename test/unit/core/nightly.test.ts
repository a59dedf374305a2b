import { KEY, Scene } from '../../fakes/scene';

const DAY_MS = 86_400_000;

async function nights(scene: Scene, count: number): Promise<void> {
	const keyturn = await scene.open();
	for (let night = 0; night < count; night++) {
		scene.time.pass(DAY_MS);
		expect(await keyturn.rotateDue(60_000)).toMatchObject({ failures: [], left: 0 });
	}
}

it('a key is rotated every 90 days by the nightly sweep alone', async () => {
	const scene = await Scene.registered({ observeSeconds: 0 });
	await (await scene.open()).rotate(KEY);
	await nights(scene, 200);
	expect(scene.changes().filter((each) => each.startsWith('POST'))).toHaveLength(3);
	expect(scene.living()).toHaveLength(1);
});

it('once the old key is proved dead, a sweep destroys its value in the vault and no other', async () => {
	const scene = await Scene.registered({ observeSeconds: 0 });
	await (await scene.open()).rotate(KEY);
	await nights(scene, 4);
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	const { versions } = secrets[`/${scene.corner.prefix}/values/${KEY}`]!;
	expect(Object.entries(versions).map(([version, { destroyed }]) => [version, destroyed])).toEqual([
		['1', true],
		['2', false],
	]);
});
