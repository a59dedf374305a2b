import { KEY, Scene } from '../../fakes/scene';

const HOUR_MS = 3_600_000;

it('an emergency in the grace ends it: the leaked old key is dead within the hour, not at the grace’s own end', async () => {
	const scene = await Scene.registered({ graceHours: 48 });
	const keyturn = await scene.open();
	expect(await keyturn.rotate(KEY)).toMatchObject({ status: 'waiting' });
	const [old] = scene.living();
	const began = scene.time.now;

	await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'previous' });
	const report = await scene.until(keyturn, 'up to date');

	expect(scene.time.now - began).toBeLessThan(HOUR_MS);
	expect(scene.living()).toEqual([report.keyId]);
	expect(report.oldKeyId).toBe(old);
});
