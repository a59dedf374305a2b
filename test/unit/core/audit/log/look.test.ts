import { atEvery, cutOff, cuts } from '../../../../fakes/cut-off';
import { VaultLog } from '../../../../fakes/audit/vault-log';
import { fakeLogStores } from '../../../../fakes/log-stores';
import { Scene } from '../../../../fakes/scene';

const EVERYTHING = { from: null, to: null, kinds: [], subjects: [] };
const entry = { event: 'review signed off', subject: 'first.dev', by: 'Ada Lovelace', facts: {} };

async function rotated(): Promise<Scene> {
	const scene = await Scene.registered();
	await scene.until(await scene.open(), 'up to date');
	return scene;
}

describe('looking at the log', () => {
	it('tells that it was not begun, and begins nothing', async () => {
		const scene = await rotated();
		const before = scene.state();
		const keyturn = await scene.open();
		expect(await keyturn.lookAtLog()).toBeNull();
		expect(await keyturn.exportLogDryRun(EVERYTHING)).toBeNull();
		expect(await keyturn.appendEventDryRun(entry)).toBeNull();
		expect(await keyturn.findProof(0)).toBeNull();
		expect(scene.state()).toEqual(before);
	});

	it('tells what is in it and what waits, and brings nothing in', async () => {
		const scene = await rotated();
		const report = await (await scene.open()).logReport();
		scene.time.pass(100 * 86_400_000);
		await scene.until(await scene.open(), 'up to date');
		const before = scene.state();
		const seen = await (await scene.open()).lookAtLog();
		const { size, root, checkpoint, keys, origin, store } = report;
		expect(seen).toMatchObject({ size, root, checkpoint, keys, origin, store, added: 0, light: 'yellow' });
		expect(seen!.waiting).toBeGreaterThan(5);
		expect(scene.state()).toEqual(before);
		expect((await (await scene.open()).logReport()).added).toBe(seen!.waiting);
	});

	it('counts what an export would hold, and says what it would refuse to add', async () => {
		const scene = await rotated();
		const { size } = await (await scene.open()).logReport();
		const before = scene.state();
		const keyturn = await scene.open();
		expect(await keyturn.exportLogDryRun(EVERYTHING)).toMatchObject({ size, entries: size });
		const made = { ...EVERYTHING, kinds: ['log made'] };
		expect(await keyturn.exportLogDryRun(made)).toMatchObject({ size, entries: 1 });
		expect(await keyturn.appendEventDryRun(entry)).toMatchObject({ size });
		await expect(keyturn.appendEventDryRun({ ...entry, by: ' ' })).rejects.toMatchObject({
			code: 'BAD_INPUT',
		});
		expect(scene.state()).toEqual(before);
	});

	it('finds the proof of what is in it, and nothing for what is not', async () => {
		const scene = await rotated();
		const { size } = await (await scene.open()).logReport();
		const before = scene.state();
		const keyturn = await scene.open();
		const found = await keyturn.findProof(size - 1);
		expect(await keyturn.findProof(size)).toBeNull();
		for (const index of [-1, 0.5, NaN])
			await expect(keyturn.findProof(index)).rejects.toMatchObject({ code: 'BAD_INPUT' });
		expect(scene.state()).toEqual(before);
		expect((await keyturn.proveEntry(size - 1)).proof).toBe(found!.proof);
	});
});

describe.each(cuts)(
	'an entry by hand, with a request to the vault that is $fate, after which the run $then',
	(cut) => {
		it('stands once when the run says that it is added, and at most once when it fails', async () => {
			const fates = { added: 0, waits: 0, failed: 0 };
			await atEvery(async (nth) => {
				const scene = await Scene.registered();
				await (await scene.open()).logReport();
				const { report, cameToIt } = await cutOff(scene.host, { ...cut, nth }, async () =>
					(await scene.open()).appendEvent(entry),
				);
				const { light } = await (await scene.open()).logReport();
				expect(light).toBe('green');
				const log = new VaultLog(scene.vault, scene.corner.prefix);
				const noted = log.entries().filter(({ kind }) => kind === `noted: ${entry.event}`);
				if (report === null) expect(noted.length).toBeLessThanOrEqual(1);
				else expect(noted).toHaveLength(1);
				fates[report === null ? 'failed' : report.checkpoint === '' ? 'waits' : 'added'] += 1;
				if (report?.checkpoint === '') expect(report.next).toContain('Do not add it again');
				return { cameToIt };
			});
			expect(fates.added).toBeGreaterThan(0);
			if (cut.then === 'dies') expect(Math.min(fates.waits, fates.failed)).toBeGreaterThan(3);
		}, 120_000);
	},
);

describe('the newest checkpoint, in a store where others may write', () => {
	async function withBucket() {
		const scene = await rotated();
		const origin = 'https://store.test';
		const files = new Map<string, string>();
		const fake = fakeLogStores.s3({ origin, files, mark: 'MARK', now: () => scene.time.now, settings: {} });
		Object.assign(scene.host.services, fake.services);
		await scene.corner.allow('admin/bucket', origin);
		await scene.corner.write('admin/bucket', { value: fake.admin });
		const choice = { kind: 's3', settings: fake.settings, admin: 'bucket' };
		const { size, checkpoint } = await (await scene.open()).beginLog(choice);
		const path = `checkpoint/${String(size)}/1`;
		const text = files.get(path)!;
		return { scene, checkpoint, text, put: (other: string) => files.set(path, other) };
	}

	it('is given as it was signed', async () => {
		const { scene, checkpoint, text } = await withBucket();
		expect(Buffer.from(text, 'latin1').toString()).toBe(checkpoint);
		expect((await (await scene.open()).logReport()).checkpoint).toBe(checkpoint);
	});

	const spoilt: Readonly<Record<string, (text: string) => string>> = {
		'a signature of somebody else': (text) => `${text}${dash} <!channel> ${'A'.repeat(96)}\n`,
		'another number of entries': (text) => text.replace(/^\d+$/m, '1'),
		'another text': () => '<!channel> click here',
		'another line': (text) => text.replace('\n\n', '\n<!channel>\n\n'),
		'no signature of ours': (text) => text.replace(/\u2014|\xe2\x80\x94/, 'x'),
		nothing: () => '',
	};
	it.each(Object.entries(spoilt))('is refused with %s', async (_name, change) => {
		const { scene, text, put } = await withBucket();
		const other = change(text);
		expect(other).not.toBe(text);
		put(other);
		const keyturn = await scene.open();
		for (const ask of [() => keyturn.logReport(), () => keyturn.lookAtLog()])
			await expect(ask()).rejects.toMatchObject({
				code: 'FORGED',
				message: expect.not.stringContaining('<!channel>'),
			});
	});
});

it('a change of the signing key that is cut off anywhere is not taken for a forged log', async () => {
	const told = new Set<string>();
	await atEvery(async (nth) => {
		const scene = await Scene.registered();
		await (await scene.open()).logReport();
		const cut = { nth, fate: 'lost on the way', then: 'dies' } as const;
		const { cameToIt } = await cutOff(scene.host, cut, async () =>
			(await scene.open()).rotateLogKey(false, 'Ada Lovelace'),
		);
		const before = scene.state();
		const look = (await scene.open()).lookAtLog();
		told.add(
			await look.then(
				(seen) => String(seen?.light),
				(error: unknown) => (error as { code: string }).code,
			),
		);
		expect(scene.state()).toEqual(before);
		expect(await (await scene.open()).logReport()).toMatchObject({ light: 'green' });
		return { cameToIt };
	});
	expect([...told].filter((each) => !['green', 'yellow', 'NOT_NOW'].includes(each))).toEqual([]);
	expect([...told]).toEqual(expect.arrayContaining(['NOT_NOW', 'green']));
}, 60_000);

/** Files are kept as the bytes of latin1. */
const dash = Buffer.from('—').toString('latin1');
