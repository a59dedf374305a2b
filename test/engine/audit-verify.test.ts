import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { signedText } from '../../core/signed-request';
import { type AuditStage, fileOf, startAuditStage } from './audit-stage';
import { ADMIN } from './world';

let stage: AuditStage;
beforeAll(async () => {
	stage = await startAuditStage();
});
afterAll(() => stage.close());

const checkpointNow = async () => (await stage.run({ resource: 'log', operation: 'getCheckpoint' })).rows[0]!;

/** An item with a file in a binary field. */
const withFile = (bytes: Buffer, json: object = {}): INodeExecutionData[] => [
	{ json: { ...json }, binary: { data: { data: bytes.toString('base64'), mimeType: 'application/x-tar' } } },
];

async function exported(more: Record<string, string> = {}): Promise<Buffer> {
	const { items, error } = await stage.run({ resource: 'log', operation: 'exportLog', ...more });
	expect(error).toBeUndefined();
	return fileOf(items('Keyturn')[0]);
}

describe('Verify', () => {
	test('is green only with the pinned key and a checkpoint from outside, and says up to where', async () => {
		const { checkpoint, keys, size } = await checkpointNow();
		const verify = async (given: Record<string, string>) =>
			(await stage.run({ resource: 'log', operation: 'verify', ...given })).rows[0]!;
		const outside = `Posted by Keyturn on Monday:\n> ${checkpoint.replaceAll('\n', '\n> ')}`;
		expect(await verify({ pinned: keys[0], outside })).toMatchObject({
			light: 'green',
			exitCode: 0,
			sentence: expect.stringContaining(`up to size ${size}`),
		});
		expect(await verify({ pinned: keys[0] })).toMatchObject({
			light: 'yellow',
			exitCode: 5,
			sentence: expect.stringContaining('not anchored'),
		});
		expect(await verify({})).toMatchObject({ light: 'yellow', exitCode: 6 });
		const later = outside.replace(`\n> ${size}\n`, `\n> ${Number(size) + 50}\n`);
		expect(await verify({ pinned: keys[0], outside: later })).toMatchObject({
			light: 'red',
			exitCode: 3,
			sentence: expect.stringContaining('shorter than'),
		});
		const { error } = await stage.run({ resource: 'log', operation: 'verify', pinned: 'nonsense' });
		expect(error?.message).toContain('pinned key');
	});

	test('finds a flipped byte in an exported file, and needs no credential for it', async () => {
		const { checkpoint, keys } = await checkpointNow();
		const file = await exported();
		const parameters = { resource: 'log', operation: 'verifyFile', pinned: keys[0], outside: checkpoint };
		const good = await stage.runItems(parameters, withFile(file));
		expect(good.error).toBeUndefined();
		expect(good.rows[0]).toMatchObject({ light: 'green', exitCode: 0 });
		const at = file.indexOf('tile/entries/') + 512 + 40;
		file[at] = file[at]! ^ 1;
		expect((await stage.runItems(parameters, withFile(file))).rows[0]).toMatchObject({
			light: 'red',
			exitCode: 1,
		});
		expect((await stage.runItems(parameters, withFile(Buffer.from('nonsense')))).rows[0]).toMatchObject({
			light: 'red',
		});
	});

	test('takes the proof of an entry, as a file and as a text with the entry beside it', async () => {
		const { checkpoint, keys } = await checkpointNow();
		const parameters = { resource: 'entry', operation: 'getProof', index: 0, simplify: false };
		const { rows, items } = await stage.run(parameters);
		const { proof, leaf, entry } = rows[0]!;
		const known = { pinned: keys[0], outside: checkpoint };
		const { id } = entry;
		const good = { light: 'green', exitCode: 0, entry: { id } };
		const file = { resource: 'log', operation: 'verifyFile', ...known };
		expect((await stage.runItems(file, withFile(fileOf(items('Keyturn')[0])))).rows[0]).toMatchObject(good);
		const pasted = { resource: 'entry', operation: 'verifyProof', ...known };
		const verdict = async (more: object) =>
			(await stage.runItems({ ...pasted, ...more }, [{ json: {} }])).rows[0];
		expect(await verdict({ proof, entry: '' })).toMatchObject(good);
		expect(await verdict({ proof, entry: leaf })).toMatchObject(good);
		expect(await verdict({ proof, entry: String(leaf).replace('"kind":"', '"kind":"x') })).toMatchObject({
			light: 'red',
			exitCode: 1,
		});
		const { error } = await stage.runItems({ ...pasted, proof: '={{ $json.none }}' }, [{ json: {} }]);
		expect(error?.message).toContain('Proof: it is empty');
	});

	test('says where the file is looked for when none comes in', async () => {
		const parameters = { resource: 'log', operation: 'verifyFile', inputField: 'export' };
		const { error } = await stage.runItems(parameters, withFile(await exported()));
		expect(error?.message).toContain('no file comes in under “export”');
		expect(error?.description).toContain('under Binary');
	});

	test('an export of a period holds what it needs, and the standard tar unpacks it', async () => {
		const file = await exported({ from: '2020-01-01T00:00:00Z' });
		const folder = mkdtempSync(join(tmpdir(), 'keyturn-export-'));
		writeFileSync(join(folder, 'log.tar'), file);
		execFileSync('tar', ['-xf', 'log.tar'], { cwd: folder });
		execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: folder });
		expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toMatch(/^keyturn\.dev\/log\//);
		rmSync(folder, { recursive: true });
		const { checkpoint, keys } = await checkpointNow();
		const none = await exported({ from: '2199-01-01T00:00:00Z' });
		const parameters = { resource: 'log', operation: 'verifyFile', pinned: keys[0], outside: checkpoint };
		const some = await stage.runItems({ ...parameters, period: true }, withFile(none));
		expect(some.rows[0]).toMatchObject({ light: 'green', log: { entries: 0 } });
		expect((await stage.runItems(parameters, withFile(none))).rows[0]).toMatchObject({
			light: 'red',
			exitCode: 1,
		});
	});
});

describe('Watch', () => {
	test('tells once what began, with a message and the newest checkpoint in it, and is silent while it goes on', async () => {
		const parameters = { resource: 'event', operation: 'watch', watch: 'own', message: 'text' };
		const calm = await stage.run(parameters);
		expect(calm.error).toBeUndefined();
		expect(calm.rows.at(-1)).toMatchObject({ state: 'look', look: { open: expect.any(Number) } });
		stage.warp.to(Date.now() + 200 * 86_400_000);
		const overdue = await stage.run(parameters);
		const alerts = overdue.rows.filter(({ state }) => state === 'opened');
		expect(alerts.map(({ rule }) => rule)).toContain('R7-OVERDUE');
		for (const alert of alerts) {
			expect(alert['message'].text).toContain(String(alert['title']));
			expect(alert['message'].text).toContain(String(alert['checkpoint']).trim());
		}
		expect((await stage.run(parameters)).rows.filter(({ state }) => state === 'opened')).toEqual([]);
	});
});

describe('Receive', () => {
	const PATH = '/webhook/vault-audit';
	const LINE = JSON.stringify({
		type: 'response',
		time: new Date().toISOString(),
		auth: { display_name: 'somebody', entity_id: 'e1' },
		request: {
			id: 'request-1',
			operation: 'update',
			path: 'secret/data/keyturn/values/first.dev',
			mount_point: 'secret/',
			mount_type: 'kv',
			remote_address: '192.0.2.7',
		},
	});

	function signed(body: string, secret: string, id: string): INodeExecutionData[] {
		const timestamp = String(Math.floor(Date.now() / 1_000));
		const text = signedText({ id, timestamp, method: 'POST', path: PATH, body });
		const signature = createHmac('sha256', secret).update(text).digest('hex');
		const headers = {
			'webhook-id': id,
			'webhook-timestamp': timestamp,
			'webhook-signature': `kt1,${signature}`,
		};
		return withFile(Buffer.from(body), { headers });
	}

	const receive = (items: INodeExecutionData[]) =>
		stage.runItems(
			{
				resource: 'event',
				operation: 'receive',
				watch: 'vault',
				secret: 'forwarder',
				path: PATH,
				message: 'none',
			},
			items,
		);

	test('takes in what is signed with the secret, once; what is not is not looked at', async () => {
		expect(ADMIN).not.toBe('forwarder');
		await stage.world.put('admin/forwarder', 'the-secret-of-the-forwarder-0123456789');
		const body = `${LINE}\n`;
		const first = await receive(signed(body, 'the-secret-of-the-forwarder-0123456789', 'msg_1'));
		expect(first.error).toBeUndefined();
		expect(first.rows.at(-1)!['look']).toMatchObject({ events: 1 });
		const again = await receive(signed(body, 'the-secret-of-the-forwarder-0123456789', 'msg_1'));
		expect(again.error?.message).toContain('seen before');
		await stage.world.put('admin/short', 'short');
		const short = await stage.runItems(
			{ resource: 'event', operation: 'receive', watch: 'vault', secret: 'short', path: PATH },
			signed(body, 'short', 'msg_3'),
		);
		expect(short.error?.message).toContain('fewer than 32 characters');
		const wrong = await receive(signed(body, 'another', 'msg_2'));
		expect(wrong.error?.message).toContain('wrong signature');
		const { rows } = await stage.run({ resource: 'entry', operation: 'getMany', returnAll: true });
		expect(rows.filter(({ kind }) => kind === 'event: secret written').map(({ facts }) => facts)).toEqual([
			expect.objectContaining({ about: 'first.dev', by: 'somebody e1', from: '192.0.2.7' }),
		]);
	});
});
