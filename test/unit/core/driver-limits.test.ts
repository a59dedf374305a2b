import { providers } from '../../../core/providers';
import type { ProviderDriver } from '../../../core/providers/provider';
import { targets } from '../../../core/targets';
import { KEY, Scene } from '../../fakes/scene';

/** A registered key at a dev provider that is as told. */
async function registered(more: Partial<ProviderDriver>) {
	const scene = await Scene.registered();
	const dev: ProviderDriver = { ...providers.dev, ...more };
	const keyturn = await scene.open({}, { drivers: { providers: { ...providers, dev }, targets } });
	return { scene, keyturn };
}

async function refusedBeforeAnything({ scene, keyturn }: Awaited<ReturnType<typeof registered>>) {
	const before = scene.state();
	const refused = await keyturn.rotate(KEY).then(
		() => undefined,
		(error: unknown) => error as { code: string; message: string; next: string },
	);
	expect(scene.state()).toEqual(before);
	expect(scene.changes()).toEqual([]);
	return refused;
}

describe('a provider where a new key kills the one before at once', () => {
	it('is not rotated as planned, and nothing is written or made', async () => {
		const stage = await registered({ keyClass: 'D' });
		const refused = await refusedBeforeAnything(stage);
		expect(refused).toMatchObject({ code: 'NOT_NOW' });
		expect(refused?.message).toContain('kills the old key at once');
		expect(await stage.keyturn.dryRun(KEY, 'planned')).toMatchObject({ possible: false, light: 'red' });
	});

	it('is rotated in an emergency that somebody confirms', async () => {
		const { scene, keyturn } = await registered({ keyClass: 'D' });
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ann', leaked: 'in use' });
		const done = await scene.until(keyturn, 'up to date');
		expect(done).toMatchObject({ light: 'green', notProvedDead: 0 });
		expect(scene.living()).toEqual([done.keyId]);
	});
});

describe('a provider that allows so many keys', () => {
	it('is asked for none when it has as many: nothing is written or made, and the sentence counts them', async () => {
		const stage = await registered({ limit: 1 });
		const refused = await refusedBeforeAnything(stage);
		expect(refused).toMatchObject({ code: 'LIMIT_REACHED' });
		expect(refused?.message).toContain('it allows 1 keys and has 1');
		expect(await stage.keyturn.dryRun(KEY, 'planned')).toMatchObject({ possible: false, light: 'red' });
	});

	it('is rotated when there is room for one more', async () => {
		const { scene, keyturn } = await registered({ limit: 2 });
		const done = await scene.until(keyturn, 'up to date');
		expect(scene.living()).toEqual([done.keyId]);
	});
});
