import { keysNow } from '../../../../../core/audit/watch/keys';
import { providers } from '../../../../../core/providers';
import { targets } from '../../../../../core/targets';
import { refusal } from '../../../../contract/provider-suite';
import { KEY, Scene } from '../../../../fakes/scene';

/** A registered key, and what a watch sees of it. */
async function watched() {
	const scene = await Scene.registered();
	const vault = await scene.connect();
	const now = () => keysNow({ host: scene.host, vault, drivers: { providers, targets }, budgetMs: 60_000 });
	return { scene, now };
}

it('tells each key, since when it is in Keyturn’s care, and by what ids its provider knows it', async () => {
	const { scene, now } = await watched();
	const { managed, rows, unread } = await now();
	expect(managed).toMatchObject([{ name: KEY, keyIds: scene.living() }]);
	expect(rows).toMatchObject([{ name: KEY, debt: 0, problem: null }]);
	expect(unread).toEqual([]);
});

it('a key whose document was changed by somebody is named as one of which nothing can be said', async () => {
	const { scene, now } = await watched();
	await scene.corner.write(`documents/${KEY}`, { document: '{}' });
	const { managed, unread } = await now();
	expect([managed, unread]).toEqual([[], [expect.stringContaining(KEY)]]);
});

it('a login that may not read them is an error, and no installation without keys', async () => {
	const { scene, now } = await watched();
	scene.host.between = (request, service) =>
		request.path.includes(`/data/${scene.corner.prefix}/documents/`)
			? { status: 403, headers: {}, body: '{"errors":["permission denied"]}' }
			: service(request);
	expect((await refusal(now)).code).toBe('LOGIN_REFUSED');
});
