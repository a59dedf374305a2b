import { KEY, PROVIDER, Scene } from '../../fakes/scene';
import { madeByHand, pasted, valueInUse } from './pasted-key';

/** A rotation that waits for a person to paste the new key, which has been made. */
async function waiting() {
	const scene = await Scene.begin();
	const { value: old } = await scene.handMade();
	const keyturn = await scene.open();
	await keyturn.register(scene.registration(pasted));
	expect((await keyturn.rotate(KEY)).status).toBe('needs you');
	const fresh = madeByHand(scene);
	return { scene, keyturn, old, fresh };
}

describe('a value that a person pasted from a web page', () => {
	it.each(['\u200b', '\u00a0x', '\u2013', '😀'])(
		'with %j in it is presented to nobody and not put into use; the right one then is',
		async (extra) => {
			const { scene, keyturn, old, fresh } = await waiting();
			await scene.corner.write(`pending/${KEY}`, { value: fresh + extra });
			const before = scene.host.sent.length;
			const report = await keyturn.rotate(KEY);
			expect(report.status).toBe('needs you');
			expect(report.sentence).toContain('cannot be used: it holds a character beyond');
			const heard = scene.host.sent.slice(before).filter(({ url }) => url.startsWith(PROVIDER));
			expect(JSON.stringify(heard)).not.toContain(fresh);
			expect(await valueInUse(scene)).toBe(old);

			await scene.corner.write(`pending/${KEY}`, { value: fresh });
			await keyturn.rotate(KEY);
			expect(await valueInUse(scene)).toBe(fresh);
		},
	);
});
