import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const terms = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const refusal = { status: 401, headers: {}, body: '{"error":"invalid_key"}' };

/** A rotation whose grace is over, so that the next run revokes the old key. */
async function inGrace() {
	const scene = await Scene.registered(terms);
	const keyturn = await scene.open();
	const report = await keyturn.rotate(KEY);
	expect(report).toMatchObject({ status: 'waiting', keyId: scene.living()[1] });
	scene.time.pass(Date.parse(report.continueAt!) - scene.time.now + 2_000);
	return { scene, keyturn, old: scene.living()[0]!, fresh: scene.living()[1]! };
}

it('a provider that refuses everything after the revocation has not shown that the old key is dead', async () => {
	const { scene, keyturn, fresh } = await inGrace();
	let revoked = false;
	scene.host.between = (request, service) => {
		revoked ||= request.method === 'DELETE';
		return revoked && request.path === '/v1/whoami' ? refusal : service(request);
	};
	for (let run = 0; run < 3; run++) {
		expect(await keyturn.rotate(KEY)).toMatchObject({ status: 'waiting', notProvedDead: 1, proof: null });
		scene.time.pass(60_000);
	}

	scene.host.between = (request, service) => service(request);
	expect(await scene.until(keyturn, 'up to date')).toMatchObject({ keyId: fresh, notProvedDead: 0 });
});

/** The check tells another key’s id than that of the value it was shown, for one value or for all. */
function tellsAnother(scene: Scene, id: string, only: (bearer: string) => boolean) {
	scene.host.between = (request, service, origin) => {
		const answer = service(request);
		if (origin !== PROVIDER || request.path !== '/v1/whoami' || answer.status !== 200) return answer;
		if (!only(request.headers['authorization'] ?? '')) return answer;
		return { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), keyId: id }) };
	};
}

it('the old key is left alone while the provider says that the value in use belongs to another key', async () => {
	const { scene, keyturn, old, fresh } = await inGrace();
	tellsAnother(scene, old, () => true);
	for (let run = 0; run < 3; run++) {
		const { sentence } = await keyturn.rotate(KEY);
		expect(sentence).toContain('not accepted just now');
		expect(scene.living()).toEqual([old, fresh]);
		scene.time.pass(60_000);
	}

	scene.host.between = (request, service) => service(request);
	await scene.until(keyturn, 'up to date');
	expect(scene.living()).toEqual([fresh]);
});

it('a new value is not put into use while the provider says that it belongs to another key', async () => {
	const scene = await Scene.registered(terms);
	const keyturn = await scene.open();
	const [inUse] = scene.living();
	const value = scene.secrets.find((each) => each.startsWith('dpk_'))!;
	const stranger = (await scene.handMade('a-stranger')).id;
	tellsAnother(scene, stranger, (bearer) => bearer !== `Bearer ${value}`);

	for (let run = 0; run < 6; run++) {
		const { sentence } = await keyturn.rotate(KEY);
		expect(sentence).not.toContain('Up to date');
		const entry = scene.vault.state.namespaces['']!.mounts['secret/']!.secrets;
		expect(entry[`/${scene.corner.prefix}/values/${KEY}`]!.currentVersion).toBe(1);
		scene.time.pass(60_000);
	}
	expect(scene.living()).toEqual(expect.arrayContaining([inUse, stranger]));
});
