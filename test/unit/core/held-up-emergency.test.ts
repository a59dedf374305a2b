import { decide } from '../../../core/rotation/steps';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';
import { NOW, documentWith, rotationIn } from './document-fixture';

const HOUR_MS = 3_600_000;
const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const said = (leaked: 'in use' | 'previous' | 'both') =>
	({ kind: 'emergency', confirmedBy: 'Ada', leaked }) as const;

/** From now on the provider answers so to what the path of a changing request says. */
function answers(scene: Scene, status: number, path: (path: string) => boolean, method: string): void {
	scene.host.between = (request, service, origin) =>
		origin === PROVIDER && request.method === method && path(request.path)
			? { status, headers: { 'content-type': 'application/json' }, body: '{"error":"no"}' }
			: service(request);
}

async function hours(scene: Scene, keyturn: Awaited<ReturnType<Scene['open']>>, runs = 4): Promise<void> {
	for (let run = 0; run < runs; run++) {
		scene.time.pass(HOUR_MS);
		await keyturn.rotateDue(60_000);
	}
}

describe('a key that was rolled back and does not die', () => {
	async function owing() {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		await keyturn.rotate(KEY);
		const [leaked, undying] = scene.living() as [string, string];
		answers(scene, 500, (path) => path.includes(undying), 'DELETE');
		await keyturn.rollBack(KEY).catch(() => undefined);
		await hours(scene, keyturn);
		return { scene, keyturn, leaked, undying };
	}

	it('holds up no emergency, stays owed, and keeps that rotation from being over', async () => {
		const { scene, keyturn, leaked, undying } = await owing();
		await keyturn.rotate(KEY, said('in use')).catch(() => undefined);
		await hours(scene, keyturn);
		expect(scene.living()).not.toContain(leaked);
		expect(scene.living()).toContain(undying);
		const owed = await keyturn.status(KEY);
		expect(owed).toMatchObject({ notProvedDead: 1 });
		expect(owed.light).not.toBe('green');

		scene.host.between = (request, service) => service(request);
		await hours(scene, keyturn);
		const over = await keyturn.status(KEY);
		expect(over).toMatchObject({ light: 'green', notProvedDead: 0 });
		expect(scene.living()).toEqual([over.keyId]);
	});

	it('holds up a planned rotation alone, where the emergency could not begin either', async () => {
		const { scene, keyturn, leaked, undying } = await owing();
		const before = scene.host.between;
		scene.host.between = (request, service, origin) =>
			origin === PROVIDER && request.method === 'GET' && request.path === '/v1/keys'
				? { status: 403, headers: {}, body: '' }
				: before(request, service, origin);
		await keyturn.rotate(KEY, said('in use')).catch(() => undefined);
		await hours(scene, keyturn, 2);
		const problems = async (mode: 'planned' | 'emergency') =>
			(await keyturn.dryRun(KEY, mode)).problems.map(({ problem }) => problem).join('; ');
		expect(await problems('planned')).toContain('an earlier key is not yet proved dead');
		expect(await problems('emergency')).not.toContain('not yet proved dead');
		const { steps, notProvedDead } = await keyturn.status(KEY);
		expect([steps.map(({ step }) => step).includes('Done'), notProvedDead]).toEqual([false, 1]);

		answers(scene, 500, (path) => path.includes(undying), 'DELETE');
		await hours(scene, keyturn);
		expect(scene.living()).not.toContain(leaked);
		expect(scene.living()).toContain(undying);
	});
});

it('an emergency ends the watch of a disabled key', async () => {
	const scene = await Scene.registered({ ...short, observeSeconds: 7 * 86_400 });
	const keyturn = await scene.open();
	await keyturn.rotate(KEY);
	const [old] = scene.living();
	scene.time.pass(100_000);
	await keyturn.rotate(KEY);
	expect(await keyturn.status(KEY)).toMatchObject({
		sentence: expect.stringContaining('disabled') as string,
	});
	scene.time.pass(HOUR_MS);
	await keyturn.rotate(KEY, said('previous'));
	expect(scene.living()).not.toContain(old);
	await scene.until(keyturn, 'up to date');
});

it('an emergency that comes before the disabling disables nothing', () => {
	const document = documentWith({ rotation: rotationIn('OLD_DISABLED', { mode: 'emergency' }) });
	const can = { disable: true, record: true };
	expect(decide(document, { earliest: NOW, latest: NOW }, can)).toEqual({ mark: 'REVOKING' });
	expect(decide({ ...document, notBefore: NOW + 9 }, { earliest: NOW, latest: NOW }, can)).toEqual({
		wait: NOW + 9,
	});
});

describe('a provider that refuses to disable the old key', () => {
	async function refusing() {
		const scene = await Scene.registered({ ...short, observeSeconds: 300 });
		const keyturn = await scene.open();
		await keyturn.rotate(KEY);
		const [old, fresh] = scene.living() as [string, string];
		scene.time.pass(100_000);
		answers(scene, 403, (path) => path.endsWith('able'), 'POST');
		await keyturn.rotateDue(60_000);
		return { scene, keyturn, old, fresh };
	}

	it('is told, with the rights that are needed and what comes next', async () => {
		const { keyturn } = await refusing();
		expect(await keyturn.status(KEY)).toMatchObject({
			sentence: expect.stringContaining('refuses to disable the old key') as string,
			next: expect.stringContaining('admin credential') as string,
		});
	});

	it('does not hold up a planned rotation for ever', async () => {
		const { scene, keyturn, fresh } = await refusing();
		await hours(scene, keyturn, 6);
		expect(scene.living()).toEqual([fresh]);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'green' });
	});

	it('still has the old key watched once the right is there', async () => {
		const { scene, keyturn, old } = await refusing();
		scene.host.between = (request, service) => service(request);
		scene.time.pass(HOUR_MS);
		await keyturn.rotateDue(60_000);
		expect(await keyturn.status(KEY)).toMatchObject({
			sentence: expect.stringContaining('The old key is disabled') as string,
		});
		expect(scene.living()).toContain(old);
	});

	it('does not hold up an emergency', async () => {
		const { scene, keyturn, fresh } = await refusing();
		scene.time.pass(HOUR_MS);
		await keyturn.rotate(KEY, said('previous'));
		expect(scene.living()).toEqual([fresh]);
	});

	it('does not hold up the way back, for the old key works', async () => {
		const { scene, keyturn, old } = await refusing();
		await keyturn.rollBack(KEY);
		await hours(scene, keyturn);
		expect(scene.living()).toEqual([old]);
	});
});
