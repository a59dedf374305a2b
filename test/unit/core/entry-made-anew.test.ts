import { KEY, Scene } from '../../fakes/scene';
import { valueInUse } from './pasted-key';

const DAY_MS = 86_400_000;
const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

/** A person removes the key's entry with its versions, whose count begins anew then. */
async function removed() {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const { keyId } = await scene.until(keyturn, 'up to date');
	const { corner } = scene;
	await corner.root('DELETE', `secret/metadata/${corner.prefix}/values/${KEY}`);
	const [allowed] = Object.keys(scene.host.services).filter((each) => each.includes('provider'));
	await corner.allow(`values/${KEY}`, String(allowed));
	return { scene, keyturn, keyId };
}

it('a value that is put there under the number of a dead one is not destroyed by the next sweep', async () => {
	const { scene, keyturn } = await removed();
	const { id, value } = await scene.handMade();
	scene.time.pass(DAY_MS);
	expect((await keyturn.rotateDue(60_000)).failures).toEqual([]);
	expect(await valueInUse(scene)).toBe(value);
	expect(await keyturn.register(scene.registration(short))).toMatchObject({ keyId: id });
	scene.time.pass(DAY_MS);
	await keyturn.rotateDue(60_000);
	expect(await valueInUse(scene)).toBe(value);
});

it('where none is put there, the key that is registered again is issued by the next sweep', async () => {
	const { scene, keyturn, keyId } = await removed();
	const { warnings } = await keyturn.registerDryRun(scene.registration(short));
	expect(warnings.join(' ')).not.toContain('value that the vault holds');
	const told = await keyturn.register(scene.registration(short));
	expect(told).toMatchObject({ light: 'yellow', status: 'never issued', keyId: null });
	expect(told.sentence).toContain(`not proved dead: key ${String(keyId)}`);
	for (let sweep = 0; sweep < 3; sweep++) {
		scene.time.pass(400_000);
		await keyturn.rotateDue(60_000);
	}
	const issued = await keyturn.status(KEY);
	expect(issued).toMatchObject({ light: 'green', status: 'up to date' });
	expect(scene.living()).toEqual([keyId, issued.keyId]);
});
