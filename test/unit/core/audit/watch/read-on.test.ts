import { readOn, sourceOf } from '../../../../../core/audit/watch/read';
import { zonesNow } from '../../../../../core/audit/watch/zones';
import { providers } from '../../../../../core/providers';
import { targets } from '../../../../../core/targets';
import { refusal } from '../../../../contract/provider-suite';
import { fakeCloudTrail } from '../../../../fakes/audit/sources/cloudtrail';
import { Scene } from '../../../../fakes/scene';

const MINUTE = 60_000;
const DAY_MS = 86_400_000;

/** Keyturn's vault, and an account of AWS whose secret it keeps, where so many things happened. */
async function watching(count: number) {
	const scene = await Scene.begin();
	const fake = fakeCloudTrail({ now: () => scene.time.now, admin: 'x', mark: 'VALUE' });
	scene.host.services[fake.origin] = fake.handle;
	await scene.corner.allow('admin/aws', fake.origin);
	await scene.corner.write('admin/aws', { value: 'aws-secret-0123456789' });
	const ids = Array.from({ length: count }, (_, each) => fake.happen(scene.time.now - (each + 10) * MINUTE));
	const vault = await scene.connect();
	const context = { host: scene.host, vault, drivers: { providers, targets }, budgetMs: 60_000 };
	return { scene, context, ids, order: { source: 'cloudtrail', settings: fake.settings, admin: 'aws' } };
}

describe('a look at a source that gives its events in parts', () => {
	it('goes on to the end', async () => {
		const { context, order, ids } = await watching(1_200);
		const { events, notVisible } = await readOn(context, order, undefined, () => true);
		expect(events.map(({ id }) => id).sort()).toEqual([...ids].sort());
		expect(notVisible.join()).not.toContain('the time was over');
	});

	it('stops when its time is over, says so, and the next one goes on', async () => {
		const { context, order, ids } = await watching(1_200);
		const first = await readOn(context, order, undefined, () => false);
		expect(first.events.length).toBeLessThan(ids.length);
		expect(first.notVisible.join()).toContain('the time was over');
		const second = await readOn(context, order, first.state, () => true);
		expect([...first.events, ...second.events].map(({ id }) => id).sort()).toEqual([...ids].sort());
	});
});

it('what a source can no longer tell is a gap of the look', async () => {
	const { scene, context, order } = await watching(1);
	const first = await readOn(context, order, undefined, () => true);
	scene.time.pass(100 * DAY_MS);
	const later = { ...context, vault: await scene.connect() };
	const { gaps } = await readOn(later, order, first.state, () => true);
	expect(gaps.map(({ why }) => why)).toEqual(['AWS keeps the event history for 90 days']);
});

it.each(['constructor', 'toString', ''])('the source “%s” is none', async (source) => {
	expect((await refusal(() => sourceOf(source))).code).toBe('BAD_INPUT');
});

it('a vault that does not answer is not taken for a login that may not list domains', async () => {
	const { scene, context } = await watching(0);
	expect(await zonesNow(context)).toEqual({ names: [], unread: [] });
	scene.host.between = () => ({ status: 503, headers: {}, body: '' });
	expect((await refusal(() => zonesNow(context))).code).not.toBe('LOGIN_REFUSED');
});
