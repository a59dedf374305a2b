import type { AlertFormId } from '../../../../../core/audit/alerts';
import { Scene } from '../../../../fakes/scene';

const HOUR = 3_600_000;

/** A team whose watch looks at the log, and what it opens about checkpoints that nobody outside was given. */
async function watched(form: AlertFormId | null = 'text') {
	const scene = await Scene.registered();
	const keyturn = await scene.open();
	const look = async () => {
		const order = { name: 'log', read: null, own: [], silentAfter: 26 * HOUR, form };
		const { alerts } = await keyturn.watchEvents(order);
		return alerts.filter(({ rule }) => rule === 'R9-ANCHOR').map(({ state }) => state);
	};
	const after = async (hours: number) => {
		scene.time.pass(hours * HOUR);
		return await look();
	};
	return {
		scene,
		look,
		after,
		note: () => keyturn.appendEvent({ event: 'seen', subject: 'x', by: 'Ada', facts: {} }),
	};
}

it('tells after a day without a checkpoint outside, however often it looks, and is over with its own alert', async () => {
	const { look, after } = await watched();
	expect([await look(), await after(12), await after(11)]).toEqual([[], [], []]);
	expect(await after(2)).toEqual(['opened']);
	// The entries that tell of alerts are known outside by the alerts.
	expect([await after(1), await after(24), await after(25)]).toEqual([['closed'], [], []]);
});

it('gives an entry that is newer than the alert a day of its own', async () => {
	const { look, after, note } = await watched();
	await look();
	expect(await after(25)).toEqual(['opened']);
	await note();
	expect([await after(1), await after(20)]).toEqual([['closed'], []]);
});

it('an alert without a message gives nobody a checkpoint, so it is not over by having been told', async () => {
	const { look, after } = await watched(null);
	await look();
	expect(await after(25)).toEqual(['opened']);
	expect([await after(1), await after(25), await after(25)]).toEqual([[], [], []]);
});

it('is over at the next look also where that comes within the same second', async () => {
	const { scene, look, after } = await watched();
	await look();
	const { clock } = scene.host;
	const monotonic = clock.monotonic.bind(clock);
	// On a busy machine a moment goes by between an answer of the vault and a look at the clock.
	const busy = () => {
		scene.time.pass(2);
		return monotonic();
	};
	Object.assign(clock, { monotonic: busy });
	expect(await after(25)).toEqual(['opened']);
	Object.assign(clock, { monotonic });
	expect(await look()).toEqual(['closed']);
});

it('goes on where the vault’s clock was set back', async () => {
	const { scene, look, after, note } = await watched();
	await look();
	expect([await after(25), await look(), await after(240)]).toEqual([['opened'], ['closed'], []]);
	scene.time.pass(-240 * HOUR);
	await note();
	await look();
	expect(await after(25)).toEqual(['opened']);
});
