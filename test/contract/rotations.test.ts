import { KEY, Whole } from './whole';
import { subjects } from './provider-subjects';
import { refusal } from './provider-suite';

describe.each(subjects)('%s: whole rotations before its fake', (_id, begin) => {
	let whole: Whole;
	beforeEach(() => {
		whole = new Whole(begin());
	});
	afterEach(async () => {
		const written = await whole.written();
		expect(written).toContain('key registered');
		for (const value of whole.values) expect(written).not.toContain(value);
	});
	const byPerson = () => whole.subject.driver.made === 'by a person';

	it('a key is adopted and rotated: the old one is dead, the new one alive, as narrow as the old', async () => {
		const keyturn = await whole.register(true);
		const before = await whole.provider.list();
		const done = await whole.until(keyturn, 'up to date');
		const [old, fresh] = [whole.values[0]!, await whole.inUse()];
		expect(fresh).not.toBe(old);
		expect([await whole.verdictOf(old), await whole.verdictOf(fresh)]).toEqual(['dead', 'alive']);
		expect(done).toMatchObject({ light: 'green', notProvedDead: 0, auditWaiting: 0 });
		expect(done.proof).toContain('refuses the old key');
		const after = await whole.provider.list();
		const notIn = (others: typeof after) => (each: (typeof after)[number]) =>
			others.every(({ id }) => id !== each.id);
		const [gone, made] = [before.filter(notIn(after)), after.filter(notIn(before))];
		expect([gone.length, made.length]).toEqual(byPerson() ? [0, 0] : [1, 1]);
		expect(made[0]?.restrictions).toEqual(gone[0]?.restrictions);
		const { driver, settings, scopesOf } = whole.subject;
		if (driver.promises.scopes === 'not told')
			expect(made.map(({ id }) => scopesOf!(id))).toEqual([driver.initial(settings).scopes]);
		expect(whole.asked).toBe(byPerson() ? 2 : 0);
	});

	it('in grace both keys are alive; rolled back, the old one is in use again', async () => {
		const keyturn = await whole.register(true);
		await whole.until(keyturn, 'waiting');
		const [old, fresh] = [whole.values[0]!, await whole.inUse()];
		expect([await whole.verdictOf(old), await whole.verdictOf(fresh)]).toEqual(['alive', 'alive']);
		await keyturn.rollBack(KEY);
		const report = await whole.until(keyturn, 'rolled back');
		expect(await whole.inUse()).toBe(old);
		expect(await whole.verdictOf(old)).toBe('alive');
		if (byPerson()) expect(report.sentence).toContain('not used');
		else expect(await whole.verdictOf(fresh)).toBe('dead');
		expect((await refusal(() => keyturn.rollBack(KEY))).code).toBe('NOT_NOW');
	});

	it('retired early, the old one lives until twice the Cache Time is over', async () => {
		const cacheSeconds = 600;
		const keyturn = await whole.register(true, { graceHours: 24, cacheSeconds });
		await whole.until(keyturn, 'waiting');
		const [old, { time }] = [whole.values[0]!, whole.subject.host];
		const published = time.now;
		const { continueAt } = await keyturn.retireOldKey(KEY);
		const left = Date.parse(String(continueAt)) - time.now;
		expect(left).toBeGreaterThan(2 * cacheSeconds * 1_000 - 60_000);
		expect(left).toBeLessThan(2 * cacheSeconds * 1_000 + 60_000);
		time.pass(left - 10_000);
		expect((await keyturn.rotate(KEY)).status).toBe('waiting');
		expect(await whole.verdictOf(old)).toBe('alive');
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(old)).toBe('dead');
		// Without the wish it would have lived for a day.
		expect(time.now - published).toBeLessThan(3_600_000);
	});

	it('a key that never was is issued for the first time', async () => {
		const keyturn = await whole.register(false);
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(await whole.inUse())).toBe('alive');
	});

	it('in an emergency there is no grace', async () => {
		const keyturn = await whole.register(true);
		const began = whole.subject.host.time.now;
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' });
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(whole.values[0]!)).toBe('dead');
		expect(whole.subject.host.time.now - began).toBeLessThan(10 * 60_000);
	});

	it('two rotations in a row leave one living key', async () => {
		const keyturn = await whole.register(true);
		const before = await whole.provider.list();
		await whole.until(keyturn, 'up to date');
		await whole.inUse();
		whole.values.unshift(await whole.inUse());
		await whole.until(keyturn, 'up to date');
		expect(await whole.verdictOf(await whole.inUse())).toBe('alive');
		const living = await Promise.all([...new Set(whole.values)].map((each) => whole.verdictOf(each)));
		expect(living.filter((each) => each === 'alive')).toHaveLength(1);
		expect(await whole.provider.list()).toHaveLength(before.length);
	});
});
