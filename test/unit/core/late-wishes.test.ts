import { refusal } from '../../contract/provider-suite';
import type { HttpRequest } from '../../../core/ports';
import { applyRequest } from '../../../core/rotation/requests';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';
import { NOW, documentWith, rotationIn } from './document-fixture';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

/** Lets something happen once, right before the first request of this kind is sent. */
function before(scene: Scene, is: (request: HttpRequest) => boolean, happens: () => Promise<unknown>): void {
	const http = scene.host.http.bind(scene.host);
	let first = true;
	Object.assign(scene.host, {
		http: async (request: HttpRequest) => {
			if (first && is(request)) {
				first = false;
				await happens();
			}
			return await http(request);
		},
	});
}

const writesDocument = ({ method, url }: HttpRequest) => method === 'POST' && url.includes('/documents/');
const revokes = ({ method, url }: HttpRequest) => method === 'DELETE' && url.startsWith(PROVIDER);

async function nights(scene: Scene, keyturn: Awaited<ReturnType<Scene['open']>>): Promise<void> {
	for (let run = 0; run < 4; run++) {
		scene.time.pass(400_000);
		await keyturn.rotateDue(60_000);
	}
}

it('an emergency for the key before, declared while that is being revoked, ends with it: no healthy key is touched', async () => {
	const scene = await Scene.registered(short);
	const [first, second] = [await scene.open(), await scene.open()];
	await first.rotate(KEY);
	const [, healthy] = scene.living();
	scene.time.pass(100_000);
	let told: unknown;
	before(scene, revokes, async () => {
		told = await second.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'previous' });
	});
	await first.rotate(KEY);
	expect(told).toMatchObject({ sentence: expect.stringContaining('It is noted') as string });
	await nights(scene, first);
	expect(scene.living()).toEqual([healthy]);
	expect(await first.status(KEY)).toMatchObject({ light: 'green', keyId: healthy });
});

it('an emergency for the key in use, declared while the one before is being revoked, replaces it', async () => {
	const scene = await Scene.registered(short);
	const [first, second] = [await scene.open(), await scene.open()];
	await first.rotate(KEY);
	const [, leaked] = scene.living();
	scene.time.pass(100_000);
	before(scene, revokes, () =>
		second.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' }),
	);
	await first.rotate(KEY);
	await nights(scene, first);
	expect(scene.living()).toHaveLength(1);
	expect(scene.living()).not.toContain(leaked);
});

it('Roll Back that meets the revocation is refused at once', async () => {
	const scene = await Scene.registered(short);
	const [first, second] = [await scene.open(), await scene.open()];
	await first.rotate(KEY);
	scene.time.pass(100_000);
	let revoking: Promise<unknown> | undefined;
	before(scene, writesDocument, async () => {
		await new Promise<void>((atDelete) => {
			before(scene, revokes, async () => {
				atDelete();
				await new Promise((go) => setTimeout(go, 50));
			});
			revoking = first.rotate(KEY);
		});
	});
	const error = await refusal(() => second.rollBack(KEY));
	expect([error.code, error.message]).toEqual([
		'NOT_NOW',
		expect.stringContaining('the revocation of the old key has begun'),
	]);
	await revoking;
	expect(scene.living()).toHaveLength(1);
});

it('the end of a grace that is asked for as another run ends the rotation is refused, and nothing stays', async () => {
	const scene = await Scene.registered(short);
	const [first, second] = [await scene.open(), await scene.open()];
	await first.rotate(KEY);
	scene.time.pass(100_000);
	before(scene, writesDocument, () => scene.until(first, 'up to date'));
	const error = await refusal(() => second.retireOldKey(KEY));
	expect([error.code, error.message]).toEqual(['NOT_NOW', expect.stringContaining('no old key in grace')]);
	scene.time.pass(86_400_000);
	expect((await first.rotateDue(60_000)).reports).toEqual([]);
});

it.each(['retire', 'roll back'] as const)('a wish to %s without a rotation is dropped, and said', (kind) => {
	const draft = documentWith({ request: { kind, leaked: 'none', by: 'Ada', at: NOW } });
	const notes: unknown[] = [];
	applyRequest(draft, NOW, (...note) => notes.push(note));
	expect(draft.request).toBeNull();
	expect(notes).toEqual([['request dropped', { asked: kind, by: 'Ada', why: 'no rotation is under way' }]]);
});

it('a wish to roll back that comes too late is dropped, and said', () => {
	const draft = documentWith({
		rotation: rotationIn('REVOKING'),
		request: { kind: 'roll back', leaked: 'none', by: 'Ada', at: NOW },
	});
	const notes: unknown[] = [];
	applyRequest(draft, NOW, (...note) => notes.push(note));
	expect([draft.rotation?.state, draft.request]).toEqual(['REVOKING', null]);
	expect(notes).toEqual([['request dropped', expect.objectContaining({ asked: 'roll back', by: 'Ada' })]]);
});
