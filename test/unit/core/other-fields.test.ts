import { KEY, Scene } from '../../fakes/scene';

const soon = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const beside = { username: 'svc-summariser', region: 'eu' };

async function entryOf({ corner }: Scene): Promise<Record<string, string>> {
	const { json } = await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`);
	return (json as { data: { data: Record<string, string> } }).data.data;
}

describe('what stands beside the value in its entry', () => {
	async function begin() {
		const scene = await Scene.begin();
		const { value } = await scene.handMade();
		await scene.corner.write(`values/${KEY}`, { value, ...beside });
		const keyturn = await scene.open();
		await keyturn.register(scene.registration(soon));
		return { scene, keyturn, value };
	}

	it('stays through a rotation', async () => {
		const { scene, keyturn, value } = await begin();
		await scene.until(keyturn, 'up to date');
		const { value: fresh, ...rest } = await entryOf(scene);
		expect(fresh).not.toBe(value);
		expect(rest).toEqual(beside);
	});

	it('stays when the rotation is rolled back', async () => {
		const { scene, keyturn, value } = await begin();
		await keyturn.rotate(KEY);
		expect((await entryOf(scene))['value']).not.toBe(value);
		await keyturn.rollBack(KEY);
		await scene.until(keyturn, 'rolled back');
		expect(await entryOf(scene)).toEqual({ value, ...beside });
	});
});
