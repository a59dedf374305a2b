import { KEY, PROVIDER, Scene } from '../../fakes/scene';

it('a smoke test that fails with the new key brings the old one back, and the new one dies', async () => {
	const scene = await Scene.registered({
		graceHours: 0.01,
		cacheSeconds: 5,
		delaySeconds: 5,
		observeSeconds: 0,
		smoke: { url: `${PROVIDER}/v1/whoami`, method: 'GET', sendAs: 'bearer', header: '', expectStatus: 204 },
	});
	const keyturn = await scene.open();
	const before = scene.living();

	const report = await scene.until(keyturn, 'rolled back');

	expect(report).toMatchObject({ keyId: before[0], notProvedDead: 0 });
	expect(scene.changes().map((each) => each.split(' ')[0])).toEqual(['POST', 'DELETE']);
	expect(scene.living()).toEqual(before);
	const entry = scene.vault.state.namespaces['']!.mounts['secret/']!.secrets;
	const { versions, currentVersion } = entry[`/${scene.corner.prefix}/values/${KEY}`]!;
	expect(currentVersion).toBe(3);
	expect(scene.secrets).toContain(versions[currentVersion]!.data!['value']);
});
