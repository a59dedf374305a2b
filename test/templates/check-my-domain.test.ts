import { engine } from '../../demo/n8n/engine';
import { CheckDns } from '../../nodes/CheckDns/CheckDns.node';
import { type Internet, startInternet } from '../engine/internet';
import { signedWorld } from '../fakes/dns/signed/world';
import { filledIn, withDomains } from './files';

const FILE = 'check-my-domain.json';
const zones = signedWorld({ zones: [{ name: '.' }, { name: 'tld.' }, { name: 'example.tld.' }] });

let internet: Internet;
beforeAll(async () => {
	internet = await startInternet(() => zones);
});
afterAll(() => {
	internet.close();
});

/** The workflow as a person leaves it who wrote these domains into it. */
function run(domains: string, startAt = 'Start by Hand', node = new CheckDns()) {
	const changes = {
		'Your Domains': withDomains(FILE, 'Your Domains', domains),
		'Check Domain': { options: { firstResolver: internet.url, secondResolver: internet.url } },
	};
	const n8n = engine({
		nodes: { 'n8n-nodes-keyturn.checkDns': node },
		credentialTypes: [],
		credentials: {},
	});
	return n8n.run(filledIn(FILE, '', changes), { startAt });
}

describe('Check my domain', () => {
	test.each(['Every Monday at 8:00', 'Start by Hand'])(
		'writes one message about what is not green, %s',
		async (startAt) => {
			const done = await run('example.tld, nobody.tld;\nExample.TLD', startAt);
			expect(done.run.data.resultData.error).toBeUndefined();
			const [message, ...more] = done.items('Write the Message').map(({ json }) => json['text'] as string);
			expect(more).toEqual([]);
			expect(message).toMatch(
				/^Your domains, \d{1,2} [A-Z][a-z]+ \d{4}: 3 of 3 need a look\.\n\n🔴 example\.tld\n/,
			);
			expect(message).toMatch(/\n\n🔴 nobody\.tld\n {5}\S.*\n {5}→ \S/);
			expect(message).toMatch(/\n {5}Not looked for \(.+\): “.+”/);
			expect(message).not.toMatch(/undefined|\[object|null/);
			expect(done.order.filter((name) => name === 'Send the Message')).toHaveLength(1);
		},
		60_000,
	);

	test('says what to write where no domain stands, and still checks the others', async () => {
		const done = await run('https://example.tld/shop, example.tld');
		expect(done.items('Write What Stopped It').map(({ json }) => json['text'])).toEqual([
			expect.stringMatching(/^Keyturn could not check all of your domains: .*it is a web address.*/),
		]);
		expect(done.items('Write the Message')).toHaveLength(1);
	}, 60_000);

	test('writes nothing when all are green', async () => {
		const node = new CheckDns();
		const green = {
			domain: 'example.tld',
			light: 'green',
			sentence: 'All is well.',
			next: '',
			notChecked: [],
		};
		node.execute = () => Promise.resolve([[{ json: green, pairedItem: { item: 0 } }]]);
		const done = await run('example.tld', 'Start by Hand', node);
		expect(done.items('Most Urgent First')).toHaveLength(1);
		expect(done.order).not.toContain('Write the Message');
	});
});
