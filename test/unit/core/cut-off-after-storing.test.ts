import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

it('a run that is cut off once the new value is in the vault is taken up with that value, and no second key is made', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const { prefix } = scene.corner;
	let isStored = false;
	scene.host.between = (request, service) => {
		if (isStored) return { status: 503, headers: {}, body: '' };
		isStored = request.method === 'POST' && request.path.includes(`/data/${prefix}/pending/`);
		return service(request);
	};
	await keyturn.rotate(KEY).catch(() => undefined);
	expect(isStored).toBe(true);
	scene.host.between = (request, service) => service(request);
	scene.time.pass(15 * 60_000);

	const { keyId } = await scene.until(keyturn, 'up to date');

	const made = scene.host.sent.filter(
		({ method, url }) => method === 'POST' && url === `${PROVIDER}/v1/keys`,
	);
	expect(made).toHaveLength(1);
	expect(scene.living()).toEqual([keyId]);
});
