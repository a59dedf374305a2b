import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';
import { dnsHosts } from '../../core/dns/hosts';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { serveLoopback } from '../../demo/http/loopback';
import { engine } from '../../demo/n8n/engine';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { TOKEN } from '../fakes/dns/backup-scene';
import { CREDENTIAL } from './world';
import { startZoneStage, type ZoneStage } from './zone-stage';

const TYPE = 'n8n-nodes-keyturn.dnsBaseline';
const NAMES = ['192.0.2', 's3cret-project', 'letsencrypt', 'sip.example.net'];
const node = new DnsBaseline();

let stage: ZoneStage;
beforeAll(async () => {
	stage = await startZoneStage();
});
afterAll(() => stage.close());

type Row = Readonly<Record<string, unknown>>;

/** Runs the node on n8n's engine over these items. */
async function run(parameters: INodeParameters, items: readonly object[] = [{}]) {
	const n8n = engine({
		nodes: { [TYPE]: node },
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data: stage.world.credential } },
	});
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	const { options } = stage;
	const fixed = { resource: 'zone', domain: 'example.org', dnsHost: 'desec', admin: 'dns', options };
	const start = { ...at, id: 'a', name: 'Start', type: 'n8n-nodes-base.noOp', parameters: {} };
	const credentials = { keyturnHashicorpVaultApi: { id: CREDENTIAL, name: 'Vault' } };
	const backup = {
		...at,
		id: 'b',
		name: 'Backup',
		type: TYPE,
		parameters: { ...fixed, ...parameters },
		credentials,
	};
	const done = await n8n.run(
		{
			nodes: [start, backup],
			connections: { Start: { main: [[{ node: 'Backup', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		},
		{ startAt: 'Start', items: items.map((json) => ({ json })) as INodeExecutionData[] },
	);
	const found = done.items('Backup');
	return { found, rows: found.map(({ json }) => json as Row), error: done.run.data.resultData.error, done };
}

test('a zone is backed up and checked; neither zone nor token stands in what n8n keeps', async () => {
	const made = await run({ operation: 'backUp', simplify: false });
	expect(made.error).toBeUndefined();
	expect(made.rows).toEqual([
		expect.objectContaining({ status: 'new copy', check: 'verified', asked: 11, equal: 11 }),
	]);
	const again = await run({ operation: 'backUp' });
	expect(again.rows[0]).toMatchObject({ status: 'unchanged', light: 'yellow' });
	const options = { ...stage.options, confirmedBy: 'Ada Lovelace' };
	const checked = await run({ operation: 'checkBackup', options });
	expect(checked.rows[0]).toMatchObject({ status: 'checked', check: 'verified', findings: [] });
	const kept = [made, again, checked]
		.flatMap(({ done }) => [...done.stored, ...done.log.map(({ text }) => text)])
		.join('\n');
	expect(kept).toContain('new copy');
	for (const word of [...NAMES, TOKEN]) expect(kept).not.toContain(word);
});

test('the encrypted file comes as binary data, once for items that ask for the same', async () => {
	const { found, rows, done } = await run({ operation: 'checkBackup', encryptedFile: true }, [{}, {}]);
	expect(rows).toHaveLength(2);
	const { fileName, mimeType, data } = found[0]!.binary!['backup']!;
	expect([fileName, mimeType]).toEqual([
		expect.stringMatching(/^example\.org-\d{8}T\d{6}Z\.keyturn-zone$/),
		'application/octet-stream',
	]);
	const bytes = Buffer.from(data, 'base64');
	expect(bytes.toString('latin1')).toMatch(/^KEYTURN ZONE BACKUP 1\n/);
	expect(rows[0]).not.toHaveProperty('file');
	const key = (
		JSON.parse(
			(
				(await stage.world.asPerson('GET', 'secret/data/keyturn/zones/backup-key')) as {
					data: { data: { document: string } };
				}
			).data.data.document,
		) as { body: string }
	).body;
	for (const word of [...NAMES, key]) {
		expect(bytes.toString('latin1')).not.toContain(word);
		expect(done.stored.join('\n')).not.toContain(word);
	}
});

test.each(['backUp', 'checkBackup'])('%s, simplified, is what its schema says', async (operation) => {
	const file = join(__dirname, `../../nodes/DnsBaseline/__schema__/v1.0.0/zone/${operation}.json`);
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
	const { rows } = await run({ operation });
	expect(Object.keys(rows[0] ?? {}).sort()).toEqual(Object.keys(properties).sort());
});

test.each<[string, INodeParameters]>([
	['the host', { dnsHost: '={{ $json.x }}' }],
	['the credential', { admin: '={{ $json.x }}' }],
	['where the host is', { options: { desecAddress: '={{ $json.x }}' } }],
	['who is asked', { options: { firstResolver: '={{ $json.x }}' } }],
	['who has kept a copy', { options: { confirmedBy: '={{ $json.x }}' } }],
	['whether the file is handed out', { encryptedFile: '={{ $json.x }}' }],
])('an item cannot choose %s', async (_what, parameters) => {
	const before = stage.world.vault.vault.accessLog.length;
	const { error } = await run({ operation: 'checkBackup', ...parameters }, [{ x: 'desec' }]);
	expect(error?.message).toContain('must be filled in by hand');
	expect(stage.world.vault.vault.accessLog.slice(before)).toEqual([]);
});

test('a host of the workflow’s own choice does not get the token', async () => {
	const asked: string[] = [];
	const other = await serveLoopback((request) => {
		asked.push(JSON.stringify(request));
		return { status: 404, headers: {}, body: '' };
	});
	const { error } = await run({ operation: 'backUp', options: { desecAddress: `${other.url}/api/v1` } });
	await other.close();
	expect(error?.message).toContain('it may be sent to');
	expect(asked).toEqual([]);
});

test.each(
	['backUp', 'checkBackup'].flatMap((operation) =>
		Object.keys(dnsHosts).map((dnsHost) => [operation, dnsHost] as const),
	),
)(
	'%s at %s asks for at most five things before Add Option, and its fields take no secret',
	(operation, dnsHost) => {
		const choices = { resource: 'zone', operation, dnsHost };
		const shown = node.description.properties
			.filter((field) =>
				NodeHelpers.displayParameter(
					choices,
					field,
					{ typeVersion: 1, parameters: {} } as never,
					node.description,
				),
			)
			.map(({ name }) => name)
			.filter((name) => !['resource', 'operation', 'options', 'simplify'].includes(name));
		expect(shown.length).toBeLessThanOrEqual(5);
		expect(shown).toEqual(expect.arrayContaining(['domain', 'dnsHost', 'admin', 'encryptedFile']));
		expect(shown.filter((name) => /Address$/.test(name))).toEqual(
			dnsHost === 'powerdns' ? ['powerdnsAddress'] : [],
		);
	},
);
