import type { Keyturn } from '../../../core/keyturn';
import { seal, unseal } from '../../../core/rotation/seal';
import type { InstallationKeys } from '../../../core/sealing/installation-keys';
import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';
import { documentWith } from './document-fixture';

/** Everything that reads a document, each by itself. */
const operations: ReadonlyArray<readonly [string, (keyturn: Keyturn) => Promise<unknown>]> = [
	['rotate', (keyturn) => keyturn.rotate(KEY)],
	[
		'an emergency',
		(keyturn) => keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' }),
	],
	['roll back', (keyturn) => keyturn.rollBack(KEY)],
	['retire', (keyturn) => keyturn.retireOldKey(KEY)],
	['status', (keyturn) => keyturn.status(KEY)],
	['a dry run', (keyturn) => keyturn.dryRun(KEY, 'planned')],
];

/** A key in grace: the moment at which a forged document could do most harm. */
async function inGrace(): Promise<Scene> {
	const scene = await Scene.registered();
	await scene.until(await scene.open(), 'waiting');
	return scene;
}

const write = (scene: Scene, document: unknown, name = KEY) =>
	scene.corner.write(`documents/${name}`, { document });

/** Every operation refuses, asks the provider nothing and changes nothing. */
async function refusedByAll(scene: Scene, code = 'FORGED'): Promise<void> {
	const before = scene.state();
	const sent = scene.host.sent.filter(({ url }) => url.startsWith(PROVIDER)).length;
	const keyturn = await scene.open();
	for (const [name, run] of operations) {
		const error = await refusal(() => run(keyturn));
		expect([name, error.code]).toEqual([name, code]);
		for (const secret of scene.secrets) expect(error.message).not.toContain(secret);
	}
	const [listed] = await keyturn.list(10);
	expect(listed).toMatchObject({ key: KEY, light: 'red' });
	expect(scene.host.sent.filter(({ url }) => url.startsWith(PROVIDER))).toHaveLength(sent);
	expect(scene.state()).toEqual(before);
	scene.time.pass(100 * 86_400_000);
	const { failures } = await keyturn.rotateDue(60_000);
	expect(failures.map(({ key }) => key)).toEqual([KEY]);
	expect(scene.host.sent.filter(({ url }) => url.startsWith(PROVIDER))).toHaveLength(sent);
}

describe('a document that Keyturn did not write leads to no call of the provider', () => {
	it.each<[string, unknown]>([
		['an empty text', ''],
		['no text', 5],
		['null', null],
		['no JSON', 'not json'],
		['an empty object', '{}'],
		['a list', '[]'],
		['a body that is no text', '{"body":{},"mac":"00"}'],
		['a seal that is no text', '{"body":"{}","mac":5}'],
		['a seal of another length', '{"body":"{}","mac":"00"}'],
		['__proto__', '{"__proto__":{"body":"{}","mac":""}}'],
		['nesting 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
		['a document without a seal', JSON.stringify(documentWith({ name: KEY }))],
	])('%s', async (_name, document) => {
		const scene = await inGrace();
		await write(scene, document);
		await refusedByAll(scene);
	});

	it('a document from before, written again as the newest', async () => {
		const scene = await inGrace();
		const { version } = scene.stored();
		expect(version).toBeGreaterThan(4);
		for (let older = 1; older < version; older += 3) {
			const { json } = await scene.corner.root(
				'GET',
				`secret/data/${scene.corner.prefix}/documents/${KEY}?version=${older}`,
			);
			if (json.data.data === null) continue;
			await write(scene, json.data.data.document);
			expect((await refusal(async () => (await scene.open()).rotate(KEY))).code).toBe('FORGED');
		}
		await refusedByAll(scene);
	});

	it('the newest document, written once more', async () => {
		const scene = await inGrace();
		await write(scene, scene.stored().text);
		await refusedByAll(scene);
	});

	it('another key’s document', async () => {
		const scene = await inGrace();
		const other = 'another.dev';
		await scene.corner.allow(`values/${other}`, PROVIDER);
		const keyturn = await scene.open();
		await keyturn.register(scene.registration({ name: other }));
		const first = await scene.corner.root(
			'GET',
			`secret/data/${scene.corner.prefix}/documents/${other}?version=1`,
		);
		// With the history removed, the first version of one path becomes the first of another.
		await scene.corner.root('DELETE', `secret/metadata/${scene.corner.prefix}/documents/${KEY}`);
		await write(scene, first.json.data.data.document);
		await scene.corner.root('DELETE', `secret/metadata/${scene.corner.prefix}/documents/${other}`);
		await refusedByAll(scene);
	});

	it('a document sealed by another installation', async () => {
		const scene = await inGrace();
		const path = `secret/data/${scene.corner.prefix}/system/installation`;
		await scene.corner.root('POST', path, { data: { value: 'f'.repeat(64) } });
		await refusedByAll(scene);
	});

	it('one changed bit, anywhere', async () => {
		const scene = await inGrace();
		const { text, version } = scene.stored();
		const entry =
			scene.vault.state.namespaces['']!.mounts['secret/']!.secrets[
				`/${scene.corner.prefix}/documents/${KEY}`
			]!;
		const slot = entry.versions[version]! as { data: unknown };
		const keyturn = await scene.open();
		const sent = () => scene.host.sent.filter(({ url }) => url.startsWith(PROVIDER)).length;
		const before = sent();
		let tried = 0;
		for (let place = 0; place < text.length; place += 7) {
			const bit = 1 << (place % 7);
			const changed =
				text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ bit) + text.slice(place + 1);
			slot.data = { document: changed };
			const error = await refusal(() => keyturn.rotate(KEY));
			expect([place, error.code]).toEqual([place, 'FORGED']);
			tried += 1;
		}
		expect(tried).toBeGreaterThan(300);
		expect(sent()).toBe(before);
		// The control: the text as it was is accepted.
		slot.data = { document: text };
		expect((await keyturn.status(KEY)).status).toBe('waiting');
	}, 20_000);
});

describe('a vault that was restored from a backup', () => {
	/** The vault goes back to an earlier moment, and the provider does not. */
	async function restored(
		before: (keyturn: Keyturn, scene: Scene) => Promise<unknown>,
		after: (keyturn: Keyturn, scene: Scene) => Promise<unknown>,
	) {
		const scene = await Scene.registered();
		const keyturn = await scene.open();
		await before(keyturn, scene);
		const backup = structuredClone(scene.vault.state.namespaces['']!.mounts);
		await after(keyturn, scene);
		scene.vault.state.namespaces['']!.mounts = backup;
		return scene;
	}
	const deleted = (scene: Scene) => scene.changes().filter((each) => each.startsWith('DELETE')).length;

	it('from before a rotation: refused, and no key is revoked or made', async () => {
		const scene = await restored(
			async () => {},
			(keyturn, each) => each.until(keyturn, 'waiting'),
		);
		const living = scene.living();
		const before = scene.changes().length;
		for (const run of operations.slice(0, 1))
			expect((await refusal(async () => run[1](await scene.open()))).code).toBe('RESTORED');
		scene.time.pass(100 * 86_400_000);
		const { failures } = await (await scene.open()).rotateDue(60_000);
		expect(failures).toEqual([
			expect.objectContaining({ key: KEY, sentence: expect.stringContaining('newer key') }),
		]);
		expect(scene.living()).toEqual(living);
		expect(scene.changes()).toHaveLength(before);
	});

	it('from before a rotation that is over: the old key is dead, and nothing else is revoked', async () => {
		const scene = await restored(
			async () => {},
			(keyturn, each) => each.until(keyturn, 'up to date'),
		);
		const before = deleted(scene);
		const living = scene.living();
		expect(['RESTORED', 'NOT_LISTED']).toContain(
			(await refusal(async () => (await scene.open()).rotate(KEY))).code,
		);
		expect(deleted(scene)).toBe(before);
		expect(scene.living()).toEqual(living);
	});

	it('in an emergency too, no key is revoked by a document that is older than the keys', async () => {
		const scene = await restored(
			async () => {},
			(keyturn, each) => each.until(keyturn, 'waiting'),
		);
		const living = scene.living();
		const keyturn = await scene.open();
		const error = await refusal(() =>
			keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' }),
		);
		expect(error.code).toBe('RESTORED');
		expect(scene.living()).toEqual(living);
	});

	it('without a restore the same runs go on: the refusal is the backup’s alone', async () => {
		const scene = await Scene.registered();
		const keyturn = await scene.open();
		await scene.until(keyturn, 'waiting');
		expect((await scene.until(keyturn, 'up to date')).notProvedDead).toBe(0);
		expect(scene.living()).toHaveLength(1);
	});
});

describe('the seal', () => {
	const keys: InstallationKeys = { seal: '1'.repeat(64), prints: '2'.repeat(64) };
	const document = documentWith();
	const open = (text: string, after: string | null, name = document.name, by = keys) =>
		unseal(name, { tag: '2', after, text }, by);

	it('opens what it closed, under the same name, after the same version', () => {
		expect(open(seal(document, '1', keys), '1')).toEqual(document);
	});

	it('opens nothing under another name, after another version, or with another key', async () => {
		const text = seal(document, '1', keys);
		for (const run of [
			() => open(text, '2'),
			() => open(text, null),
			() => open(text, '1', 'another.key'),
			() => open(text, '1', document.name, { ...keys, seal: '0'.repeat(64) }),
		])
			expect((await refusal(run)).code).toBe('FORGED');
	});

	it('holds no value that could be put into it by mistake', () => {
		const made = seal({ ...document, value: 'sk-live-0123' } as typeof document, null, keys);
		expect(made).not.toContain('sk-live');
	});
});

describe('one key that cannot be read', () => {
	it('keeps no other from being listed, told as due, or rotated', async () => {
		const scene = await Scene.registered();
		const keyturn = await scene.open();
		for (const name of ['damaged.dev', 'good.dev']) {
			await scene.corner.allow(`values/${name}`, PROVIDER);
			await keyturn.register(scene.registration({ name }));
		}
		await write(scene, 'not json', 'damaged.dev');
		for (const odd of ['UPPER', 'a b', 'x'.repeat(200)]) {
			await write(scene, 'x', encodeURIComponent(odd));
			await scene.corner.write(`due/2000-01-01/${encodeURIComponent(odd)}`, {});
		}
		scene.time.pass(2_000);
		const listed = await keyturn.list(100);
		expect(listed.filter(({ light }) => light === 'red').map(({ key }) => key)).toContain('damaged.dev');
		expect(listed.map(({ key }) => key)).toEqual(expect.arrayContaining([KEY, 'good.dev']));
		const due = await keyturn.listDue();
		expect(due.map(({ key }) => key)).toContain('good.dev');
		const sweep = await keyturn.rotateDue(60_000);
		expect(sweep.failures.map(({ key }) => key)).toContain('damaged.dev');
		expect(sweep.reports.map(({ key }) => key)).toContain('good.dev');
	});
});
