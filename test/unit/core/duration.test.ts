import { inWords } from '../../../core/duration';
import { KEY, Scene } from '../../fakes/scene';

it.each([
	[0, '0 seconds'],
	[1, '1 second'],
	[10.08, '10.1 seconds'],
	[119, '119 seconds'],
	[300, '5 minutes'],
	[3_600, '60 minutes'],
	[5_400, '90 minutes'],
	[86_400, '24 hours'],
	[172_800, '2 days'],
	[216_000, '2.5 days'],
])('%d seconds are said as %s', (seconds, said) => {
	expect(inWords(seconds)).toBe(said);
});

it('a dry run says in words how long both keys work, and how long an emergency breaks', async () => {
	const scene = await Scene.registered({ graceHours: 24, cacheSeconds: 300 });
	const keyturn = await scene.open();
	expect((await keyturn.dryRun(KEY, 'planned')).steps).toContain('Grace of 24 hours in which both keys work');
	expect((await keyturn.dryRun(KEY, 'emergency')).breaks[0]).toContain('for up to 5 minutes (Cache Time)');
});
