import { refusal } from '../../contract/provider-suite';
import { KEY, Scene, VAULT } from '../../fakes/scene';

const MINUTE_MS = 60_000;

/** A rotation whose new value may or may not have reached the vault, which answered neither write of it. */
async function unconfirmed() {
	const scene = await Scene.registered({ graceHours: 1 });
	const keyturn = await scene.open();
	scene.host.between = (request, service, origin) =>
		origin === VAULT && request.method === 'POST' && request.path.includes('/pending/')
			? { status: 504, headers: {}, body: '' }
			: service(request);
	expect(await refusal(() => keyturn.rotate(KEY))).toMatchObject({ code: 'UNKNOWN_OUTCOME' });
	scene.host.between = (request, service) => service(request);
	const [old, lost] = scene.living() as [string, string];
	return { scene, keyturn, old, lost };
}

it('holds the rotation up no longer than asking for another key takes', async () => {
	const { scene, keyturn, old, lost } = await unconfirmed();
	const report = await keyturn.rotate(KEY);
	expect(report).toMatchObject({ status: 'waiting', light: 'yellow', notProvedDead: 1 });
	expect(report.sentence).toContain('The new key is in use');
	expect(scene.living()).toHaveLength(2);
	expect(scene.living()).toContain(old);
	expect(scene.living()).not.toContain(lost);
});

it('is called dead once no write of its value can reach the vault any more, and not before', async () => {
	const { scene, keyturn } = await unconfirmed();
	await keyturn.rotate(KEY);
	scene.time.pass(MINUTE_MS);
	expect(await keyturn.rotate(KEY)).toMatchObject({ notProvedDead: 1 });
	scene.time.pass(5 * MINUTE_MS);
	await keyturn.rotate(KEY);
	scene.time.pass(2 * 60 * MINUTE_MS);
	for (let run = 0; run < 4; run++) {
		await keyturn.rotateDue(MINUTE_MS);
		scene.time.pass(10 * MINUTE_MS);
	}
	expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
});
