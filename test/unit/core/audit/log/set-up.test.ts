import { ORIGIN, withBucket } from '../../../../fakes/audit/bucket';
import { plainFiles } from '../../../../fakes/audit/vault-log';

describe('a log in a bucket', () => {
	it('is begun there, holds all that was done, and grows there', async () => {
		const { scene, files, choice } = await withBucket();
		const report = await (await scene.open()).beginLog(choice);
		expect(report).toMatchObject({
			light: 'green',
			waiting: 0,
			store: expect.stringContaining('keyturn-audit'),
		});
		expect(report.size).toBeGreaterThan(6);
		const again = await (await scene.open()).logReport();
		expect(again).toMatchObject({ size: report.size, root: report.root, store: report.store });
		expect([...files.keys()].sort()).toEqual(
			expect.arrayContaining(['seg/000000000001', `checkpoint/${report.size}/1`]),
		);
		expect(plainFiles(scene.vault, scene.corner.prefix).filter((path) => path.startsWith('log/'))).toEqual(
			[],
		);
	});

	it('that is to be locked says what the store shows of the lock, and is not green without it', async () => {
		const locked = { lockMode: 'COMPLIANCE', lockDays: '30' };
		const shown = await withBucket();
		const settings = { ...shown.choice.settings, ...locked };
		const report = await (await shown.scene.open()).beginLog({ ...shown.choice, settings });
		expect(report.light).toBe('green');
		expect(report.sentence).toMatch(/Lock of its files: verified, until \d{4}-/);
		const { scene, choice } = await withBucket();
		const store = scene.host.services[ORIGIN]!;
		scene.host.services[ORIGIN] = (request) => {
			const answer = store(request);
			const shownHeaders = Object.entries(answer.headers).filter(([name]) => !name.includes('object-lock'));
			return { ...answer, headers: Object.fromEntries(shownHeaders) };
		};
		const blind = await (await scene.open()).beginLog({ ...choice, settings });
		expect(blind).toMatchObject({ light: 'yellow', next: expect.stringContaining('Object Lock') });
		expect(blind.sentence).toContain('Lock of its files: could not be proved');
	});

	it('stays there: nobody begins it again elsewhere', async () => {
		const { scene, choice } = await withBucket();
		await (await scene.open()).beginLog(choice);
		const elsewhere = { kind: 'in-vault', settings: {}, admin: null };
		await expect((await scene.open()).beginLog(elsewhere)).rejects.toMatchObject({ code: 'NOT_NOW' });
		await expect((await scene.open()).beginLog(choice)).resolves.toMatchObject({ light: 'green' });
	});

	it('is not begun in a bucket that lets two writers overwrite each other', async () => {
		const { scene, choice } = await withBucket({ heedless: true });
		await expect((await scene.open()).beginLog(choice)).rejects.toMatchObject({ code: 'BAD_INPUT' });
		expect(await (await scene.open()).logReport()).toMatchObject({ store: expect.stringContaining('vault') });
	});

	it.each([
		['an unknown store', { kind: 'floppy' }, /choose one from the list/],
		['no credential', { admin: null }, /choose one from the list/],
		['a credential that is not there', { admin: 'nothing' }, /no such admin credential/],
	])('is not begun with %s', async (_name, wrong, why) => {
		const { scene, choice } = await withBucket();
		await expect((await scene.open()).beginLog({ ...choice, ...wrong })).rejects.toThrow(why);
	});
});
