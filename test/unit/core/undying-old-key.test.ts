import { KEY, PROVIDER, Scene } from '../../fakes/scene';
import { madeByHand, pasted } from './pasted-key';

const HOUR_MS = 3_600_000;
const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };
const inUse = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;

type Keyturn = Awaited<ReturnType<Scene['open']>>;

/** From now on the provider answers so to the order to revoke one of these keys, and does nothing. */
function revokingAnswers(scene: Scene, status: number, ids: readonly string[]): void {
	scene.host.between = (request, service, origin) =>
		origin === PROVIDER && request.method === 'DELETE' && ids.some((id) => request.path.includes(id))
			? { status, headers: { 'content-type': 'application/json' }, body: '{"error":"no"}' }
			: service(request);
}

async function hours(scene: Scene, keyturn: Keyturn, runs = 4): Promise<void> {
	for (let run = 0; run < runs; run++) {
		scene.time.pass(HOUR_MS);
		await keyturn.rotateDue(60_000);
	}
}

function killAtTheProvider(scene: Scene, ids: readonly string[]): void {
	const gone = { deletedMs: scene.time.now, deadFromMs: scene.time.now };
	for (const key of scene.provider.state.keys) if (ids.includes(key.id)) Object.assign(key, gone);
}

const steps = async (keyturn: Keyturn) => (await keyturn.status(KEY)).steps.map(({ step }) => step);

/** The new key is in use, and the old one does not die. */
async function undying(status = 500, more = {}) {
	const scene = await Scene.registered({ ...short, ...more });
	const keyturn = await scene.open();
	await keyturn.rotate(KEY);
	const [old, leaked] = scene.living() as [string, string];
	revokingAnswers(scene, status, [old]);
	await hours(scene, keyturn, 2);
	return { scene, keyturn, old, leaked };
}

describe.each([500, 403, 429])(
	'the order to revoke the old key is answered %d, and the key in use leaks',
	(status) => {
		it('the leaked key is replaced at once, and the old one stays owed', async () => {
			const { scene, keyturn, old, leaked } = await undying(status);
			const begun = await keyturn.rotate(KEY, inUse);
			expect(begun.light).toBe('red');
			expect(begun.sentence).toContain('Ada');
			expect(begun.sentence).toContain(old);
			expect(begun.keyId).not.toBe(leaked);

			await hours(scene, keyturn);
			expect(scene.living()).not.toContain(leaked);
			const owed = await keyturn.status(KEY);
			expect(owed).toMatchObject({ light: 'red', notProvedDead: 1 });
			expect(owed.sentence).toContain(old);
			expect(await steps(keyturn)).not.toContain('Done');
			const notices = await keyturn.attentionNotices();
			expect(notices).toHaveLength(1);
			expect(notices[0]!.sentence).toContain(old);
		});

		it('it is tried by each run, and the rotation ends once it is dead', async () => {
			const { scene, keyturn, old } = await undying(status);
			await keyturn.rotate(KEY, inUse);
			await hours(scene, keyturn);
			expect(scene.living()).toContain(old);
			scene.host.between = (request, service) => service(request);
			await hours(scene, keyturn);
			const over = await keyturn.status(KEY);
			expect(over).toMatchObject({ light: 'green', notProvedDead: 0 });
			expect(scene.living()).toEqual([over.keyId]);
			expect(await steps(keyturn)).toContain('Done');
		});
	},
);

it('in planned mode the old key is waited for', async () => {
	const { scene, keyturn, old, leaked } = await undying();
	await hours(scene, keyturn);
	expect(scene.living()).toEqual([old, leaked]);
	expect(await keyturn.status(KEY)).toMatchObject({ keyId: leaked, notProvedDead: 1, light: 'red' });
});

it('an emergency for the old key does not touch the one in use', async () => {
	const { scene, keyturn, old, leaked } = await undying();
	await keyturn.rotate(KEY, { ...inUse, leaked: 'previous' }).catch(() => undefined);
	await hours(scene, keyturn);
	expect(scene.living()).toEqual([old, leaked]);
});

it('what a person revokes at the provider is seen to be dead, though the order is answered with an error', async () => {
	const { scene, keyturn, old } = await undying();
	await keyturn.rotate(KEY, inUse);
	await hours(scene, keyturn, 2);
	killAtTheProvider(scene, [old]);
	await hours(scene, keyturn, 2);
	expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
});

it('a disabled key that is refused is not taken for dead', async () => {
	const scene = await Scene.registered({ ...short, observeSeconds: 60 });
	const keyturn = await scene.open();
	await keyturn.rotate(KEY);
	const [old] = scene.living() as [string, string];
	scene.time.pass(100_000);
	await keyturn.rotate(KEY);
	revokingAnswers(scene, 500, [old]);
	await hours(scene, keyturn, 2);
	await keyturn.rotate(KEY, inUse);
	await hours(scene, keyturn);
	expect(scene.living()).toContain(old);
	expect(await keyturn.status(KEY)).toMatchObject({ notProvedDead: 1 });
	scene.host.between = (request, service) => service(request);
	await hours(scene, keyturn, 2);
	expect(await keyturn.status(KEY)).toMatchObject({ light: 'green' });
});

it('a value that is gone from the vault is shown dead by the provider’s list', async () => {
	const { scene, keyturn, old } = await undying();
	await keyturn.rotate(KEY, inUse);
	const { corner } = scene;
	await corner.root('PUT', `secret/destroy/${corner.prefix}/values/${KEY}`, { versions: [1] });
	await hours(scene, keyturn, 2);
	expect(await keyturn.status(KEY)).toMatchObject({ notProvedDead: 1 });
	scene.host.between = (request, service) => service(request);
	await hours(scene, keyturn, 2);
	expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
	expect(scene.living()).not.toContain(old);
});

it('a planned rotation does not begin while the old key of an emergency is owed', async () => {
	const { scene, keyturn, old } = await undying();
	await keyturn.rotate(KEY, inUse);
	await hours(scene, keyturn);
	const before = scene.living();
	await keyturn.rotate(KEY).catch(() => undefined);
	await hours(scene, keyturn);
	expect(scene.living()).toEqual(before);
	expect(before).toContain(old);
});

it.each([500, 204])('one that answers %d and does not die keeps no other one alive', async (status) => {
	const { scene, keyturn, old, leaked } = await undying(status);
	revokingAnswers(scene, status, [old, leaked]);
	await keyturn.rotate(KEY, inUse);
	await hours(scene, keyturn, 2);
	await keyturn.rotate(KEY, inUse);
	await hours(scene, keyturn, 2);
	expect(await keyturn.status(KEY)).toMatchObject({ notProvedDead: 2 });
	expect(scene.living()).toEqual(expect.arrayContaining([old, leaked]));

	revokingAnswers(scene, status, [old]);
	scene.time.pass(HOUR_MS);
	await keyturn.rotateDue(60_000);
	expect(await keyturn.status(KEY)).toMatchObject({ notProvedDead: 1 });
	expect(scene.living()).not.toContain(leaked);
});

it('an emergency asks for another key where the answer with the first was lost, whatever is owed', async () => {
	const { scene, keyturn, old, leaked } = await undying();
	const before = scene.host.between;
	let lost = 0;
	scene.host.between = (request, service, origin) => {
		const answer = before(request, service, origin);
		const isLost = origin === PROVIDER && request.method === 'POST' && lost++ === 0;
		return isLost ? { status: 500, headers: {}, body: '' } : answer;
	};
	await keyturn.rotate(KEY, inUse);
	await hours(scene, keyturn);
	const { keyId } = await keyturn.status(KEY);
	expect(scene.living().sort()).toEqual([old, keyId].sort());
	expect(keyId).not.toBe(leaked);
});

describe('a key that only a person can revoke', () => {
	async function waiting() {
		const scene = await Scene.begin();
		await scene.handMade();
		const keyturn = await scene.open();
		await keyturn.register(
			scene.registration({
				...pasted,
				providerSettings: { ...pasted.providerSettings, revokePage: 'https://keys.test/old' },
			}),
		);
		const paste = async (name: string) => {
			await scene.corner.write(`pending/${KEY}`, { value: madeByHand(scene, name) });
			await keyturn.rotate(KEY);
		};
		await keyturn.rotate(KEY);
		await paste('the second');
		scene.time.pass(HOUR_MS);
		expect(await keyturn.rotate(KEY)).toMatchObject({ status: 'needs you' });
		const [old, leaked] = scene.living() as [string, string];
		return { scene, keyturn, paste, old, leaked };
	}

	it('holds up no emergency; both pages are named, and both keys have to die', async () => {
		const { scene, keyturn, paste, old, leaked } = await waiting();
		const asked = await keyturn.rotate(KEY, inUse);
		expect(asked).toMatchObject({ light: 'red', status: 'needs you', notProvedDead: 1 });
		expect(asked.sentence).toContain('Ada');
		expect(asked.next).toContain('https://keys.test/new');
		expect(asked.next).toContain('https://keys.test/old');

		await paste('the third');
		await hours(scene, keyturn);
		killAtTheProvider(scene, [leaked]);
		await hours(scene, keyturn);
		const owed = await keyturn.status(KEY);
		expect(owed).toMatchObject({ light: 'red', status: 'needs you', notProvedDead: 1 });
		expect(owed.next).toContain('https://keys.test/old');
		expect(scene.living()).toContain(old);

		killAtTheProvider(scene, [old]);
		await hours(scene, keyturn);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
	});
});
