import type { AuditEntry } from '../../../../../core/audit/entry';
import { VaultLog } from '../../../../fakes/audit/vault-log';
import { cutOff } from '../../../../fakes/cut-off';
import { KEY, Scene } from '../../../../fakes/scene';

const EVERYTHING = { from: null, to: null, kinds: [], subjects: [] };
const order = { format: 'jsonl', ...EVERYTHING } as const;
const entriesIn = ({ bytes }: { readonly bytes: Uint8Array }): AuditEntry[] =>
	Buffer.from(bytes)
		.toString()
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as AuditEntry);

describe('what a key has not handed in', () => {
	it('is not called signed by an operation that did not look for it', async () => {
		const scene = await Scene.registered();
		const report = await (await scene.open()).logReport();
		expect(report).toMatchObject({ light: 'green', size: 1, waiting: 0 });
		expect(report.sentence).toBe(
			'The audit log holds 1 entries, signed up to the newest that was handed in. What a key still holds comes in at its next run, or with an export.',
		);
	});

	it('is in an export, once, whatever the key does afterwards', async () => {
		const scene = await Scene.registered();
		const exported = await (await scene.open()).exportLog(order);
		expect(exported.sentence).toBe('The audit log holds 2 entries, signed up to the newest.');
		expect(entriesIn(exported.file).map(({ kind }) => kind)).toEqual(['log made', 'key registered']);
		const keyturn = await scene.open();
		await keyturn.exportBundle({ from: null, to: null });
		await scene.until(keyturn, 'up to date');
		const after = entriesIn((await keyturn.exportLog(order)).file).filter(({ key }) => key === KEY);
		expect(after.filter(({ kind }) => kind === 'key registered')).toHaveLength(1);
		expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
		expect(after.at(-1)?.kind).toBe('old key proved dead');
	});

	it('is in a bundle', async () => {
		const scene = await Scene.registered();
		const bundle = await (await scene.open()).exportBundle({ from: null, to: null });
		expect(bundle).toMatchObject({ light: 'green', entries: 2 });
		expect(Buffer.from(bundle.file.bytes).toString()).toContain('"kind":"key registered"');
	});

	it('is handed in without a write to the key’s document, in the midst of a rotation as well', async () => {
		for (const nth of [30, 40, 50, 60]) {
			const scene = await Scene.registered();
			const cut = { fate: 'lost on the way', then: 'dies', nth } as const;
			await cutOff(scene.host, cut, async () => (await scene.open()).rotate(KEY));
			const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
			const at = `/${scene.corner.prefix}/documents/${KEY}`;
			const before = JSON.stringify(secrets[at]);
			expect(before).toBeDefined();
			await (await scene.open()).exportLog(order);
			expect(JSON.stringify(secrets[at])).toBe(before);
			await scene.until(await scene.open(), 'up to date');
			await (await scene.open()).exportLog(order);
			const log = new VaultLog(scene.vault, scene.corner.prefix).entries();
			expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
			expect(log.map(({ kind }) => kind)).toEqual(
				expect.arrayContaining(['key registered', 'old key proved dead']),
			);
		}
	}, 30_000);

	it('of a key that cannot be read is missing, which is said; the others are looked into', async () => {
		const scene = await Scene.registered();
		const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
		const folder = `/${scene.corner.prefix}/documents`;
		secrets[`${folder}/another.dev`] = secrets[`${folder}/${KEY}`]!;
		const exported = await (await scene.open()).exportLog(order);
		expect(exported).toMatchObject({ light: 'yellow', next: expect.stringContaining('export again') });
		expect(exported.sentence).toMatch(
			/Not every key could be looked into, .*: another\.dev: Document of .*Keyturn\.$/,
		);
		expect(entriesIn(exported.file).map(({ kind }) => kind)).toContain('key registered');
	});

	it('is not looked for by a login that may not list keys, which is said', async () => {
		const scene = await Scene.registered();
		await (await scene.open()).logReport();
		scene.host.between = (request, service) =>
			/\/metadata\/[^/]+\/documents/.test(request.path)
				? { status: 403, headers: {}, body: '{"errors":["permission denied"]}' }
				: service(request);
		expect(await (await scene.open()).exportLog(order)).toMatchObject({
			light: 'yellow',
			entries: 1,
			sentence: expect.stringContaining('the list of keys: '),
		});
	});

	it('is not looked for when half of the time is over, which is said', async () => {
		const scene = await Scene.registered();
		scene.host.between = (request, service) => {
			if (request.path.endsWith('/documents') || request.path.includes('/documents/?'))
				scene.time.pass(15_000);
			return service(request);
		};
		const keyturn = await scene.open({}, { totalMs: 25_000, budgetMs: 25_000 });
		expect(await keyturn.exportLog(order)).toMatchObject({
			light: 'yellow',
			sentence: expect.stringContaining(`${KEY}: there was no time left`),
			next: expect.stringContaining('with n8n'),
		});
	});
});
