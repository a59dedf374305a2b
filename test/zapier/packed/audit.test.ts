import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Canary, missedBy, type Planted } from '../../../demo/canary';
import { VaultLog } from '../../fakes/audit/vault-log';
import { PREFIX } from '../../fakes/dev-servers';
import { FILES, openPackedStage, type PackedStage, PUBLIC } from './stage';
import type { Answered, TrialWorld } from './trial';

type Row = Readonly<Record<string, unknown>>;

let folder = '';
let stage: PackedStage;
let log: VaultLog;
/** All that Zapier would have kept. */
const kept: string[] = [];
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-zapier-packed-audit-'));
	stage = await openPackedStage(folder);
	log = new VaultLog(stage.servers.vault.vault, PREFIX);
	await stage.register('packed.dev');
	for (let run = 0; run < 12; run++) {
		const row = (await ran('creates.rotate_key', { key: 'packed.dev' })).results as Row;
		if (row['underWay'] !== true) break;
		stage.forward(typeof row['continueAt'] === 'string' ? row['continueAt'] : null);
	}
}, 120_000);
afterAll(async () => {
	await stage.close();
	rmSync(folder, { recursive: true });
});

async function ran(step: string, input: Row, world: TrialWorld = stage.open()): Promise<Answered> {
	const { event } = stage.store;
	const done = await stage.trial.run(`${step}.operation.perform`, stage.login(), input, world, event);
	const { results, error, logs } = done;
	kept.push(JSON.stringify([results, error, logs]));
	return done;
}

async function row(step: string, input: Row): Promise<Row> {
	const { results, error } = await ran(step, input);
	expect(error).toBeUndefined();
	return (Array.isArray(results) ? results[0] : results) as Row;
}

test('each step of the audit log works as Zapier unpacks it, over https alone', async () => {
	const { publicKey } = await row('creates.get_audit_checkpoint', {});
	const noted = await row('creates.append_audit_entry', {
		event: 'review',
		subject: 'packed.dev',
		noted_by: 'Ada Lovelace',
		facts: { ticket: 'SEC-12' },
	});
	expect(noted).toMatchObject({ light: 'green', size: log.entries().length });
	const lines = await row('creates.export_audit_entries', { format: 'jsonl' });
	const { bytes } = stage.store.at(lines['file'])!;
	expect(String(lines['file'])).toMatch(new RegExp(`^https://${FILES}/`));
	expect(createHash('sha256').update(bytes).digest('hex')).toBe(lines['fileHash']);
	expect(bytes.toString().trimEnd().split('\n')).toHaveLength(Number(lines['entries']));
	const bundle = await row('creates.export_audit_entries', { format: 'bundle' });
	const input = { file: bundle['file'], pinned_key: publicKey, checkpoints: noted['checkpoint'] };
	expect(await row('creates.verify_audit_export', input)).toMatchObject({ light: 'green', exitCode: 0 });
	const proof = await row('searches.find_audit_proof', { entry_number: '3' });
	expect(proof).toMatchObject({ index: 3, leaf: log.leaves()[3]!.toString() });
	expect(log.entries().map(({ kind }) => kind)).toContain('old key proved dead');
}, 60_000);

test.each(['127.0.0.1', '10.0.0.7', '169.254.169.254', 'fd00::1'])(
	'a file whose name leads to %s is not fetched',
	async (address) => {
		const open = stage.open();
		const world = { ...open, names: { ...open.names, [FILES]: [[address]] } };
		const { error, connections, lookups } = await ran(
			'creates.verify_audit_export',
			{ file: `https://${FILES}/files/1` },
			world,
		);
		expect(error?.message).toContain('the name resolves to an address inside a private network');
		expect([connections, lookups]).toEqual([[], [FILES]]);
	},
);

test('a file that leads on to a private place is not followed', async () => {
	stage.front.put(FILES, () => ({ status: 302, headers: { location: 'https://169.254.169.254/latest/' } }));
	const { error, connections } = await ran('creates.verify_audit_export', {
		file: `https://${FILES}/files/1`,
	});
	stage.front.put(FILES, stage.store.url);
	expect(error?.message).toContain('an IP address is not accepted');
	expect(connections).toEqual([`${PUBLIC} 443`]);
});

test('no secret is in what Zapier keeps, nor in the files', async () => {
	const { servers, store } = stage;
	const planted: Planted[] = [
		{ name: 'signing key', value: await servers.read('system/log-key-1') },
		{ name: 'installation key', value: await servers.read('system/installation') },
		{ name: 'value', value: await servers.read('values/packed.dev') },
		{ name: 'secret ID', value: servers.login.secretId },
		{ name: 'admin key', value: servers.provider.adminKey },
		{ name: 'root token', value: servers.vault.rootToken },
	];
	for (const { value } of planted) expect(value.length).toBeGreaterThan(15);
	const canary = new Canary(planted);
	expect(missedBy(canary, planted)).toEqual([]);
	const files = [...store.files.values()].map(({ bytes }) => bytes.toString());
	expect(files.length).toBeGreaterThan(1);
	const { leaks, bytes } = canary.search([...kept, ...files].map((text, at) => ({ name: String(at), text })));
	expect(leaks).toEqual([]);
	expect(bytes).toBeGreaterThan(10_000);
});
