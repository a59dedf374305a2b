import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';

const manual = {
	provider: 'manual',
	admin: '',
	providerSettings: {
		createPage: 'https://keys.test/new',
		probeUrl: `${PROVIDER}/v1/whoami`,
		sendAs: 'bearer',
	},
};
const soon = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

/** A rotation that waits for a person to paste the new key, which has been made. */
async function waiting() {
	const scene = await Scene.begin();
	const { value: old } = await scene.handMade();
	const keyturn = await scene.open();
	await keyturn.register(scene.registration({ ...soon, ...manual }));
	expect((await keyturn.rotate(KEY)).status).toBe('needs you');
	const { body } = scene.provider.handle({
		method: 'POST',
		path: '/v1/keys',
		query: {},
		headers: { authorization: `Bearer ${ADMIN_KEY}` },
		body: JSON.stringify({ name: 'the new one', scopes: ['work'] }),
	});
	const { value: fresh } = JSON.parse(body) as { value: string };
	return { scene, keyturn, old, fresh };
}

async function inUse({ corner }: Scene): Promise<string> {
	const { json } = await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`);
	return (json as { data: { data: { value: string } } }).data.data.value;
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
			expect(await inUse(scene)).toBe(old);

			await scene.corner.write(`pending/${KEY}`, { value: fresh });
			await keyturn.rotate(KEY);
			expect(await inUse(scene)).toBe(fresh);
		},
	);
});
