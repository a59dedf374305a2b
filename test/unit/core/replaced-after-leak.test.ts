import { randomBytes } from 'node:crypto';
import type { Registration } from '../../../core/operations/register';
import { DevProvider } from '../../../demo/dev-provider/provider';
import { refusal } from '../../contract/provider-suite';
import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const declare = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;
const SECOND = 'https://second.test';

interface Stored {
	readonly request: unknown;
	readonly dueAt: number;
	readonly outbox: ReadonlyArray<{ kind: string; facts: Readonly<Record<string, unknown>> }>;
}
const stored = (scene: Scene): Stored =>
	JSON.parse((JSON.parse(scene.stored().text) as { body: string }).body) as Stored;
const noted = (scene: Scene, kind: string) => stored(scene).outbox.filter((each) => each.kind === kind);

/** The key in use leaked, its emergency could not begin, and a person put another key into the vault. */
async function leaked(more: Partial<Registration> = {}) {
	const scene = await Scene.registered({ ...short, ...more });
	const keyturn = await scene.open();
	const [before] = scene.living();
	scene.host.between = (request, service, origin) =>
		origin === PROVIDER && request.method !== 'DELETE' && request.path.startsWith('/v1/keys')
			? { status: 503, headers: {}, body: '' }
			: service(request);
	await refusal(() => keyturn.rotate(KEY, declare));
	scene.host.between = (request, service) => service(request);
	const made = await scene.handMade();
	return { scene, keyturn, before: before!, made };
}

/** A second account of the same provider, with a key that a person put into the vault. */
async function secondAccount(scene: Scene) {
	const second = new DevProvider({ now: () => scene.time.now, random: randomBytes, adminKeys: [ADMIN_KEY] });
	scene.host.services[SECOND] = second.handle.bind(second);
	for (const path of ['admin/dev', `values/${KEY}`]) await scene.corner.allow(path, `${PROVIDER} ${SECOND}`);
	const made = JSON.parse(
		second.handle({
			method: 'POST',
			path: '/v1/keys',
			query: {},
			headers: { authorization: `Bearer ${ADMIN_KEY}` },
			body: JSON.stringify({ name: 'by hand', scopes: ['work'] }),
		}).body,
	) as { id: string; value: string };
	await scene.corner.write(`values/${KEY}`, { value: made.value });
	return { second, made };
}
const there = { providerSettings: { address: SECOND, scopes: 'work' } };

describe('a leaked key that a person replaced before its emergency could begin', () => {
	it('is what dies, and the key in its place goes on', async () => {
		const { scene, keyturn, before, made } = await leaked();

		const told = await keyturn.register(scene.registration(short));

		expect(told).toMatchObject({ light: 'red', keyId: made.id, notProvedDead: 1 });
		expect(told.sentence).toMatch(
			new RegExp(`Ada declared is taken for key ${before}.*the next run revokes`),
		);
		expect(stored(scene).request).toBeNull();
		expect(noted(scene, 'request dropped')).toMatchObject([
			{ facts: { asked: 'emergency', by: 'Ada', keyId: before, fate: 'revoked next' } },
		]);
		expect(told.next).toContain('Run Rotate Due');
		expect(told.sentence).not.toContain('target');
		await keyturn.rotateDue(60_000);
		expect(scene.living()).toEqual([made.id]);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
	});

	it('is said by the dry run beforehand, which writes nothing', async () => {
		const { scene, keyturn, before } = await leaked();
		const state = scene.state();
		const { warnings } = await keyturn.registerDryRun(scene.registration(short));
		expect(warnings.join(' ')).toContain(`taken for key ${before}`);
		expect(scene.state()).toEqual(state);
	});

	it('is tried by every sweep until it is dead, however many days that takes', async () => {
		const { scene, keyturn, before, made } = await leaked();
		await keyturn.register(scene.registration(short));
		// Whoever says yes and does nothing throws no error either.
		scene.host.between = (request, service, origin) =>
			origin === PROVIDER && request.method === 'DELETE'
				? { status: 204, headers: {}, body: '' }
				: service(request);
		for (let night = 0; night < 6; night++) {
			await keyturn.rotateDue(60_000);
			scene.time.pass(86_400_000);
		}
		expect(scene.living()).toEqual([before, made.id]);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'red', notProvedDead: 1 });
		scene.host.between = (request, service) => service(request);
		await keyturn.rotateDue(60_000);
		expect(scene.living()).toEqual([made.id]);
	});

	it('where the key that was put there leaked as well, the emergency can be declared again', async () => {
		const { scene, keyturn, before, made } = await leaked();
		await keyturn.register(scene.registration(short));
		await keyturn.rotate(KEY, declare);
		const { keyId } = await scene.until(keyturn, 'up to date');
		expect(scene.living()).toEqual([keyId]);
		expect([before, made.id]).not.toContain(keyId);
	});

	it('new settings alone leave the emergency as it is', async () => {
		const scene = await Scene.registered(short);
		const keyturn = await scene.open();
		scene.provider.knobs.failNext = { status: 503, count: 50 };
		await refusal(() => keyturn.rotate(KEY, declare));
		scene.provider.knobs.failNext = { status: 503, count: 0 };
		const [before] = scene.living();
		await keyturn.register(scene.registration({ ...short, owner: 'sales' }));
		expect(stored(scene).request).toMatchObject({ kind: 'emergency', by: 'Ada' });
		await scene.until(keyturn, 'up to date');
		expect(scene.living()).not.toContain(before);
	});

	it('one that is dead already owes nothing', async () => {
		const { scene, keyturn, before, made } = await leaked();
		scene.provider.state.keys.find(({ id }) => id === before)!.deletedMs = scene.time.now;
		const told = await keyturn.register(scene.registration(short));
		expect(told).toMatchObject({ light: 'green', keyId: made.id });
		expect(told.sentence).toContain('no longer lists it');
		expect(noted(scene, 'request dropped')).toHaveLength(1);
	});

	it('a list that does not come is not taken for an empty one', async () => {
		const { scene, keyturn } = await leaked();
		let lists = 0;
		scene.host.between = (request, service, origin) => {
			const isList = origin === PROVIDER && request.method === 'GET' && request.path === '/v1/keys';
			if (isList) lists += 1;
			return isList && lists > 3 ? { status: 503, headers: {}, body: '' } : service(request);
		};
		const before = scene.stored();
		await refusal(() => keyturn.register(scene.registration(short)));
		expect(lists).toBe(4);
		expect(scene.stored()).toEqual(before);
	});

	it('at another account it is named, and nothing is revoked under its id', async () => {
		const { scene, keyturn, before } = await leaked();
		const { second, made } = await secondAccount(scene);
		// Where ids are counted, the second account has one of the same.
		second.state.keys.push({ ...second.state.keys[0]!, id: before, name: 'of a stranger' });
		const told = await keyturn.register(scene.registration({ ...short, ...there }));
		expect(told).toMatchObject({ light: 'red', notProvedDead: 0 });
		expect(told.sentence).toMatch(/only a person can revoke it/);
		expect(told.next).toContain('revoke at once');
		expect(noted(scene, 'request dropped')).toMatchObject([{ facts: { fate: 'for a person' } }]);
		await keyturn.rotateDue(60_000);
		expect(second.state.keys.map(({ id, deletedMs }) => [id, deletedMs])).toEqual([
			[made.id, null],
			[before, null],
		]);
	});
});

it('a key that was replaced by one of another account is named with where it is, and so in the log', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const [before] = scene.living();
	await secondAccount(scene);
	const registration = scene.registration({ ...short, ...there });

	const { warnings } = await keyturn.registerDryRun(registration);
	const told = await keyturn.register(registration);

	for (const text of [
		warnings.join(' '),
		told.sentence,
		noted(scene, 'key registered again')[0]?.facts['notProvedDead'],
	])
		expect(text).toMatch(new RegExp(`${before} \\(registered with .*${PROVIDER}`));
	expect(told.light).toBe('yellow');
	expect(scene.living()).toEqual([before]);
});
