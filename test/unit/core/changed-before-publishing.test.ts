import type { PlainRequest } from '../../../demo/http/plain';
import { KEY, Scene } from '../../fakes/scene';
import { valueInUse } from './pasted-key';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const isPublishing = ({ method, path }: PlainRequest) =>
	method === 'POST' && path.includes(`/data/`) && path.includes(`/values/${KEY}`);

/** Right before the new value is put to use, a person writes a value of his own. */
function overtake(scene: Scene): Promise<{ id: string; value: string }> {
	return new Promise((resolve) => {
		scene.host.between = (request, service) => {
			if (!isPublishing(request)) return service(request);
			scene.host.between = (other, there) => there(other);
			void scene.handMade().then(resolve);
			return service(request);
		};
	});
}

it('what a person wrote is not overwritten; once he has restored what was there, the rotation goes on', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const before = await valueInUse(scene);
	const theirs = overtake(scene);
	const told = await keyturn.rotate(KEY);
	expect(told).toMatchObject({ status: 'needs you' });
	expect(told.next).toContain('Restore the version before');
	expect(await valueInUse(scene)).toBe((await theirs).value);
	await scene.corner.write(`values/${KEY}`, { value: before });
	const { keyId } = await scene.until(keyturn, 'up to date');
	expect(scene.living().sort()).toEqual([(await theirs).id, keyId].sort());
});

it('where there was nothing yet, it is gone back as told, and the key that he put there is taken over', async () => {
	const scene = await Scene.begin();
	const keyturn = await scene.open();
	await keyturn.register(scene.registration(short));
	const theirs = overtake(scene);
	const told = await keyturn.rotate(KEY);
	expect(told).toMatchObject({ status: 'needs you' });
	expect(told.next).toMatch(/^Choose Roll Back.*register the key again/);
	expect(told.next).not.toContain('Restore');
	await keyturn.rollBack(KEY);
	for (let run = 0; run < 4; run++) {
		scene.time.pass(100_000);
		await keyturn.rotateDue(60_000);
	}
	const { id, value } = await theirs;
	expect(await keyturn.register(scene.registration(short))).toMatchObject({ keyId: id });
	expect(await valueInUse(scene)).toBe(value);
	expect(scene.living()).toEqual([id]);
});
