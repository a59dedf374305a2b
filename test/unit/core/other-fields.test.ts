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

describe('a number beside the value that would be written back altered', () => {
	const ID = '1098765432109876543';

	/** The dev vault's own JSON knows no such number: it is put into the answers on their way. */
	async function begin(registered: boolean) {
		const scene = await Scene.begin();
		const { value } = await scene.handMade();
		const keyturn = await scene.open();
		scene.host.between = (request, service) => {
			const response = service(request);
			return { ...response, body: response.body.replaceAll(`"number ${ID}"`, ID) };
		};
		const put = (client: string) =>
			scene.corner.write(`values/${KEY}`, { value, ...beside, client_id: client });
		if (registered) await keyturn.register(scene.registration(soon));
		await put(`number ${ID}`);
		/** What a person does who follows the advice. */
		const storeAsText = () => put(ID);
		return { scene, keyturn, value, storeAsText };
	}

	async function refused({ scene }: { scene: Scene }, run: () => Promise<unknown>) {
		const before = await entryOf(scene);
		const error = await run().then(
			() => undefined,
			(thrown: unknown) => thrown as { code: string; message: string; next: string },
		);
		expect(await entryOf(scene)).toEqual(before);
		expect(scene.changes()).toEqual([]);
		expect(error?.code).toBe('BAD_INPUT');
		expect(error?.message).toContain(`values/${KEY}): the field client_id beside the key holds a number`);
		expect(error?.message).not.toContain(ID);
		expect(error?.next).toContain('Store that number as a text');
	}

	it('is refused when the key is registered, and taken as a text', async () => {
		const stage = await begin(false);
		const { scene, keyturn } = stage;
		const told = await keyturn.registerDryRun(scene.registration(soon));
		expect(told).toMatchObject({ possible: false, light: 'red' });
		expect(told.sentence).toContain('client_id');
		const before = scene.state();
		await refused(stage, () => keyturn.register(scene.registration(soon)));
		expect(scene.state()).toEqual(before);
		await stage.storeAsText();
		await keyturn.register(scene.registration(soon));
		await scene.until(keyturn, 'up to date');
		expect(await entryOf(scene)).toMatchObject({ ...beside, client_id: ID });
	});

	it('is refused before a rotation begins, planned or in an emergency', async () => {
		const stage = await begin(true);
		const { scene, keyturn, value } = stage;
		await refused(stage, () => keyturn.rotate(KEY));
		await refused(stage, () =>
			keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ann', leaked: 'in use' }),
		);
		await stage.storeAsText();
		await scene.until(keyturn, 'up to date');
		const { value: fresh, ...rest } = await entryOf(scene);
		expect(fresh).not.toBe(value);
		expect(rest).toEqual({ ...beside, client_id: ID });
	});

	it('that comes during the grace is not written over by the way back, which goes on when it is a text', async () => {
		const { scene, keyturn, value, storeAsText } = await begin(true);
		await storeAsText();
		await keyturn.rotate(KEY);
		const { value: fresh } = await entryOf(scene);
		expect(fresh).not.toBe(value);
		const put = (client: string) =>
			scene.corner.write(`values/${KEY}`, { value: fresh, ...beside, client_id: client });
		await put(`number ${ID}`);
		await expect(keyturn.rollBack(KEY).then(() => scene.until(keyturn, 'rolled back'))).rejects.toMatchObject(
			{ code: 'BAD_INPUT' },
		);
		expect(await entryOf(scene)).toMatchObject({ value: fresh, client_id: `number ${ID}` });
		await put(ID);
		await scene.until(keyturn, 'rolled back');
		expect(await entryOf(scene)).toEqual({ value, ...beside, client_id: ID });
	});
});
