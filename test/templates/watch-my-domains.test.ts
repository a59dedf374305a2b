import type { IDataObject } from 'n8n-workflow';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { type Internet, startInternet } from '../engine/internet';
import { CREDENTIAL, startWorld, type World } from '../engine/world';
import { RECORDS, worldWith } from '../fakes/dns/watched-domain';
import { filledIn, withDomains } from './files';

// n8n's Wait node loads it for its forms; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

const FILE = 'watch-my-domains.json';
let mockZones = worldWith(RECORDS);

/** The world's root stands for the real one, whose keys nobody here has. */
jest.mock('../../core/dns/dnssec/anchors', () => ({
	get ROOT_ANCHORS() {
		return mockZones.anchors;
	},
}));

let internet: Internet;
let world: World;
beforeEach(async () => {
	mockZones = worldWith(RECORDS);
	world = await startWorld();
	internet = await startInternet(() => mockZones);
});
afterEach(async () => {
	internet.close();
	await world.close();
});

/** One morning. `answer` is what a person fills in; without it he lets the week pass. */
async function morning(answer?: IDataObject, { startAt = 'Start by Hand', domains = 'example.com' } = {}) {
	const n8n = engine({
		nodes: { 'n8n-nodes-keyturn.dnsBaseline': new DnsBaseline() },
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data: world.credential } },
	});
	const options = { firstResolver: internet.url, secondResolver: internet.url };
	const workflow = filledIn(FILE, CREDENTIAL, {
		'Your Domains': withDomains(FILE, 'Your Domains', domains),
		'Compare Domain': { options },
		'Approve Domain': { options },
	});
	const waited: Date[] = [];
	const done = await n8n.run(workflow, {
		startAt,
		answer: (until) => {
			waited.push(until);
			return answer === undefined ? undefined : { json: answer };
		},
		sleepUntil: () => Promise.resolve(),
	});
	expect(done.run.data.resultData.error).toBeUndefined();
	const text = (node: string) => done.items(node).map(({ json }) => json['text'] as string);
	return { done, waited, text };
}

const APPROVE = { Decision: 'Approve', 'Your Name': 'Ada Lovelace' };
const NOT_OURS = { Decision: 'Not ours', 'Your Name': 'Grace Hopper' };

/** Every entry of the audit log, as it is kept. */
async function audited(): Promise<string> {
	const list = async (path: string) => {
		const found = await world.asPerson('GET', `secret/metadata/keyturn/audit/${path}?list=true`);
		return (found as { data: { keys: string[] } }).data.keys;
	};
	const [uid = ''] = await list('');
	const entries = await Promise.all(
		(await list(uid)).map((name) => world.asPerson('GET', `secret/data/keyturn/audit/${uid}${name}`)),
	);
	return JSON.stringify(entries).replaceAll('\\', '');
}

describe('Watch my domains', () => {
	test('shows how a domain stands, takes the approval, is silent while it stays so, and tells a change once', async () => {
		const first = await morning(APPROVE, { startAt: 'Every Morning at 7:00' });
		const [message] = first.text('Write the Message');
		expect(message).toMatch(
			/^Keyturn: a domain needs your decision\.\n\n🟡 Nobody has approved how example\.com stands/,
		);
		expect(message).toContain('     MX of example.com: is 10 mail.example.net');
		expect(message).toMatch(/Approve it, or say that it is not yours: http:\S+\/form-waiting\/\S+$/);
		expect(message).not.toMatch(/undefined|\[object|null/);
		expect(first.waited[0]!.getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
		expect(first.text('Write What Became of It')).toEqual([
			expect.stringContaining('example.com is as approved'),
		]);
		expect(await audited()).toContain('"by":"Ada Lovelace","how":"typed"');

		const quiet = await morning();
		expect(quiet.done.order).not.toContain('Write the Message');
		expect(quiet.waited).toEqual([]);

		mockZones = worldWith([...RECORDS, 'example.com. MX 5 mx.evil.example.']);
		const changed = await morning();
		expect(changed.text('Write the Message')[0]).toMatch(
			/🔴 example\.com was changed without approval: MX of example\.com.*\n {5}MX of example\.com: was 10 mail\.example\.net, is .*5 mx\.evil\.example/,
		);
		expect(changed.done.order).not.toContain('What Was Shown');
		expect((await morning()).done.order).not.toContain('Write the Message');
	}, 60_000);

	test('a change that is not theirs is rejected, and stays one', async () => {
		await morning(APPROVE);
		mockZones = worldWith([...RECORDS, 'example.com. CAA 0 issue "evil.example"']);
		const { text, done } = await morning(NOT_OURS);
		expect(text('Write What Became of It')[0]).toMatch(
			/^🔴 example\.com was changed .*Grace Hopper rejected it/,
		);
		expect(done.order).not.toContain('Approve Domain');
		expect((await morning()).done.order).not.toContain('Write the Message');
	}, 60_000);

	test('what changed after the message is not approved with it', async () => {
		await morning(APPROVE);
		mockZones = worldWith([...RECORDS, 'example.com. MX 5 mx.new.example.']);
		const shown = mockZones;
		const answer = { ...APPROVE };
		Object.defineProperty(answer, 'Your Name', {
			enumerable: true,
			get: () => {
				mockZones = worldWith([...RECORDS, 'example.com. MX 5 mx.evil.example.']);
				return 'Ada Lovelace';
			},
		});
		const { text } = await morning(answer);
		expect(mockZones).not.toBe(shown);
		expect(text('Write What Failed')[0]).toMatch(/^Keyturn: this decision was not taken\. \S/);
		expect(text('Write What Became of It')).toEqual([]);
	}, 60_000);

	test('says what stopped it, and still looks at the other domains', async () => {
		const { text } = await morning(undefined, { domains: 'https://example.com/x, example.com' });
		expect(text('Write What Stopped It')).toEqual([
			expect.stringMatching(/^Keyturn could not look at all of your domains: .*it is a web address/),
		]);
		expect(text('Write the Message')).toHaveLength(1);
		world.vault.vault.knobs.sealed = true;
		expect((await morning()).text('Write What Stopped It')).toEqual([
			expect.stringMatching(/sealed.*Ask whoever runs the vault/),
		]);
	}, 60_000);
});
