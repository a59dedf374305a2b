import type { Http } from '../../../../../core/ports';
import { VaultLog } from '../../../../fakes/audit/vault-log';
import { atEvery, cutOff, cuts } from '../../../../fakes/cut-off';
import { Scene } from '../../../../fakes/scene';

async function rotated(): Promise<{ scene: Scene; log: VaultLog }> {
	const scene = await Scene.registered();
	await scene.until(await scene.open(), 'up to date');
	return { scene, log: new VaultLog(scene.vault, scene.corner.prefix) };
}

/** The log holds all that was told, each entry once, those of one document in their order, and every checkpoint is of it. */
function expectWhole(log: VaultLog, vkey: string): void {
	const ids = log.entries().map(({ id }) => id);
	expect([...ids].sort()).toEqual(
		log
			.told()
			.map(({ id }) => id)
			.sort(),
	);
	expect(new Set(ids).size).toBe(ids.length);
	const seen = new Map<string, number>();
	for (const id of ids) {
		const [uid = '', number] = [id.split('/')[0], Number(id.split('/').at(-1))];
		expect(number).toBeGreaterThan(seen.get(uid) ?? 0);
		seen.set(uid, number);
	}
	for (const { size, root, signed } of log.checkpoints(vkey))
		expect([size, root, signed]).toEqual([size, log.root(size), true]);
}

describe('what was done', () => {
	it('comes into the log, whose newest checkpoint is of all of it and is signed by the key that is shown', async () => {
		const { scene, log } = await rotated();
		const report = await (await scene.open()).logReport();
		expect(report).toMatchObject({ light: 'green', next: '', waiting: 0, refused: [] });
		expect(report.size).toBe(log.entries().length);
		expect(report.size).toBeGreaterThan(6);
		expect(report.added).toBe(report.size);
		expect(report.checkpoint.split('\n').slice(0, 3)).toEqual([
			report.origin,
			String(report.size),
			log.root(report.size),
		]);
		expect(report.keys).toHaveLength(1);
		expectWhole(log, report.keys[0]!);
		expect(log.entries().map(({ kind }) => kind)).toEqual(
			expect.arrayContaining(['log made', 'old key proved dead']),
		);
	});

	it('is taken up once, however often the log is looked at, and the log grows by what is new', async () => {
		const { scene, log } = await rotated();
		const keyturn = await scene.open();
		const first = await keyturn.logReport();
		const again = await (await scene.open()).logReport();
		expect(again).toMatchObject({
			size: first.size,
			root: first.root,
			added: 0,
			checkpoint: first.checkpoint,
		});
		scene.time.pass(100 * 86_400_000);
		await scene.until(await scene.open(), 'up to date');
		const later = await (await scene.open()).logReport();
		expect(later.size).toBeGreaterThan(first.size + 5);
		expect(later.added).toBe(later.size - first.size);
		expectWhole(log, later.keys[0]!);
	});

	it('is left out when somebody else wrote it, and the report says so', async () => {
		const { scene, log } = await rotated();
		await (await scene.open()).logReport();
		const [first] = log.told();
		const uid = first!.id.split('/')[0]!;
		const forged = JSON.stringify({
			body: JSON.stringify([{ ...first, kind: 'key proved dead' }]),
			mac: '0'.repeat(64),
		});
		await scene.corner.write(`audit/${uid}/999`, { entries: forged });
		const report = await (await scene.open()).logReport();
		expect(report).toMatchObject({ light: 'yellow', added: 0 });
		expect(report.sentence).toContain('1 of those that wait were not written by Keyturn');
		expect(report.refused).toEqual([expect.stringContaining(`${uid}/999`)]);
	});
});

describe.each(cuts)('a request to the vault that is $fate, after which the run $then', (cut) => {
	it('leaves a log to which nothing is lost and nothing is added twice', async () => {
		const tried = await atEvery(async (nth) => {
			const { scene, log } = await rotated();
			const { cameToIt } = await cutOff(scene.host, { ...cut, nth }, async () =>
				(await scene.open()).logReport(),
			);
			const report = await (await scene.open()).logReport();
			expect([nth, report.light, report.waiting]).toEqual([nth, 'green', 0]);
			expectWhole(log, report.keys[0]!);
			return { cameToIt };
		});
		expect(tried).toBeGreaterThan(20);
	}, 120_000);
});

describe('two at once', () => {
	it('share the work, whichever comes second at whichever request', async () => {
		const tried = await atEvery(async (nth) => {
			const { scene, log } = await rotated();
			const [first, second] = [await scene.open(), await scene.open()];
			const host: { http: Http } = scene.host;
			const { http } = host;
			let [seen, over] = [0, false];
			host.http = async (request) => {
				if (!over && ++seen === nth) {
					over = true;
					await second.logReport();
				}
				return await http(request);
			};
			const reports = [await first.logReport(), await second.logReport()];
			expect(reports.map(({ light, keys }) => [light, keys.length])).toEqual([
				['green', 1],
				['green', 1],
			]);
			expectWhole(log, reports[0]!.keys[0]!);
			return { cameToIt: over };
		});
		expect(tried).toBeGreaterThan(20);
	}, 120_000);
});

describe('a log in whose store something else lies than what was signed', () => {
	it('is refused, and nothing is signed', async () => {
		const { scene, log } = await rotated();
		await (await scene.open()).logReport();
		const [path] = log.files('log/seg/')[0]!;
		const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
		const before = log.files('log/checkpoint/').length;
		delete secrets[`/${scene.corner.prefix}/audit/${path}`];
		await expect((await scene.open()).logReport()).rejects.toMatchObject({ code: 'FORGED' });
		expect(log.files('log/checkpoint/')).toHaveLength(before);
	});
});
