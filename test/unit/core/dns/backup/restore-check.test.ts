import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { TYPE } from '../../../../../core/dns/wire/types';
import { installationKeys } from '../../../../../core/sealing/installation-keys';
import { sealText } from '../../../../../core/sealing/envelope';
import { Secret } from '../../../../../core/secret';
import { VAULT } from '../../../../fakes/scene';
import { refusal } from '../../../../contract/provider-suite';
import { BackupScene } from '../../../../fakes/dns/backup-scene';
import { exampleZone, line, ZONE } from '../../../../fakes/dns/hosts/example';

const DAY = 86_400_000;
const stale = (records: readonly DnsRecord[]) =>
	records.map((record) =>
		record.name === `mail.${ZONE}` && record.type === TYPE.A
			? { ...record, data: Uint8Array.of(192, 0, 2, 1) }
			: record,
	);
const without = (records: readonly DnsRecord[]) => records.filter(({ type }) => type !== TYPE.CAA);
const ids = ({ findings }: { findings: readonly { id: string }[] }) => findings.map(({ id }) => id);

describe('the live DNS', () => {
	it('that answers otherwise is no proof', async () => {
		const scene = await BackupScene.begin();
		scene.answers[0] = scene.answers[1] = stale;
		const report = await scene.backUp();
		expect(report).toMatchObject({ check: 'not verified', light: 'red', asked: 11, equal: 10 });
		expect(report.reasons).toEqual(['the live DNS answers otherwise: mail.example.org. A']);
		expect(report.next).toContain('The backup could not be relied on');
	});

	it('without a set, or with one record more, is no proof', async () => {
		for (const answers of [
			without,
			(records: readonly DnsRecord[]) =>
				records.flatMap((record) =>
					record.type === TYPE.A ? [record, { ...record, data: Uint8Array.of(10, 0, 0, 1) }] : [record],
				),
		]) {
			const scene = await BackupScene.begin();
			scene.answers[0] = scene.answers[1] = answers;
			expect(await scene.backUp()).toMatchObject({ check: 'not verified' });
		}
	});

	it('that only the first resolver has in an old form is asked of the second', async () => {
		const scene = await BackupScene.begin();
		scene.answers[0] = stale;
		expect(await scene.backUp()).toMatchObject({ check: 'verified', asked: 11, equal: 11 });
	});

	it('that the first resolver has as the host keeps it is proved, whatever the second still has', async () => {
		const scene = await BackupScene.begin();
		scene.answers[1] = stale;
		expect(await scene.backUp()).toMatchObject({ check: 'verified', asked: 11, equal: 11 });
	});

	it.each(['silent', 'servfail'] as const)('that is %s proves nothing, and is not green', async (answers) => {
		const scene = await BackupScene.begin();
		scene.answers[0] = scene.answers[1] = answers;
		const report = await scene.backUp();
		expect(report).toMatchObject({ check: 'could not be verified', light: 'yellow', asked: 11, equal: 0 });
		expect(report.sentence).toContain('It could not be verified: the live DNS could not be asked:');
		scene.answers[1] = stale;
		// One that is silent and one that answers otherwise: it was seen to be otherwise.
		expect(await scene.check()).toMatchObject({ check: 'not verified', equal: 10 });
	});

	it('is not asked for what other servers answer, nor for what signing makes', async () => {
		const rrsig = 'A 13 2 3600 20300201000000 20300101000000 1 example.org. AAAA';
		const scene = await BackupScene.begin('powerdns', [exampleZone(line(`mail.${ZONE}`, 'RRSIG', rrsig))]);
		scene.answers[0] = scene.answers[1] = (records) =>
			records.filter(({ name, type }) => !name.includes('sub.') && type !== TYPE.RRSIG);
		expect(await scene.backUp()).toMatchObject({ check: 'verified', asked: 11 });
	});
});

describe('a backup in the vault', () => {
	/** Writes an entry as somebody with rights in the vault can. */
	const overwrite = (scene: BackupScene, path: string, edit: (text: string) => string) => {
		const [found] = [...scene.entries('zones')].filter(([each]) => each.endsWith(path));
		return scene.scene.corner.write(`zones/${found![0]}`, {
			document: edit(found![1]['document'] as string),
		});
	};

	it.each<[string, (scene: BackupScene) => Promise<unknown>]>([
		[
			'one changed character',
			(scene) => overwrite(scene, 'file/0', (text) => text.replace('192.0.2.99', '192.0.2.98')),
		],
		['another text', (scene) => overwrite(scene, 'file/0', () => '{}')],
		[
			'the native form instead',
			async (scene) => {
				const native = [...scene.entries('zones')].find(([path]) => path.endsWith('native/0'))![1][
					'document'
				] as string;
				await overwrite(scene, 'file/0', () => native);
			},
		],
		[
			'a part that is deleted',
			async (scene) => {
				const path = [...scene.entries('zones').keys()].find((each) => each.endsWith('native/0'))!;
				await scene.scene.corner.root('DELETE', `secret/data/${scene.scene.corner.prefix}/zones/${path}`);
			},
		],
		[
			'a part that is gone',
			async (scene) => {
				const path = [...scene.entries('zones').keys()].find((each) => each.endsWith('file/0'))!;
				await scene.scene.corner.root('DELETE', `secret/metadata/${scene.scene.corner.prefix}/zones/${path}`);
			},
		],
	])('with %s is not verified, is told, and is made anew', async (_name, damage) => {
		const scene = await BackupScene.begin();
		const first = await scene.backUp();
		await damage(scene);
		scene.scene.time.pass(DAY);
		const report = await scene.check();
		expect(report).toMatchObject({ check: 'not verified', light: 'red', backup: first.backup });
		expect(report.findings[0]).toMatchObject({ id: 'CHG-04', severity: 'high' });
		expect(report.notChecked.map(({ id }) => id)).toContain('CHG-03');
		const again = await scene.backUp();
		expect(again).toMatchObject({ status: 'new copy', check: 'verified' });
		expect(again.backup).not.toBe(first.backup);
	});

	it('with a part that Keyturn itself wrote for something else is not verified, and the part is named', async () => {
		const scene = await BackupScene.begin();
		await scene.backUp();
		const [path] = [...scene.entries('zones').keys()].filter((each) => each.endsWith('file/0'));
		const key = new Secret(scene.entries('system').get('installation')!['value'] as string, 'key', [VAULT]);
		const other = sealText(`zones/${path!}`, '1', 'other', installationKeys(key, VAULT));
		await scene.scene.corner.write(`zones/${path!}`, { document: other });
		expect((await scene.check()).reasons).toEqual([
			expect.stringContaining('part 0 is not what was written'),
		]);
	});

	it('that has another number of records than were backed up is not verified', async () => {
		const scene = await BackupScene.begin();
		await scene.backUp();
		const [[path, { document }]] = [...scene.entries('zones')].filter(([each]) =>
			each.endsWith('manifest'),
		) as [[string, { document: string }]];
		const { body } = JSON.parse(document) as { body: string };
		expect(body).toContain('"records":15,');
		// As Keyturn itself would have written it.
		const key = new Secret(scene.entries('system').get('installation')!['value'] as string, 'key', [VAULT]);
		const sealed = (records: number) =>
			sealText(
				`zones/${path}`,
				scene.version(path),
				body.replace('"records":15,', `"records":${String(records)},`),
				installationKeys(key, VAULT),
			);
		await scene.scene.corner.write(`zones/${path}`, { document: sealed(15) });
		expect(await scene.check()).toMatchObject({ check: 'verified', records: 15 });
		await scene.scene.corner.write(`zones/${path}`, { document: sealed(16) });
		expect(await scene.check()).toMatchObject({
			check: 'not verified',
			light: 'red',
			reasons: ['the file of the backup does not read as the zone that it was made of'],
		});
	});

	it('whose manifest was written by somebody else stops everything', async () => {
		const scene = await BackupScene.begin();
		await scene.backUp();
		await overwrite(scene, 'manifest', (text) => text.replace('"check":', '"check" :'));
		expect((await refusal(() => scene.check())).code).toBe('FORGED');
		expect((await refusal(() => scene.backUp())).code).toBe('FORGED');
	});

	it('of another zone, copied here with its manifest, is none', async () => {
		const scene = await BackupScene.begin();
		await scene.backUp();
		for (const [path, data] of scene.entries('zones'))
			await scene.scene.corner.write(`zones/${path.replace('example.org', 'example.net')}`, data);
		scene.zones.push({
			...exampleZone(),
			name: 'example.net.',
			lines: [line('example.net.', 'SOA', 'a. b. 1 2 3 4 5')],
		});
		expect((await refusal(() => scene.check({ domain: 'example.net.' }))).code).toBe('FORGED');
	});
});

describe('what the backup’s own checks find', () => {
	it('CHG-04: nothing is there', async () => {
		const scene = await BackupScene.begin();
		const report = await scene.check();
		expect(report).toMatchObject({ status: 'no backup', light: 'red', backup: null, check: null });
		expect(report.findings[0]).toMatchObject({ id: 'CHG-04', evidence: 'there is no backup' });
		expect((await refusal(() => scene.check({ confirmedBy: 'Ada' }))).code).toBe('NO_SUCH_ENTRY');
		expect((await refusal(() => scene.check({ withFile: true }))).code).toBe('NO_SUCH_ENTRY');
	});

	it('CHG-04: a copy off-line is confirmed by a person, once for 35 days, also for the backups after it', async () => {
		const scene = await BackupScene.begin();
		expect((await scene.backUp()).findings).toEqual([
			expect.objectContaining({ id: 'CHG-04', evidence: 'nobody has confirmed a copy off-line' }),
		]);
		const confirmed = await scene.check({ confirmedBy: 'Ada Lovelace' });
		expect(confirmed).toMatchObject({ findings: [], offlineCopy: { by: 'Ada Lovelace' } });
		scene.scene.time.pass(34 * DAY);
		scene.change('192.0.2.20', '192.0.2.21');
		expect(await scene.backUp()).toMatchObject({
			status: 'new copy',
			findings: [],
			offlineCopy: { by: 'Ada Lovelace' },
		});
		scene.scene.time.pass(2 * DAY);
		expect((await scene.check()).findings).toEqual([
			expect.objectContaining({ id: 'CHG-04', evidence: 'the copy off-line was confirmed 36 days ago' }),
		]);
		expect(scene.audited().filter((kind) => kind === 'offline copy confirmed')).toHaveLength(1);
	});

	it('CHG-04: a zone that was not seen as it was backed up for 36 days', async () => {
		const scene = await BackupScene.begin();
		await scene.backUp();
		scene.change('192.0.2.20', '192.0.2.21');
		scene.scene.time.pass(36 * DAY);
		const old = await scene.check({ confirmedBy: 'Ada' });
		expect(old.findings.filter(({ id }) => id === 'CHG-04').map(({ evidence }) => evidence)).toEqual([
			'it is 36 days old',
		]);
		scene.change('192.0.2.21', '192.0.2.20');
		// The same zone again: the backup is of today.
		expect(ids(await scene.check())).toEqual([]);
	});

	it('CHG-05: a token of more than one zone, or that may write; where it cannot be seen, that is told', async () => {
		const scene = await BackupScene.begin();
		scene.zones.push({ name: 'example.net.', lines: [] });
		const report = await scene.backUp();
		expect(report).toMatchObject({ light: 'red' });
		expect(report.findings[0]).toMatchObject({
			id: 'CHG-05',
			severity: 'high',
			evidence: 'the token reaches 2 zones',
		});
		const able = await BackupScene.begin('cloudflare', [exampleZone()], true);
		expect((await able.backUp()).findings[0]).toMatchObject({
			id: 'CHG-05',
			evidence: 'the token may change records, and reading is enough',
			remedy: expect.stringContaining('Zone Read and DNS Read'),
		});
		const writer = await BackupScene.begin('powerdns');
		expect((await writer.backUp()).notChecked).toEqual([
			expect.objectContaining({ id: 'CHG-05', blind: true }),
		]);
	});
});
