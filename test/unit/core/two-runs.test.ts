import type { Http } from '../../../core/ports';
import { KEY, PROVIDER, Scene, VAULT } from '../../fakes/scene';

/** Lets something happen right before the provider answers a list, or the vault a value, for the first time. */
async function meanwhile(
	scene: Scene,
	at: { readonly url: string; readonly path: RegExp },
	happens: () => Promise<unknown>,
) {
	const http = scene.host.http.bind(scene.host);
	let first = true;
	const watched: Http = async (request) => {
		if (first && request.method === 'GET' && request.url.startsWith(at.url) && at.path.test(request.url)) {
			first = false;
			await happens();
		}
		return await http(request);
	};
	Object.assign(scene.host, { http: watched });
}

const moments: Readonly<Record<string, { readonly url: string; readonly path: RegExp }>> = {
	'before the value is read': { url: VAULT, path: new RegExp(`/data/.*values/${KEY}`) },
	'before the list is read': { url: PROVIDER, path: /keys/ },
};

describe.each(Object.entries(moments))('a run that another one overtakes %s', (_when, at) => {
	it('steps back, and blames neither the vault nor a person', async () => {
		const scene = await Scene.registered();
		const [first, second] = [await scene.open(), await scene.open()];
		let other: unknown;
		await meanwhile(scene, at, async () => (other = await first.rotate(KEY)));
		await expect(second.rotate(KEY)).rejects.toMatchObject({ code: 'BUSY' });
		expect(other).toMatchObject({ status: 'waiting' });
		expect(scene.living()).toHaveLength(2);
	});

	it('is no failure of a sweep', async () => {
		const scene = await Scene.registered();
		const [first, second] = [await scene.open(), await scene.open()];
		scene.time.pass(91 * 86_400_000);
		await meanwhile(scene, at, () => first.rotate(KEY));
		expect(await second.rotateDue(60_000)).toMatchObject({ looked: 1, failures: [] });
		expect(scene.living()).toHaveLength(2);
	});

	it('says so in a dry run too', async () => {
		const scene = await Scene.registered();
		const [first, second] = [await scene.open(), await scene.open()];
		await meanwhile(scene, at, () => first.rotate(KEY));
		await expect(second.dryRun(KEY, 'planned')).rejects.toMatchObject({ code: 'BUSY' });
	});
});

it('what nobody else wrote is told as it is', async () => {
	const scene = await Scene.registered();
	await scene.corner.write(`values/${KEY}`, { value: 'typed-in-by-somebody-0123456789' });
	await expect((await scene.open()).rotate(KEY)).rejects.toMatchObject({ code: 'CHANGED_OUTSIDE' });
});
