import { Scene } from '../../../../fakes/scene';

describe('a run whose time is over before the first entry is in the log', () => {
	it('says that everything waits, and takes nothing for damaged', async () => {
		const scene = await Scene.registered();
		const report = await (await scene.open({}, { totalMs: 4_000 })).logReport();
		expect(report).toMatchObject({ light: 'yellow', size: 0, added: 0, checkpoint: '' });
		expect(report.waiting).toBeGreaterThan(0);
		expect((await (await scene.open()).logReport()).light).toBe('green');
	});
});
