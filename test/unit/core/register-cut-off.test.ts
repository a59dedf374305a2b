import { KeyturnError } from '../../../core/errors';
import { KEY, Scene } from '../../fakes/scene';

const soon = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

/** Kinds of the entries in the audit log, each as often as it stands there. */
function logged({ vault }: Scene): string[] {
	const { secrets } = vault.state.namespaces['']!.mounts['secret/']!;
	const entries = Object.entries(secrets).filter(([path]) => /\/audit\//.test(path));
	return [...JSON.stringify(entries).matchAll(/"kind\\+":\\+"([^"\\]+)/g)].map(([, kind]) => kind!);
}

/** Registers a key on a machine that dies after its `last` request, with or without that request’s effect. */
async function registerUpTo(last: number, effect: boolean): Promise<{ scene: Scene; ended: boolean }> {
	const scene = await Scene.begin();
	await scene.handMade();
	const keyturn = await scene.open();
	let sent = 0;
	scene.host.between = (request, service) => {
		sent += 1;
		if (sent < last) return service(request);
		if (sent === last && effect) service(request);
		return { status: 0, headers: {}, body: '' };
	};
	await keyturn.register(scene.registration(soon)).catch((error: unknown) => {
		if (!(error instanceof KeyturnError)) throw error;
	});
	scene.host.between = (request, service) => service(request);
	scene.time.pass(60_000);
	return { scene, ended: sent < last };
}

describe('a registration that is cut off', () => {
	it.each([
		['after', true],
		['before', false],
	])(
		'%s any request, and done again: the key is there, and the log tells once that it was registered',
		async (_when, effect) => {
			let last = 0;
			for (let ended = false; !ended;) {
				const cut = await registerUpTo(++last, effect);
				const keyturn = await cut.scene.open();
				await keyturn.register(cut.scene.registration(soon)).catch((error: unknown) => {
					expect(error).toMatchObject({ code: 'KEY_EXISTS' });
				});
				await keyturn.rotate(KEY);
				cut.scene.time.pass(400_000);
				await cut.scene.until(keyturn, 'up to date');
				expect([last, logged(cut.scene).filter((kind) => kind === 'key registered')]).toEqual([
					last,
					['key registered'],
				]);
				ended = cut.ended;
			}
			expect(last).toBeGreaterThan(10);
		},
	);
});

it('the staged entry keeps no value of a rotation before the last', async () => {
	const scene = await Scene.registered(soon);
	const keyturn = await scene.open();
	for (let rotation = 0; rotation < 2; rotation++) await scene.until(keyturn, 'up to date');
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	const { currentVersion, versions } = secrets[`/${scene.corner.prefix}/pending/${KEY}`]!;
	expect(currentVersion).toBe(2);
	expect(Object.keys(versions)).toEqual(['2']);
});
