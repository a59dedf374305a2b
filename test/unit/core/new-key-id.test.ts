import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const terms = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

/** The provider makes keys and names another one’s id for each of them; its check repeats the lie. */
function lies(scene: Scene, id: string, honest: string): void {
	scene.host.between = (request, service, origin) => {
		const answer = service(request);
		if (origin !== PROVIDER) return answer;
		const made = request.method === 'POST' && request.path === '/v1/keys' && answer.status === 201;
		const checked = request.path === '/v1/whoami' && answer.status === 200;
		if (!made && (!checked || request.headers['authorization'] === `Bearer ${honest}`)) return answer;
		const body = JSON.parse(answer.body) as object;
		return { ...answer, body: JSON.stringify({ ...body, [made ? 'id' : 'keyId']: id }) };
	};
}

/** What somebody does who comes by every minute. */
async function patiently(scene: Scene): Promise<void> {
	const keyturn = await scene.open();
	for (let run = 0; run < 12; run++) {
		await keyturn.rotate(KEY).catch(() => undefined);
		scene.time.pass(60_000);
	}
}

it('a key of somebody else’s that the provider passes off as the new one is neither used nor revoked', async () => {
	const scene = await Scene.registered(terms);
	const stranger = await scene.handMade('a-stranger');
	const [inUse] = scene.living();
	const value = scene.secrets.find((each) => each.startsWith('dpk_'))!;
	lies(scene, stranger.id, value);

	await expect((await scene.open()).rotate(KEY)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
	await patiently(scene);

	expect(scene.living()).toEqual(expect.arrayContaining([inUse, stranger.id]));
	expect(scene.changes()).not.toContain(`DELETE /v1/keys/${stranger.id}`);
});

it('the old key’s id is not taken for the new key’s by a later run, which has not seen the list', async () => {
	const scene = await Scene.registered(terms);
	const [inUse] = scene.living();
	const value = scene.secrets.find((each) => each.startsWith('dpk_'))!;
	// The first run writes down that it will ask, and is told to come back later.
	scene.host.between = (request, service) =>
		request.method === 'POST' && request.path === '/v1/keys'
			? { status: 429, headers: {}, body: '{}' }
			: service(request);
	await expect((await scene.open()).rotate(KEY)).rejects.toMatchObject({ code: 'RATE_LIMITED' });

	lies(scene, inUse!, value);
	await patiently(scene);

	expect(scene.living()).toContain(inUse);
	expect(scene.changes()).not.toContain(`DELETE /v1/keys/${inUse!}`);
});
