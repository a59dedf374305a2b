import { KEY, Scene, VAULT } from '../../fakes/scene';

it('a value that was put into the staged entry in the place of the new one is never published', async () => {
	const scene = await Scene.registered();
	const keyturn = await scene.open();
	const { host, corner } = scene;
	const [old] = scene.living();
	const valuePath = `/v1/secret/data/${corner.prefix}/values/${KEY}`;
	// The new key is made, stored and tried; then the vault takes no value for the entry that the apps read.
	host.between = (request, service, origin) =>
		origin === VAULT && request.method !== 'GET' && request.path === valuePath
			? { status: 503, headers: {}, body: '' }
			: service(request);
	await keyturn.rotate(KEY).catch(() => undefined);
	const staged = Object.keys(scene.vault.state.namespaces['']!.mounts['secret/']!.secrets).find((path) =>
		path.startsWith(`/${corner.prefix}/pending/`),
	)!;
	const before = scene.vault.state.namespaces['']!.mounts['secret/']!.secrets[staged]!;
	const data = before.versions[before.currentVersion]!.data!;
	const foreign = 'somebody-put-this-here-by-hand-0123456789';
	await corner.write(staged.slice(corner.prefix.length + 2), { ...data, value: foreign });
	host.between = (request, service) => service(request);

	const report = await scene.until(await scene.open(), 'rolled back');

	expect(report.keyId).toBe(old);
	expect(scene.living()).toEqual([old]);
	const { versions } =
		scene.vault.state.namespaces['']!.mounts['secret/']!.secrets[`/${corner.prefix}/values/${KEY}`]!;
	expect(JSON.stringify(versions)).not.toContain(foreign);
});
