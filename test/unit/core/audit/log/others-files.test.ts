import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBucket } from '../../../../fakes/audit/bucket';

const entry = { event: 'something', subject: 'a test', facts: {}, by: 'Ann' };

/** A log in a bucket, and what whoever may create files there can do without any key. */
async function begun() {
	const { scene, files, choice } = await withBucket();
	const report = await (await scene.open()).beginLog(choice);
	/** Puts a file there, through the store's own fake. */
	const plant = (path: string) => files.set(path, 'not of Keyturn');
	return { scene, files, report, plant };
}

describe('a file that somebody else puts first where one of the log’s own belongs', () => {
	it('as the checkpoint of a change of keys, is told; once it is removed, all is well', async () => {
		const { scene, files, report, plant } = await begun();
		plant('handover/2');
		const said = 'the file there was not written by Keyturn';
		await expect((await scene.open()).rotateLogKey(false, 'Ann')).rejects.toMatchObject({
			code: 'FORGED',
			message: expect.stringContaining(`handover/2 in `),
			next: expect.stringContaining('remove it in the store’s own page'),
		});
		await expect((await scene.open()).rotateLogKey(false, 'Ann')).rejects.toThrow(said);
		// The page tells of it in the words that people see.
		expect(readFileSync(join(__dirname, '../../../../../docs/log-stores.md'), 'utf8')).toContain(said);
		await expect((await scene.open()).logReport()).rejects.toMatchObject({ code: 'FORGED' });
		files.delete('handover/2');
		expect(await (await scene.open()).logReport()).toMatchObject({ light: 'green' });
		const given = { pinned: report.keys, outside: report.checkpoint };
		expect(await (await scene.open()).verifyLog(given)).toMatchObject({ light: 'green' });
	});

	it('as a checkpoint, is told by every run, and costs the log none of its tiles', async () => {
		const { scene, files, report, plant } = await begun();
		const keyturn = await scene.open();
		const path = 'checkpoint/256/1';
		plant(path);
		for (let size = report.size; size < 256; size++) await keyturn.appendEvent(entry).catch(() => undefined);
		for (let more = 0; more < 2; more++)
			expect(await (await scene.open()).appendEvent(entry)).toMatchObject({ light: 'red' });
		await expect((await scene.open()).logReport()).rejects.toMatchObject({ code: 'FORGED' });
		files.delete(path);
		expect(await (await scene.open()).logReport()).toMatchObject({ light: 'green', size: 258 });
		expect([...files.keys()]).toEqual(expect.arrayContaining(['tile/0/000', 'tile/entries/000']));
		const given = { pinned: report.keys, outside: report.checkpoint };
		expect(await (await scene.open()).verifyLog(given)).toMatchObject({ light: 'green' });
	}, 60_000);

	it('as a tile, is told', async () => {
		const { scene, report, plant } = await begun();
		const keyturn = await scene.open();
		plant('tile/0/000');
		for (let size = report.size; size < 256; size++) await keyturn.appendEvent(entry);
		expect(await (await scene.open()).appendEvent(entry)).toMatchObject({ light: 'red' });
	}, 60_000);
});
