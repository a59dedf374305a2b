import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { operations } from '../../nodes/DnsBaseline/operations';
import { RECORDS, worldWith } from '../fakes/dns/watched-domain';
import { type Internet, startInternet } from './internet';
import { CREDENTIAL, startWorld, type World } from './world';

const TYPE = 'n8n-nodes-keyturn.dnsBaseline';
let mockZones = worldWith(RECORDS);

/** The world's root stands for the real one, whose keys nobody here has. */
jest.mock('../../core/dns/dnssec/anchors', () => ({
	get ROOT_ANCHORS() {
		return mockZones.anchors;
	},
}));

let world: World;
let internet: Internet;
beforeAll(async () => {
	world = await startWorld();
	internet = await startInternet(() => mockZones);
});
afterAll(async () => {
	internet.close();
	await world.close();
});
beforeEach(() => (internet.asked = 0));

type Row = Readonly<Record<string, unknown>>;

/** Runs the node on n8n's engine over these items. */
async function run(parameters: INodeParameters, items: readonly object[] = [{}], settings: object = {}) {
	const n8n = engine({
		nodes: { [TYPE]: new DnsBaseline() },
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data: world.credential } },
	});
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	const fixed = {
		resource: 'zone',
		domain: 'example.com',
		options: { firstResolver: internet.url, secondResolver: internet.url },
	};
	const done = await n8n.run(
		{
			nodes: [
				{ ...at, id: 'a', name: 'Start', type: 'n8n-nodes-base.noOp', parameters: {} },
				{
					...at,
					id: 'b',
					name: 'Baseline',
					type: TYPE,
					parameters: { ...fixed, ...parameters },
					credentials: { keyturnHashicorpVaultApi: { id: CREDENTIAL, name: 'Vault' } },
					...settings,
				},
			],
			connections: { Start: { main: [[{ node: 'Baseline', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		},
		{ startAt: 'Start', items: items.map((json) => ({ json })) as INodeExecutionData[] },
	);
	const found = done.items('Baseline');
	return { found, rows: found.map(({ json }) => json as Row), error: done.run.data.resultData.error, done };
}

const compare = (...given: [items?: readonly object[]]) => run({ operation: 'compare' }, ...given);
const decision = { digest: '={{ $json.digest }}', how: 'typed', person: 'Ada Lovelace' };

test('what was shown is approved by the digest that an item carries; from then on changes are told, once', async () => {
	const [first] = (await compare()).rows;
	expect(first).toMatchObject({ status: 'no approved state', alert: true, light: 'yellow' });
	const approved = await run({ operation: 'approve', ...decision }, [{ digest: first?.['digest'] }]);
	expect(approved.error).toBeUndefined();
	// Nobody answers for the registry here.
	expect(approved.rows).toEqual([
		expect.objectContaining({ status: 'not seen', light: 'yellow', changes: [] }),
	]);

	mockZones = worldWith([...RECORDS, 'example.com. MX 5 mx.evil.example.']);
	const changed = (await compare()).rows[0];
	expect(changed).toMatchObject({ status: 'changed', light: 'red', alert: true });
	expect((await compare()).rows[0]).toMatchObject({ status: 'changed', light: 'red', alert: false });

	const again = await run({ operation: 'approve', ...decision }, [{ digest: first?.['digest'] }]);
	expect(again.error?.message).toContain('counts no more: it was approved');
	expect(again.error?.description).toContain('Run Compare again');
	const answeredBy = { how: 'platform', answeredBy: '={{ $json.user }}' };
	const items = [{ digest: changed?.['digest'], user: 'Grace Hopper' }];
	const rejected = await run({ operation: 'reject', ...decision, ...answeredBy, simplify: false }, items);
	expect(rejected.rows[0]).toMatchObject({
		light: 'red',
		rejected: { by: 'Grace Hopper', how: 'platform' },
	});
});

test('a domain that many items name is told in one row', async () => {
	mockZones = worldWith([
		...RECORDS,
		'example.com. MX 5 mx.evil.example.',
		'example.com. NS ns.evil.example.',
	]);
	const { found, rows } = await run(
		{ operation: 'compare', domain: '={{ $json.domain }}' },
		['example.com', 'EXAMPLE.com.', 'example.com'].map((domain) => ({ domain })),
	);
	expect(rows).toEqual([expect.objectContaining({ alert: true })]);
	expect(found[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
});

test('answers come in the order of the items, whatever became of them', async () => {
	const items = ['example.com', 'https://example.com/x', 'example.com'].map((domain) => ({ domain }));
	const how = { onError: 'continueRegularOutput' };
	const { found } = await run({ operation: 'compare', domain: '={{ $json.domain }}' }, items, how);
	expect(found.map(({ json, pairedItem }) => ['error' in json, pairedItem])).toEqual([
		[false, [{ item: 0 }, { item: 2 }]],
		[true, { item: 1 }],
	]);
});

test('Check is all that Check DNS does, and what was changed', async () => {
	const { rows } = await run({ operation: 'check' });
	const ids = (rows[0]?.['findings'] as { id: string }[]).map(({ id }) => id);
	expect(ids).toEqual(expect.arrayContaining(['CHG-01', 'CAA-01']));
	expect(rows[0]).toMatchObject({ light: 'red' });
});

/** Those about backups have a host to ask, and tests of their own. */
const watching = operations
	.filter(({ resource, option: { value } }) => resource === 'zone' && !/backup/i.test(value))
	.map(({ option: { value } }) => value);
test.each(watching)('%s, simplified, is what its schema says', async (operation) => {
	const file = join(__dirname, `../../nodes/DnsBaseline/__schema__/v1.0.0/zone/${operation}.json`);
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
	mockZones = worldWith([...RECORDS, `example.com. MX 5 ${operation}.evil.example.`]);
	const waiting = (await compare()).rows[0]?.['digest'];
	const { rows, error } = await run({ operation, ...decision, digest: String(waiting) });
	expect(error).toBeUndefined();
	expect(Object.keys(rows[0] ?? {}).sort()).toEqual(Object.keys(properties).sort());
});

test.each<[string, INodeParameters]>([
	['the operation', { operation: '={{ $json.operation }}' }],
	['the resource', { operation: 'approve', resource: '={{ $json.resource }}' }],
	['that an approval step told who', { operation: 'approve', how: '={{ $json.how }}' }],
	['the name that is typed', { operation: 'approve', person: '={{ $json.person }}' }],
	['who is asked', { operation: 'approve', options: { firstResolver: '={{ $json.url }}' } }],
])('an item cannot choose %s', async (_what, parameters) => {
	const before = world.vault.vault.accessLog.length;
	const item = { operation: 'approve', resource: 'zone', how: 'platform', person: 'Eve', url: internet.url };
	const { error } = await run({ ...decision, digest: '0'.repeat(64), ...parameters }, [item]);
	expect(error?.message).toMatch(/must be filled in by hand|choose one from the list/);
	expect(internet.asked).toBe(0);
	expect(world.vault.vault.accessLog.slice(before)).toEqual([]);
});

test('what is wrong is told item by item', async () => {
	mockZones = worldWith([...RECORDS, 'example.com. MX 5 another.evil.example.']);
	await compare();
	const { rows } = await run(
		{ operation: 'approve', ...decision, domain: '={{ $json.domain }}' },
		[
			{ domain: 'https://example.com/x', digest: '0'.repeat(64) },
			{ domain: 7, digest: '0'.repeat(64) },
			{ domain: 'example.com', digest: 'approved: true' },
			{ domain: 'example.com', digest: { toString: 'x' } },
			{ domain: 'example.com', digest: '0'.repeat(64) },
		],
		{ onError: 'continueRegularOutput' },
	);
	expect(rows.map(({ error }) => String(error))).toEqual([
		expect.stringContaining('it is a web address'),
		expect.stringMatching(/^Domain: /),
		expect.stringContaining('this is no digest'),
		expect.stringContaining('this is no digest'),
		expect.stringContaining('not the digest of what waits now'),
	]);
});

test('no secret stands in what n8n keeps of a run, or in what the vault keeps of the domain', async () => {
	const { done } = await compare();
	const installation = await world.read('system/installation');
	expect(installation).not.toBe('');
	const kept = (await world.asPerson('GET', 'secret/data/keyturn/zones/example.com/watch')) as object;
	const texts = [...done.stored, ...done.log.map(({ text }) => text), JSON.stringify(kept)].join('\n');
	for (const secret of [installation, world.login.secretId, world.vault.rootToken])
		expect(texts).not.toContain(secret);
});

describe('Check Many', () => {
	const many = { resource: 'portfolio', operation: 'checkMany', portfolio: 'all' };

	test('checks the domains of all items, each once, and tells how far it has come; the next run begins a new round', async () => {
		mockZones = worldWith(RECORDS);
		const items = ['example.com', 'EXAMPLE.com.', 'https://example.com/x'].map((domain) => ({ domain }));
		const given = { ...many, domains: '={{ $json.domain }}' };
		const { found, rows, error } = await run(given, items);
		expect(error).toBeUndefined();
		expect(rows.map(({ domain, lightBefore, changed }) => [domain, lightBefore, changed])).toEqual([
			['example.com', null, false],
			['https://example.com/x', null, false],
			[null, null, false],
		]);
		expect(rows[1]?.['sentence']).toContain('Domain 3 of the list');
		expect(rows[2]).toMatchObject({
			light: 'yellow',
			portfolio: { portfolio: 'all', domains: 1, checked: 1, left: 0, refused: 1, round: 1 },
		});
		expect(found[2]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		const file = join(__dirname, '../../nodes/DnsBaseline/__schema__/v1.0.0/portfolio/checkMany.json');
		const { properties } = JSON.parse(readFileSync(file, 'utf8')) as {
			properties: { portfolio: { properties: object } };
		};
		for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.keys(properties).sort());
		expect(Object.keys(rows[2]?.['portfolio'] ?? {}).sort()).toEqual(
			Object.keys(properties.portfolio.properties).sort(),
		);

		const list = { ...many, domains: '={{ ["example.com"] }}' };
		const again = await run(list);
		expect(again.rows).toEqual([
			expect.objectContaining({ domain: 'example.com', lightBefore: rows[0]?.['light'] }),
			expect.objectContaining({ portfolio: expect.objectContaining({ round: 2 }) }),
		]);
	});

	test('without a domain says so, and asks nobody', async () => {
		const { error } = await run({ ...many, domains: ' ' });
		expect(error?.message).toContain('there is none in the list');
		expect(internet.asked).toBe(0);
	});
});
