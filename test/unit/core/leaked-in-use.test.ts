import type { Keyturn } from '../../../core/keyturn';
import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const said = (leaked: 'in use' | 'previous' | 'both') =>
	({ kind: 'emergency', confirmedBy: 'Ada', leaked }) as const;

const inUse = async (keyturn: Keyturn) => (await keyturn.status(KEY)).keyId!;

/** Until nothing is under way any more. */
async function settled(scene: Scene, keyturn: Keyturn): Promise<void> {
	for (let run = 0; run < 12; run++) {
		scene.time.pass(400_000);
		await keyturn.rotateDue(60_000);
	}
}

it('a key in use that leaks while the old one waits for its revocation is replaced', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	await keyturn.rotate(KEY);
	scene.host.between = (request, service, origin) =>
		origin === PROVIDER && request.method === 'DELETE'
			? { status: 503, headers: {}, body: '' }
			: service(request);
	scene.time.pass(100_000);
	expect((await keyturn.rotate(KEY)).light).toBe('red');
	const leaked = await inUse(keyturn);
	await keyturn.rotate(KEY, said('in use'));
	// The same run has asked for another one already.
	expect(scene.living()).toHaveLength(3);
	expect(await inUse(keyturn)).not.toBe(leaked);
	scene.host.between = (request, service) => service(request);
	await settled(scene, keyturn);
	expect(scene.living()).not.toContain(leaked);
	expect(scene.living()).toEqual([await inUse(keyturn)]);
	expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', status: 'up to date' });
});

it.each(['in use', 'both'] as const)(
	'a key that leaked (%s) and was revoked at the provider in the grace is replaced without a person',
	async (leaked) => {
		const scene = await Scene.registered({ ...short, graceHours: 0.5 });
		const keyturn = await scene.open();
		await keyturn.rotate(KEY);
		const [old, gone] = scene.living();
		Object.assign(
			scene.provider.state.keys.find(({ id }) => id === gone)!,
			{
				deletedMs: scene.time.now,
				deadFromMs: scene.time.now,
			},
		);
		await keyturn.rotate(KEY, said(leaked));
		for (let run = 0; run < 12; run++) {
			scene.time.pass(400_000);
			await keyturn.rotateDue(60_000);
			expect((await keyturn.status(KEY)).status).not.toBe('needs you');
		}
		const { keyId, light, status } = await keyturn.status(KEY);
		expect({ light, status }).toEqual({ light: 'green', status: 'up to date' });
		expect([old, gone]).not.toContain(keyId);
		expect(scene.living()).toEqual([keyId]);
	},
);

it('the key before is the old key of a rotation, whichever is in use', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const old = await inUse(keyturn);
	scene.provider.knobs.activateDelayMs = 3_600_000;
	await keyturn.rotate(KEY);
	await keyturn.rotate(KEY, said('previous'));
	scene.provider.knobs.activateDelayMs = 0;
	scene.time.pass(3_600_000);
	await settled(scene, keyturn);
	expect(scene.living()).not.toContain(old);
	expect(scene.living()).toHaveLength(1);
});

it('without a rotation there is no key before: a key that works is not replaced for it', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const before = scene.stored();
	const error = await refusal(() => keyturn.rotate(KEY, said('previous')));
	expect(error.code).toBe('NOT_NOW');
	expect(error.next).toContain('The Key in Use');
	expect(scene.stored()).toEqual(before);
});

it('an emergency that could not begin is red everywhere until it has', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	scene.provider.knobs.failNext = { status: 503, count: 50 };
	await refusal(() => keyturn.rotate(KEY, said('in use')));
	expect(await keyturn.status(KEY)).toMatchObject({
		light: 'red',
		sentence: expect.stringContaining('Ada declared an emergency') as string,
	});
	expect(await keyturn.attentionNotices()).toEqual([expect.objectContaining({ key: KEY, light: 'red' })]);
	scene.provider.knobs.failNext = { status: 503, count: 0 };
	await settled(scene, keyturn);
	expect((await keyturn.status(KEY)).light).toBe('green');
});

it('a first issue says that there was no old key', async () => {
	const scene = await Scene.begin();
	const keyturn = await scene.open();
	await keyturn.register(scene.registration(short));
	await keyturn.rotate(KEY);
	await settled(scene, keyturn);
	const { steps, proof } = await keyturn.status(KEY);
	expect(steps.map(({ step }) => step)).toContain('No old key to revoke');
	expect(steps.map(({ step }) => step)).not.toContain('Old key proved dead');
	expect(proof).toBeNull();
});
