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

it.each([
	[0, 1, 'The new key is in use'],
	[1, 2, 'The new key is in use'],
	[2, 3, 'The new key is in use'],
	[3, 3, 'The smoke test answered 503, not 200'],
])('a smoke test that fails %i times is made %i times in one run: %s', async (failures, made, sentence) => {
	const url = `${PROVIDER}/works`;
	const scene = await Scene.registered({
		smoke: { url, method: 'GET', sendAs: 'bearer', header: '', expectStatus: 200 },
	});
	let asked = 0;
	scene.host.between = (request, service) => {
		if (request.path !== '/works') return service(request);
		return { status: (asked += 1) > failures ? 200 : 503, headers: {}, body: '' };
	};
	const keyturn = await scene.open();
	expect(await keyturn.rotate(KEY)).toMatchObject({ sentence: expect.stringContaining(sentence) });
	expect(asked).toBe(made);
});
