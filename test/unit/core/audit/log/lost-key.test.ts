import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTar } from '../../../../../core/audit/bundle/tar';
import { verifyBundle } from '../../../../../core/audit/bundle/verify-bundle';
import { Scene } from '../../../../fakes/scene';
import { atEvery, cutOff } from '../../../../fakes/cut-off';
import { VaultLog } from '../../../../fakes/audit/vault-log';

it('an export after the signing key was changed shows whoever pinned the first one that it handed over', async () => {
	const scene = await Scene.registered();
	const first = await (await scene.open()).logReport();
	await (await scene.open()).rotateLogKey(false, 'Ann');
	await (await scene.open()).rotateLogKey(false, 'Ann');
	const { file } = await (await scene.open()).exportBundle({ from: null, to: null });
	expect(await verifyBundle(file.bytes, { pinned: first.keys, outside: first.checkpoint })).toMatchObject({
		light: 'green',
		signature: { state: 'pinned key', handovers: 2 },
	});
	expect([...readTar(file.bytes).keys()].filter((path) => path.startsWith('checkpoints/'))).toHaveLength(2);
});

describe('a signing key that is gone from the vault', () => {
	it('can be replaced, also after a run found out while it signed', async () => {
		const scene = await Scene.registered();
		await (await scene.open()).logReport();
		const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
		delete secrets[`/${scene.corner.prefix}/system/log-key-1`];
		const event = { event: 'something', subject: 'a test', facts: {}, by: 'Ann' };
		expect(await (await scene.open()).appendEvent(event)).toMatchObject({ light: 'yellow', waiting: 1 });
		await expect((await scene.open()).rotateLogKey(false, 'Ann')).rejects.toMatchObject({
			code: 'NO_SUCH_ENTRY',
			next: expect.stringContaining('docs/audit-log.md says under “If the key is lost” what'),
		});
		expect(readFileSync(join(__dirname, '../../../../../docs/audit-log.md'), 'utf8')).toMatch(
			/\*\*If the key is lost\*\*[^]*tell everybody who pinned the old key/,
		);
		const report = await (await scene.open()).rotateLogKey(true, 'Ann');
		expect(report).toMatchObject({ light: 'green', waiting: 0 });
		expect(report.keys).toHaveLength(2);
		const log = new VaultLog(scene.vault, scene.corner.prefix);
		const kinds = log.entries().map(({ kind }) => kind);
		expect(kinds).toEqual(expect.arrayContaining(['noted: something', 'log key replaced']));
		expect(log.checkpoints(report.keys[1]!)).toContainEqual({
			size: report.size,
			root: log.root(report.size),
			signed: true,
		});
	});

	it.each([1, 2])(
		'can be replaced while key 2 was still to take over from key 1: %d is gone',
		async (gone) => {
			const abandoned: boolean[] = [];
			await atEvery(async (nth) => {
				const scene = await Scene.registered();
				const first = await (await scene.open()).logReport();
				const cut = { fate: 'lost on the way', then: 'dies', nth } as const;
				const { cameToIt } = await cutOff(scene.host, cut, async () =>
					(await scene.open()).rotateLogKey(false, 'Ann'),
				);
				const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
				delete secrets[`/${scene.corner.prefix}/system/log-key-${gone}`];
				const replaced = await (await scene.open()).rotateLogKey(true, 'Ann').catch(() => null);
				if (replaced === null) return { cameToIt };
				const keyturn = await scene.open();
				const { keys } = await keyturn.logReport();
				const given = { pinned: keys.slice(-1), outside: first.checkpoint };
				expect([nth, await keyturn.verifyLogAsItIs(given)]).toEqual([
					nth,
					expect.objectContaining({ light: 'green' }),
				]);
				// The first key leads nowhere: who pinned it must be told, and pins the new one.
				expect(await keyturn.verifyLogAsItIs({ ...given, pinned: first.keys })).toMatchObject({
					exitCode: 2,
				});
				const entries = await keyturn.listEntries({ from: null, to: null, subjects: [], kinds: [] }, 50);
				const { facts } = entries.find(({ kind }) => kind === 'log key replaced')!;
				abandoned.push(facts['abandonedFrom'] === keys[0] && facts['oldKey'] === keys[1]);
				return { cameToIt };
			});
			expect(abandoned.filter((each) => each).length).toBeGreaterThan(3);
		},
		60_000,
	);

	it('is not taken for lost while it is there, and the log stays with it', async () => {
		const scene = await Scene.registered();
		const { keys } = await (await scene.open()).logReport();
		await expect((await scene.open()).rotateLogKey(true, 'Ann')).rejects.toThrow(/is not lost/);
		expect(await (await scene.open()).logReport()).toMatchObject({ keys });
		expect((await (await scene.open()).rotateLogKey(false, 'Ann')).keys).toHaveLength(2);
	});
});
