import { KEY, Scene } from '../../fakes/scene';
import { madeByHand, pasted, valueInUse } from './pasted-key';

const HOUR_MS = 3_600_000;
const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const emergency = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;
const ways = ['data', 'metadata'] as const;

type Keyturn = Awaited<ReturnType<Scene['open']>>;

/** A person tidies up the staged entry: `data` deletes its newest version, `metadata` all of it with its count. */
async function tidy({ corner }: Scene, way: (typeof ways)[number]): Promise<void> {
	await corner.root('DELETE', `secret/${way}/${corner.prefix}/pending/${KEY}`);
}

async function hours(scene: Scene, keyturn: Keyturn, runs = 4): Promise<void> {
	for (let run = 0; run < runs; run++) {
		scene.time.pass(HOUR_MS);
		const { failures } = await keyturn.rotateDue(60_000);
		expect(failures).toEqual([]);
	}
}

describe.each(ways)('the staged entry is tidied up (%s)', (way) => {
	it('in the grace: a key that is rolled back then dies all the same', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		await keyturn.rotate(KEY);
		const [old] = scene.living();
		await tidy(scene, way);
		await keyturn.rollBack(KEY);
		await hours(scene, keyturn);
		expect(scene.living()).toEqual([old]);
		expect(await keyturn.status(KEY)).toMatchObject({ status: 'rolled back', notProvedDead: 0 });
	});

	it('between two rotations: the next one takes place', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		await scene.until(keyturn, 'up to date');
		await tidy(scene, way);
		await keyturn.rotate(KEY);
		await hours(scene, keyturn);
		expect(scene.living()).toEqual([(await keyturn.status(KEY)).keyId]);
	});

	it.each(['planned', 'emergency'] as const)(
		'before the new value is in use: it is lost, and another is asked for (%s)',
		async (mode) => {
			const scene = await Scene.registered(short);
			const keyturn = await scene.open();
			const [old] = scene.living();
			scene.provider.knobs.activateDelayMs = 100_000;
			await keyturn.rotate(KEY, mode === 'planned' ? undefined : emergency);
			await tidy(scene, way);
			scene.provider.knobs.activateDelayMs = 0;
			for (let run = 0; run < 8; run++) {
				scene.time.pass(HOUR_MS);
				await keyturn.rotate(KEY);
			}
			await hours(scene, keyturn);
			expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
			expect(scene.living()).toHaveLength(1);
			expect(scene.living()).not.toContain(old);
		},
	);

	it('where people make the keys: the page is named, and what is pasted anew is taken', async () => {
		const scene = await Scene.begin();
		await scene.handMade();
		const keyturn = await scene.open();
		await keyturn.register(scene.registration(pasted));
		const paste = async (name: string) => {
			const value = madeByHand(scene, name);
			await scene.corner.write(`pending/${KEY}`, { value });
			return value;
		};
		const revokeAllBut = (value: string) => {
			const living = { deletedMs: scene.time.now, deadFromMs: scene.time.now };
			const { id } = scene.provider.state.keys.find((each) => each.name === value)!;
			for (const key of scene.provider.state.keys) if (key.id !== id) Object.assign(key, living);
		};
		await keyturn.rotate(KEY);
		await paste('the second');
		await keyturn.rotate(KEY);
		revokeAllBut('the second');
		scene.time.pass(HOUR_MS);
		await scene.until(keyturn, 'up to date');

		await tidy(scene, way);
		const asked = await keyturn.rotate(KEY);
		expect(asked.next).toContain('https://keys.test/new');
		const value = await paste('the third');
		await keyturn.rotate(KEY);
		expect(await valueInUse(scene)).toBe(value);
	});
});
