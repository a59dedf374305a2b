import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { CheckDns } from '../../nodes/CheckDns/CheckDns.node';
import { engine } from '../../demo/n8n/engine';
import { signedWorld } from '../fakes/dns/signed/world';
import { type Internet, startInternet } from './internet';

const TYPE = 'n8n-nodes-keyturn.checkDns';
/** Signed from a root that is not the world's: whatever it says must never count as secure. */
const zones = signedWorld({
	zones: [
		{ name: '.' },
		{ name: 'tld.' },
		{
			name: 'example.tld.',
			records: ['example.tld. TXT "v=spf1 +all"', 'example.tld. MX 10 mail.example.tld.'],
		},
	],
});

let internet: Internet;
beforeAll(async () => {
	internet = await startInternet(() => zones);
});
afterAll(() => {
	internet.close();
});
beforeEach(() => (internet.asked = 0));

/** Runs the node on n8n's engine over these domains. */
async function check(domains: readonly string[], parameters: INodeParameters = {}, settings: object = {}) {
	const n8n = engine({ nodes: { [TYPE]: new CheckDns() }, credentialTypes: [], credentials: {} });
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	const resolvers = { firstResolver: internet.url, secondResolver: internet.url };
	const node = { resource: 'domain', operation: 'check', domain: '={{ $json.domain }}', options: resolvers };
	const done = await n8n.run(
		{
			nodes: [
				{ ...at, id: 'a', name: 'Start', type: 'n8n-nodes-base.noOp', parameters: {} },
				{ ...at, id: 'b', name: 'Check', type: TYPE, parameters: { ...node, ...parameters }, ...settings },
			],
			connections: { Start: { main: [[{ node: 'Check', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		},
		{ startAt: 'Start', items: domains.map((domain) => ({ json: { domain } })) },
	);
	return { items: done.items('Check'), error: done.run.data.resultData.error };
}

test('each item gets its report, and the same domain is looked at once', async () => {
	const { items, error } = await check(['example.tld', 'Example.TLD.', 'nobody.tld']);
	expect(error).toBeUndefined();
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	expect(items[0]?.json).toEqual(items[1]?.json);
	expect(items[0]?.json).toMatchObject({ domain: 'example.tld', light: 'red' });
	expect(items[2]?.json).toMatchObject({ domain: 'nobody.tld', light: 'red' });
	expect([...internet.refused].sort()).toEqual(['api.certspotter.com', 'data.iana.org']);
	const together = internet.asked;
	await check(['example.tld', 'nobody.tld']);
	expect(internet.asked - together).toBe(together);
});

test('a tree of keys that does not end at the root’s own is never secure', async () => {
	const { items } = await check(['example.tld'], { simplify: false });
	expect(items[0]?.json['dnssec']).toMatchObject({ verdict: 'bogus' });
	expect(items[0]?.json['light']).toBe('red');
});

test('simplified, it is what its schema says', async () => {
	const schema = JSON.parse(
		readFileSync(join(__dirname, '../../nodes/CheckDns/__schema__/v1.0.0/domain/check.json'), 'utf8'),
	) as { properties: object };
	const { items } = await check(['example.tld']);
	expect(Object.keys(items[0]?.json ?? {}).sort()).toEqual(Object.keys(schema.properties).sort());
});

test('the report comes as a page, or as text', async () => {
	const page = (await check(['example.tld'], { report: 'html' })).items[0];
	expect(page?.binary?.['report']).toMatchObject({ fileName: 'example.tld.html', mimeType: 'text/html' });
	const text = (await check(['example.tld'], { report: 'markdown' })).items[0];
	expect(text?.json['markdown']).toContain('# example.tld');
});

test('what cannot be a domain is told item by item', async () => {
	const { items } = await check(
		['https://example.tld/x', 'example.tld'],
		{},
		{ onError: 'continueErrorOutput' },
	);
	expect(JSON.stringify(items)).toContain('it is a web address');
	expect(JSON.stringify(items)).toContain('"light":"red"');
});

test.each(['={{ $json.domain }}', 'http://192.0.2.1/dns-query', 'ftp://x'])(
	'nobody but the author chooses who is asked: %s',
	async (firstResolver) => {
		const { error } = await check(['example.tld'], { options: { firstResolver } });
		expect(error?.message).toContain('First Resolver');
		expect(internet.asked).toBe(0);
	},
);
