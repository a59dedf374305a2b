import { KEY, Scene } from '../../fakes/scene';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** In the grace: the new key is in use, the old one still works. */
async function inGrace() {
	const scene = await Scene.registered();
	const keyturn = await scene.open();
	await keyturn.rotate(KEY);
	const [old, fresh] = scene.living();
	const kill = (id: string) => {
		const key = scene.provider.state.keys.find((each) => each.id === id)!;
		Object.assign(key, { deletedMs: scene.time.now, deadFromMs: scene.time.now });
	};
	const inUse = async () => (await keyturn.status(KEY)).keyId;
	/** Runs as every night does until nothing is under way. */
	const nights = async (pause = DAY) => {
		for (let night = 0; night < 6; night++) {
			scene.time.pass(pause);
			await keyturn.rotateDue(60_000).catch(() => undefined);
		}
	};
	scene.time.pass(DAY + HOUR);
	return { scene, keyturn, old: old!, fresh: fresh!, kill, inUse, nights };
}

describe('the new key is revoked by mistake before the old one is', () => {
	it('nothing is revoked, a person is told what has happened, and Roll Back puts the old key to use again', async () => {
		const { scene, keyturn, old, fresh, kill, inUse, nights } = await inGrace();
		kill(fresh);
		const asked = await scene.until(keyturn, 'needs you');
		expect(asked).toMatchObject({ status: 'needs you', light: 'red' });
		expect(asked.sentence).toContain('The provider refuses the new key');
		expect(asked.next).toContain('Roll Back');
		expect(scene.living()).toEqual([old]);
		await keyturn.rollBack(KEY);
		await nights(HOUR / 4);
		expect((await keyturn.status(KEY)).status).toBe('rolled back');
		expect(await inUse()).toBe(old);
		expect(scene.living()).toEqual([old]);
	});

	it('an emergency for the key in use issues another one, and neither of both lives', async () => {
		const { scene, keyturn, old, fresh, kill, inUse, nights } = await inGrace();
		kill(fresh);
		await keyturn.rotate(KEY);
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ann', leaked: 'in use' });
		await nights();
		const now = await inUse();
		expect([old, fresh]).not.toContain(now);
		expect(scene.living()).toEqual([now]);
	});

	it('a key that is only switched off goes on when it is on again', async () => {
		const { scene, keyturn, fresh, inUse } = await inGrace();
		const key = scene.provider.state.keys.find(({ id }) => id === fresh)!;
		Object.assign(key, { disabled: true });
		await scene.until(keyturn, 'needs you');
		Object.assign(key, { disabled: false });
		await scene.until(keyturn, 'up to date');
		expect(await inUse()).toBe(fresh);
		expect(scene.living()).toEqual([fresh]);
	});
});

describe('the old version is destroyed in the vault before the old key is revoked', () => {
	async function destroyed() {
		const team = await inGrace();
		const { corner } = team.scene;
		await corner.root('PUT', `secret/destroy/${corner.prefix}/values/${KEY}`, { versions: [1] });
		return team;
	}

	it('the old key is revoked all the same, and the provider’s list shows that it is gone', async () => {
		const { scene, keyturn, fresh } = await destroyed();
		const done = await scene.until(keyturn, 'up to date');
		expect(scene.living()).toEqual([fresh]);
		expect(done.proof).toContain('list');
	});

	it('in an emergency for it as well', async () => {
		const { scene, keyturn, fresh } = await destroyed();
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ann', leaked: 'previous' });
		await scene.until(keyturn, 'up to date');
		expect(scene.living()).toEqual([fresh]);
	});
});
