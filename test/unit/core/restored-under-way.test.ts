import { namePrefix } from '../../../core/rotation/journal';
import type { Document } from '../../../core/rotation/document';
import { refusal } from '../../contract/provider-suite';
import { KEY, Scene } from '../../fakes/scene';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const HOUR_MS = 3_600_000;

/** The vault is put back to a moment in the midst of a rotation; two rotations were over since. */
async function restored(activateDelayMs: number) {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	scene.provider.knobs.activateDelayMs = activateDelayMs;
	await keyturn.rotate(KEY);
	const { mounts } = structuredClone(scene.vault.state.namespaces['']!);
	scene.provider.knobs.activateDelayMs = 0;
	scene.time.pass(HOUR_MS);
	for (let rotation = 0; rotation < 2; rotation++) await scene.until(keyturn, 'up to date');
	scene.vault.state.namespaces['']!.mounts = mounts;
	scene.time.pass(HOUR_MS);
	return { scene, keyturn: await scene.open(), newest: scene.living() };
}

describe.each([
	['before the new key was in use', HOUR_MS],
	['in the grace', 0],
])('a vault that was restored from a backup of a rotation under way, %s', (_when, delay) => {
	it('the key that a person puts there is registered again as he is told, and the other one is named', async () => {
		const { scene, keyturn, newest } = await restored(delay);
		const error = await refusal(() => keyturn.register(scene.registration(short)));
		expect(error.code).toBe('OLD_NOT_ALIVE');
		expect(error.next).toContain('Put a key that works into the vault');

		const made = await scene.handMade();
		const state = scene.state();
		const { possible, warnings } = await keyturn.registerDryRun(scene.registration(short));
		expect([possible, warnings.join(' ')]).toEqual([true, expect.stringContaining('is given up')]);
		expect(scene.state()).toEqual(state);
		const told = await keyturn.register(scene.registration(short));
		expect(told).toMatchObject({ light: 'yellow', keyId: made.id, notProvedDead: 0 });
		expect(told.sentence).toContain(`not proved dead: key ${newest.join(', key ')}`);
		expect(scene.stored().text).toContain('rotationGivenUp');

		const { keyId } = await scene.until(keyturn, 'up to date');
		expect(scene.living()).toEqual([...newest, keyId]);
	});

	it('where the list does not come, nothing is given up', async () => {
		const { scene, keyturn } = await restored(delay);
		await scene.handMade();
		const before = scene.stored();
		scene.provider.knobs.failNext = { status: 503, count: 50 };
		expect((await refusal(() => keyturn.register(scene.registration(short)))).code).toBe('NOT_NOW');
		expect(scene.stored()).toEqual(before);
	});
});

it('a run that goes back to the old key after such a restore says that there is a newer one, and revokes nothing', async () => {
	const { scene, keyturn, newest } = await restored(HOUR_MS);
	for (let run = 0; run < 2; run++) {
		expect(await keyturn.rotate(KEY)).toMatchObject({ status: 'waiting' });
		scene.time.pass(HOUR_MS);
	}
	for (let run = 0; run < 2; run++) expect((await refusal(() => keyturn.rotate(KEY))).code).toBe('RESTORED');
	expect(scene.living()).toEqual(newest);
});

it.each(['7.1.1', '0.7.1'])(
	'a key of ours that is newer by its number %s is counted beyond',
	async (number) => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		const [first] = scene.living();
		const { body } = JSON.parse(scene.stored().text) as { body: string };
		const made = await scene.handMade();
		const name = `${namePrefix(JSON.parse(body) as Document)}${number}`;
		Object.assign(
			scene.provider.state.keys.find(({ id }) => id === first)!,
			{ name },
		);
		const error = await refusal(() => keyturn.rotate(KEY));
		expect(['RESTORED', 'CHANGED_OUTSIDE']).toContain(error.code);
		await keyturn.register(scene.registration(short));
		const { keyId } = await scene.until(keyturn, 'up to date');
		expect(scene.living()).toEqual([first, keyId]);
		expect(keyId).not.toBe(made.id);
	},
);
