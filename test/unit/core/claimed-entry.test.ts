import { openKeyturn, type Keyturn } from '../../../core/keyturn';
import type { PlainRequest } from '../../../demo/http/plain';
import { Corner } from '../../contract/vault-root';
import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';

const PATH = 'apps/one';
const isDocument = ({ method, path }: PlainRequest) => method === 'POST' && path.includes('/documents/');
const isDue = ({ method, path }: PlainRequest) => method === 'POST' && path.includes('/due/');

/** An entry of an app with a key in it, and two people who register it under two names. */
async function oneEntry() {
	const scene = await Scene.begin();
	const { value } = await scene.handMade();
	await scene.corner.root('POST', `secret/metadata/${PATH}`, {
		custom_metadata: { 'keyturn-origins': PROVIDER },
	});
	await scene.corner.root('POST', `secret/data/${PATH}`, { data: { value } });
	const { prefix, server } = scene.corner;
	const open = (): Keyturn =>
		openKeyturn(
			scene.host,
			new Corner({ ...server, host: scene.host }).open({
				prefix,
				token: server.rootToken,
				otherPaths: 'apps',
			}),
		);
	const register = async (name: string) => await open().register(scene.registration({ name, path: PATH }));
	const names = async () => (await open().list(10)).map(({ key }) => key);
	return { scene, register, names };
}

/** Before the first request of this kind is sent, `work` is done to its end. */
function before(scene: Scene, kind: (request: PlainRequest) => boolean, work: () => Promise<unknown>): void {
	const http = scene.host.http.bind(scene.host);
	let met = false;
	Object.assign(scene.host, {
		http: async (request: Parameters<typeof http>[0]) => {
			if (!met && kind({ ...request, path: request.url } as unknown as PlainRequest)) {
				met = true;
				await work();
			}
			return await http(request);
		},
	});
}

describe('two names for one entry at the same moment', () => {
	it('one that is overtaken before its document is written gives way', async () => {
		const { scene, register, names } = await oneEntry();
		before(scene, isDue, () => register('second'));
		expect(await refusal(() => register('first'))).toMatchObject({ code: 'KEY_EXISTS', where: PATH });
		expect(await names()).toEqual(['second']);
	});

	it('one that meets a document on its way gives way, and gives the entry back', async () => {
		const { scene, register, names } = await oneEntry();
		let second: Promise<unknown> | undefined;
		const { clock } = scene.host;
		let arrive: () => void = () => undefined;
		// The first one's document arrives while the second waits.
		Object.assign(scene.host, {
			clock: {
				...clock,
				sleep: async (ms: number) => {
					arrive();
					await new Promise((resolve) => setTimeout(resolve, 50));
					await clock.sleep(ms);
				},
			},
		});
		before(scene, isDocument, async () => {
			const waits = new Promise<void>((resolve) => {
				arrive = resolve;
			});
			second = refusal(() => register('second'));
			await waits;
		});
		await register('first');
		expect(await second).toMatchObject({ code: 'KEY_EXISTS', where: PATH });
		expect(await names()).toEqual(['first']);
		expect((await refusal(() => register('third'))).code).toBe('KEY_EXISTS');
	});

	it('a vault that does not answer is told as that, not as another key at the entry', async () => {
		const { scene, register, names } = await oneEntry();
		const { prefix } = scene.corner;
		scene.host.between = (request, service) =>
			request.method === 'POST' && request.path.includes(`/data/${prefix}/system/place-`)
				? { status: 503, headers: {}, body: '' }
				: service(request);
		expect((await refusal(() => register('first'))).code).toBe('SEALED');
		scene.host.between = (request, service) => service(request);
		await register('first');
		expect(await names()).toEqual(['first']);
	});

	it('what a run that ended has claimed is free again', async () => {
		const { scene, register, names } = await oneEntry();
		scene.host.between = (request, service) =>
			isDue(request) ? { status: 0, headers: {}, body: '' } : service(request);
		await refusal(() => register('first'));
		scene.host.between = (request, service) => service(request);
		await register('second');
		expect(await names()).toEqual(['second']);
		expect((await refusal(() => register('first'))).code).toBe('KEY_EXISTS');
	});
});

it('a key that is registered at an entry of its own waits for nobody', async () => {
	const scene = await Scene.begin();
	await scene.handMade();
	const keyturn = await scene.open();
	const { now } = scene.time;
	await keyturn.register(scene.registration());
	expect(scene.time.now).toBe(now);
	expect((await keyturn.list(10)).map(({ key }) => key)).toEqual([KEY]);
});
