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
	const { body } = JSON.parse(scene.stored().text) as { body: string };
	expect(JSON.parse(body)).toMatchObject({ last: { deadVersion: null }, dead: [] });
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	const { versions } = secrets[`/${scene.corner.prefix}/values/${KEY}`]!;
	expect(Object.entries(versions).map(([version, { destroyed }]) => [version, destroyed])).toEqual([
		['1', true],
		['2', false],
	]);
});

it('a sweep tells of the key whose rotation it begins or moves on, and of no other', async () => {
	const scene = await Scene.registered({ observeSeconds: 0 });
	const keyturn = await scene.open();
	const told = async () => (await keyturn.rotateDue(60_000)).reports.map(({ status }) => status);
	expect(await told()).toEqual([]);
	scene.time.pass(90 * DAY_MS + 60_000);
	expect(await told()).toEqual(['waiting']);
	expect(await told()).toEqual(['waiting']);
	scene.time.pass(2 * DAY_MS);
	expect((await told()).at(0)).toMatch(/^(?:waiting|up to date)$/);
	scene.time.pass(DAY_MS);
	await told();
	expect(await told()).toEqual([]);
});
