import { openLogState } from '../../../../../core/audit/log/state';
import { Scene } from '../../../../fakes/scene';

const EVERYTHING = { from: null, to: null, kinds: [], subjects: [] };
const ENTRIES = 600;

/** A log of a few tiles, all of it taken up. */
async function large(): Promise<Scene> {
	const scene = await Scene.registered();
	const vault = await scene.connect();
	const context = { host: scene.host, vault, drivers: { providers: {}, targets: {} }, budgetMs: 60_000 };
	const kept = await openLogState(context);
	await kept.change((_, note) => {
		for (let count = 0; count < ENTRIES; count++) note('noted: many', { count });
	});
	await kept.settle();
	await (await scene.open()).logReport();
	return scene;
}

/** A run of 25 s, in which each file of entries takes its time. */
const within = async (scene: Scene, ms: number) => {
	scene.host.between = (request, service) => {
		if (request.path.includes('tile/entries')) scene.time.pass(ms);
		return service(request);
	};
	return await scene.open({}, { totalMs: 25_000, budgetMs: 25_000 });
};

const asks: Readonly<Record<string, (keyturn: Awaited<ReturnType<Scene['open']>>) => Promise<unknown>>> = {
	'an export': (keyturn) => keyturn.exportLog({ format: 'jsonl', ...EVERYTHING }),
	'an export of a period': (keyturn) => keyturn.exportLog({ format: 'jsonl', ...EVERYTHING, to: 1 }),
	'a bundle': (keyturn) => keyturn.exportBundle({ from: null, to: null }),
	'a bundle of a period': (keyturn) => keyturn.exportBundle({ from: 1, to: null }),
	'a try of an export': (keyturn) => keyturn.exportLogDryRun(EVERYTHING),
	'a list': (keyturn) => keyturn.listEntries(EVERYTHING, 1_000),
};

test.each(Object.entries(asks))(
	'%s of a log that is too large for the time of a run says so',
	async (_what, ask) => {
		const scene = await large();
		await ask(await within(scene, 100));
		const keyturn = await within(scene, 12_000);
		await expect(ask(keyturn)).rejects.toMatchObject({
			code: 'BAD_INPUT',
			message: expect.stringMatching(/it has 60\d entries, more than could be read in the time of one run/),
			next: expect.stringContaining('n8n'),
		});
	},
);

test('a verdict of such a log says so, and claims nothing', async () => {
	const scene = await large();
	const verify = async (ms: number) => (await within(scene, ms)).verifyLog({ pinned: [], outside: '' });
	expect(await verify(100)).toMatchObject({ exitCode: 6 });
	expect(await verify(12_000)).toMatchObject({
		light: 'yellow',
		exitCode: 7,
		sentence: expect.stringMatching(/it has 60\d entries, more than could be read in the time of one run/),
		next: expect.stringContaining('n8n'),
	});
});

test('a file that is larger than the platform takes is refused, before the log tells of an export', async () => {
	const scene = await large();
	const keyturn = await scene.open();
	const order = { format: 'csv', ...EVERYTHING } as const;
	await expect(keyturn.exportLog(order, 1_024 * 1_024 * 0.03)).rejects.toMatchObject({
		code: 'BAD_INPUT',
		message: 'Export: the file would be larger than 0.03 MB',
		next: expect.stringContaining('export it with n8n, which takes up to 100 MB'),
	});
	await expect(keyturn.exportBundle({ from: null, to: null }, 20_000)).rejects.toMatchObject({
		code: 'BAD_INPUT',
	});
	const told = await keyturn.listEntries({ ...EVERYTHING, kinds: ['export made'] }, 10);
	expect(told).toEqual([]);
});
