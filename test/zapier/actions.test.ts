import { warpClock, type Warp } from '../engine/warp';
import { rotateToTheEnd } from './rotated';
import { openStage, type Stage, writesIn } from './stage';

let stage: Stage;
let warp: Warp;
beforeAll(async () => {
	warp = warpClock();
	stage = await openStage({ now: warp.now });
});
afterAll(async () => {
	warp.restore();
	await stage.close();
});

type Row = Readonly<Record<string, unknown>>;

test('Rotate Key: the new key is in use, the old one proved dead, and the row says so', async () => {
	const old = await stage.register('whole.dev');
	const row = await rotateToTheEnd(stage, warp, 'whole.dev');
	expect(row).toMatchObject({ id: 'whole.dev', light: 'green', status: 'up to date', dryRun: false });
	expect(row['proof']).toContain('refuses the old key');
	expect(stage.lives(old.id)).toBe(false);
	expect(await stage.read('values/whole.dev')).not.toBe(old.value);
}, 30_000);

describe('while a step is tried in the editor', () => {
	const trial = { meta: { isLoadingSample: true } };

	test.each(['rotate_key', 'retire_old_key'])('%s changes nothing, before a rotation', async (create) => {
		const key = `tried-${create.replaceAll('_', '-')}.dev`;
		await stage.register(key);
		const before = stage.sent.length;
		const { results, error } = await stage.create(create, { key }, trial);
		expect(error).toBeUndefined();
		expect(results).toMatchObject({ id: key, dryRun: true });
		expect((results as Row)['sentence']).toContain('Nothing was changed');
		expect(stage.sent.length).toBeGreaterThan(before + 2);
		expect(writesIn(stage.sent.slice(before))).toEqual([]);
	});

	test.each(['rotate_key', 'retire_old_key'])('%s changes nothing, in the grace', async (create) => {
		const key = `grace-${create.replaceAll('_', '-')}.dev`;
		const old = await stage.register(key, { graceHours: 24 });
		await stage.create('rotate_key', { key });
		const before = stage.sent.length;
		const { results } = await stage.create(create, { key }, trial);
		expect(results).toMatchObject({ id: key, dryRun: true, underWay: true });
		expect(writesIn(stage.sent.slice(before))).toEqual([]);
		expect(stage.lives(old.id)).toBe(true);
	});

	test('the control: without a trial the same requests hold writes', async () => {
		await stage.register('control.dev');
		const before = stage.sent.length;
		await stage.create('rotate_key', { key: 'control.dev' });
		expect(writesIn(stage.sent.slice(before)).length).toBeGreaterThan(3);
	});

	test('it shows the plan, and what stands in the way', async () => {
		await stage.register('planned.dev');
		const { results } = await stage.create('rotate_key', { key: 'planned.dev' }, trial);
		expect((results as Row)['plan']).toContain('Revoke the old key');
		await stage.put('values/planned.dev', 'somebody-put-another-value-here');
		const spoilt = await stage.create('rotate_key', { key: 'planned.dev' }, trial);
		expect(spoilt.results).toMatchObject({ light: 'red', dryRun: true });
		expect((spoilt.results as Row)['sentence']).toContain('another value');
	});
});

describe('Retire Old Key', () => {
	test('ends the grace', async () => {
		const old = await stage.register('retired.dev', { graceHours: 24 });
		await stage.create('rotate_key', { key: 'retired.dev' });
		expect(stage.lives(old.id)).toBe(true);
		for (let round = 0; round < 5 && stage.lives(old.id); round++) {
			const { error } = await stage.create('retire_old_key', { key: 'retired.dev' });
			expect(error).toBeUndefined();
			warp.to(warp.now() + 30_000);
		}
		expect(stage.lives(old.id)).toBe(false);
	}, 30_000);

	test.each([
		['taken from an earlier step', { key: '{{123456__key}}' }],
		['with a part from an earlier step', { key: 'fixed{{123456__rest}}' }],
		['whose field as typed is not told', {}],
		['that is another than the one typed', { key: 'other.dev' }],
	])('refuses a key %s, and sends nothing', async (_case, typed) => {
		const before = stage.sent.length;
		const { error } = await stage.create('retire_old_key', { key: 'fixed.dev' }, { typed });
		expect(error?.message).toContain('must be chosen by hand');
		expect(stage.sent).toHaveLength(before);
	});

	test('says when there is no old key, and stops quietly', async () => {
		await stage.register('young.dev');
		const { error } = await stage.create('retire_old_key', { key: 'young.dev' });
		expect(error?.name).toBe('HaltedError');
		expect(error?.message).toContain('no old key in grace');
	});
});

test('Rotate Key takes a key from an earlier step', async () => {
	const { results } = await stage.create(
		'rotate_key',
		{ key: 'whole.dev' },
		{ typed: { key: '{{1__key}}' }, meta: { isLoadingSample: true } },
	);
	expect(results).toMatchObject({ key: 'whole.dev' });
});

test('a secret in the place of a key is refused without being repeated', async () => {
	const pasted = 'sk-live-0123456789abcdef0123456789abcdef';
	const { error } = await stage.create('rotate_key', { key: pasted });
	expect(error?.message).toContain('looks like a secret');
	expect(error?.message).not.toContain('0123456789');
});

test.each(['find_key', 'find_rotation'])(
	'%s finds nothing for a key that nobody registered',
	async (search) => {
		const { results, error } = await stage.search(search, { key: 'nobody.dev' });
		expect(error).toBeUndefined();
		expect(results).toEqual([]);
	},
);

test('Find Key and Find Rotation tell how it stands', async () => {
	const { results: keys } = await stage.search('find_key', { key: 'whole.dev' });
	expect(keys).toEqual([expect.objectContaining({ id: 'whole.dev', owner: 'Ada Lovelace', risk: 'normal' })]);
	const { results: rotations } = await stage.search('find_rotation', { key: 'whole.dev' });
	const [rotation] = rotations as [Row];
	expect(rotation['steps']).toContainEqual(expect.objectContaining({ step: 'Old key proved dead' }));
	await stage.register('never-rotated.dev');
	expect((await stage.search('find_rotation', { key: 'never-rotated.dev' })).results).toEqual([]);
});

describe('the triggers', () => {
	const ids = ({ results }: { results: unknown }) => (results as Row[]).map(({ id }) => String(id));

	test('Key Due tells of a key once its day has come, under the same id until it was rotated', async () => {
		await stage.register('due.dev', { cadenceDays: 1, graceHours: 1 });
		const isDue = (id: string) => id.startsWith('due.dev@');
		expect(ids(await stage.trigger('key_due')).filter(isDue)).toEqual([]);
		warp.to(warp.now() + 25 * 3_600_000);
		const first = await stage.trigger('key_due');
		expect(first.error).toBeUndefined();
		expect(ids(first).filter(isDue)).toEqual([expect.stringMatching(/^due\.dev@\d+:due:\d{4}-\d\d-\d\d$/)]);
		warp.to(warp.now() + 3_600_000);
		expect(ids(await stage.trigger('key_due')).filter(isDue)).toEqual(ids(first).filter(isDue));
		await stage.create('rotate_key', { key: 'due.dev' });
		expect(ids(await stage.trigger('key_due')).filter(isDue)).toEqual([]);
	});

	test('Rotation Needs Attention tells once of what does not go on', async () => {
		const about = (id: string) => id.startsWith('stuck.dev@');
		await stage.register('stuck.dev');
		expect(ids(await stage.trigger('rotation_needs_attention')).filter(about)).toEqual([]);
		await stage.create('rotate_key', { key: 'stuck.dev' });
		await stage.put('values/stuck.dev', 'somebody-put-another-value-here');
		for (let round = 0; round < 4; round++) {
			warp.to(warp.now() + 60_000);
			await stage.create('rotate_key', { key: 'stuck.dev' });
		}
		const told = await stage.trigger('rotation_needs_attention');
		expect(ids(told).filter(about)).toHaveLength(1);
		expect((told.results as Row[]).find(({ key }) => key === 'stuck.dev')).toMatchObject({
			sentence: expect.stringContaining('changed'),
		});
		expect(ids(await stage.trigger('rotation_needs_attention')).filter(about)).toEqual(
			ids(told).filter(about),
		);
	}, 30_000);

	test('Rotation Needs Attention tells of a key that cannot be read, and of the others besides', async () => {
		await stage.asPerson('POST', 'secret/data/keyturn/documents/stuck.dev', { data: { document: 'forged' } });
		const { results } = await stage.trigger('rotation_needs_attention');
		expect(results).toContainEqual(
			expect.objectContaining({
				id: expect.stringMatching(/^stuck\.dev@\?:FORGED:/),
				light: 'red',
				owner: null,
			}),
		);
		expect((await stage.trigger('key_due')).error).toBeUndefined();
	});

	test('the list of keys comes in pages', async () => {
		const first = await stage.trigger('list_keys');
		expect(first.results).toContainEqual({ id: 'whole.dev', name: 'whole.dev' });
		expect((await stage.trigger('list_keys', { meta: { page: 1 } })).results).toEqual([]);
	});
});
