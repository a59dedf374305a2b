import { entriesIn } from '../../../demo/audit/segments';
import { KEY, Scene } from '../../fakes/scene';
import { madeByHand, pasted, valueInUse } from './pasted-key';

const HOUR_MS = 3_600_000;
const REVOKE_PAGE = 'https://keys.test/old';
const inUse = { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' } as const;

/** A key that only people make and revoke: the new one is in use, the old one waits for its revocation. */
async function waiting() {
	const scene = await Scene.begin();
	const first = await scene.handMade();
	const keyturn = await scene.open();
	const providerSettings = { ...pasted.providerSettings, revokePage: REVOKE_PAGE };
	await keyturn.register(scene.registration({ ...pasted, providerSettings }));
	const paste = async (name: string) => {
		const value = madeByHand(scene, name);
		await scene.corner.write(`pending/${KEY}`, { value });
		await keyturn.rotate(KEY);
		return value;
	};
	const revoked = (...ids: string[]) => {
		const gone = { deletedMs: scene.time.now, deadFromMs: scene.time.now };
		for (const key of scene.provider.state.keys) if (ids.includes(key.id)) Object.assign(key, gone);
	};
	const destroyed = async () => {
		const { corner } = scene;
		await corner.root('PUT', `secret/destroy/${corner.prefix}/values/${KEY}`, { versions: [1] });
	};
	const runs = async (times = 4) => {
		for (let run = 0; run < times; run++) {
			scene.time.pass(HOUR_MS);
			await keyturn.rotateDue(60_000);
		}
	};
	await keyturn.rotate(KEY);
	await paste('the second');
	scene.time.pass(HOUR_MS);
	expect(await keyturn.rotate(KEY)).toMatchObject({ status: 'needs you' });
	const [old, fresh] = scene.living() as [string, string];
	return { scene, keyturn, paste, revoked, destroyed, runs, first, old, fresh };
}

/** The kinds of all entries in the log, and the facts of those that name how. */
function told(scene: Scene): { kinds: string[]; how: unknown[] } {
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	const entries = Object.entries(secrets)
		.filter(([path]) => /\/audit\/[0-9a-f]+(?:\/\d+)+$/.test(path))
		.flatMap(([, { versions }]) => entriesIn(String(versions['1']!.data!['entries'])));
	const facts = entries.map((each) => (each as { facts?: { how?: unknown } }).facts?.how);
	return { kinds: entries.map(({ kind }) => kind), how: facts.filter((each) => each !== undefined) };
}

describe('a person revokes the new key by mistake', () => {
	it('Roll Back puts the old one to use again, at once', async () => {
		const { scene, keyturn, revoked, runs, first, old, fresh } = await waiting();
		revoked(fresh);
		await keyturn.rollBack(KEY);
		await runs();
		expect(await valueInUse(scene)).toBe(first.value);
		expect(await keyturn.status(KEY)).toMatchObject({ status: 'rolled back' });
		expect(scene.living()).toEqual([old]);
	});

	it('while it works, Roll Back is refused as before', async () => {
		const { keyturn } = await waiting();
		await expect(keyturn.rollBack(KEY)).rejects.toMatchObject({
			code: 'NOT_NOW',
			next: expect.stringContaining('Run Rotate') as string,
		});
	});

	it('and the old one as well: an emergency asks for another, and all is proved', async () => {
		const { scene, keyturn, paste, revoked, runs, old, fresh } = await waiting();
		revoked(fresh, old);
		const asked = await keyturn.rotate(KEY);
		expect(asked.next).toContain('emergency mode');
		await keyturn.rotate(KEY, inUse);
		const value = await paste('the third');
		await runs();
		expect(await valueInUse(scene)).toBe(value);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'green', notProvedDead: 0 });
	});
});

describe('the old value is destroyed in the vault before a person has revoked the key', () => {
	it('he is told the page and what to choose, and his word ends it: as his word, not as a proof', async () => {
		const { scene, keyturn, destroyed, runs, fresh, revoked, old } = await waiting();
		await destroyed();
		await expect(keyturn.rotate(KEY)).rejects.toMatchObject({
			next: expect.stringMatching(/keys\.test\/old.*Retire Old Key.*Confirmed By/) as string,
		});
		await runs(2);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'red', status: 'needs you' });
		await expect(keyturn.retireOldKey(KEY)).rejects.toMatchObject({
			code: 'NOT_NOW',
			next: expect.stringContaining('Confirmed By') as string,
		});

		revoked(old);
		await keyturn.retireOldKey(KEY, 'Ada Lovelace');
		await runs();
		const over = await keyturn.status(KEY);
		expect(over).toMatchObject({ light: 'yellow', status: 'up to date', proof: null, keyId: null });
		expect(over.sentence).toContain('Ada Lovelace');
		expect(over.steps.map(({ step }) => step).join()).not.toMatch(/proved dead|Done/);
		expect(scene.living()).toEqual([fresh]);
		const { kinds, how } = told(scene);
		expect(kinds).toEqual(expect.arrayContaining(['old key said to be revoked', 'old key taken for dead']));
		expect(kinds.filter((kind) => kind.includes('proved dead'))).toEqual([]);
		expect(how).toEqual(['typed']);
	});

	it('the same for one that an emergency did not wait for', async () => {
		const { scene, keyturn, paste, destroyed, runs, fresh, revoked, old } = await waiting();
		await keyturn.rotate(KEY, inUse);
		await paste('the third');
		await destroyed();
		revoked(fresh);
		await runs();
		const owed = await keyturn.status(KEY);
		expect(owed).toMatchObject({ light: 'red', status: 'needs you', notProvedDead: 1 });
		expect(owed.next).toMatch(/keys\.test\/old.*Retire Old Key.*Confirmed By/);
		revoked(old);
		await keyturn.retireOldKey(KEY, 'Ada Lovelace');
		await runs();
		const over = await keyturn.status(KEY);
		expect(over).toMatchObject({ light: 'yellow', notProvedDead: 0 });
		expect(over.sentence).toContain('Ada Lovelace');
		expect(told(scene).how.filter((each) => each === 'typed')).toHaveLength(1);
	});

	it('once the version is restored, its death is proved after all', async () => {
		const { scene, keyturn, runs, revoked, old } = await waiting();
		const { corner } = scene;
		const version = { versions: [1] };
		await corner.root('POST', `secret/delete/${corner.prefix}/values/${KEY}`, version);
		await runs(2);
		expect(await keyturn.status(KEY)).toMatchObject({ status: 'needs you' });
		await corner.root('POST', `secret/undelete/${corner.prefix}/values/${KEY}`, version);
		revoked(old);
		await runs(2);
		expect(await keyturn.status(KEY)).toMatchObject({ light: 'green' });
	});
});

it('nobody’s word is taken for a death that can be looked at', async () => {
	const { scene, keyturn, old } = await waiting();
	await expect(keyturn.retireOldKey(KEY, 'Ada Lovelace')).rejects.toMatchObject({
		code: 'NOT_NOW',
		next: expect.stringContaining(REVOKE_PAGE) as string,
	});
	expect(scene.living()).toContain(old);
	expect(await keyturn.status(KEY)).toMatchObject({ status: 'needs you', notProvedDead: 1 });
});

it('a name that is too long is refused, and nothing is written', async () => {
	const { scene, keyturn, destroyed } = await waiting();
	await destroyed();
	const before = scene.stored();
	await expect(keyturn.retireOldKey(KEY, 'x'.repeat(201))).rejects.toMatchObject({ code: 'BAD_INPUT' });
	expect(scene.stored()).toEqual(before);
});
