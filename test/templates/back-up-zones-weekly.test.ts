import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { CREDENTIAL } from '../engine/world';
import { type ZoneStage, startZoneStage } from '../engine/zone-stage';
import { filledIn, withDomains } from './files';

const FILE = 'back-up-zones-weekly.json';

let stage: ZoneStage;
beforeAll(async () => {
	stage = await startZoneStage();
});
afterAll(() => stage.close());

/** One Sunday. */
async function sunday(zones: string, startAt = 'Start by Hand') {
	const n8n = engine({
		nodes: { 'n8n-nodes-keyturn.dnsBaseline': new DnsBaseline() },
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data: stage.world.credential } },
	});
	const workflow = filledIn(FILE, CREDENTIAL, {
		'Your Zones': withDomains(FILE, 'Your Zones', zones),
		'Back Up Zone': { dnsHost: 'desec', admin: 'dns', options: stage.options },
	});
	const done = await n8n.run(workflow, { startAt });
	expect(done.run.data.resultData.error).toBeUndefined();
	return { done, text: (name: string) => done.items(name).map(({ json }) => json['text'] as string) };
}

describe('Back up zones weekly', () => {
	test.each(['Every Sunday at 3:00', 'Start by Hand'])(
		'keeps the zone in the vault and says what is not green, %s',
		async (startAt) => {
			const { done, text } = await sunday('example.org', startAt);
			expect(done.items('Back Up Zone')[0]?.json).toMatchObject({ check: 'verified' });
			const { fileName, data } = done.items('Keep the Encrypted File')[0]!.binary!['backup']!;
			expect(fileName).toMatch(/^example\.org-.+\.keyturn-zone$/);
			expect(Buffer.from(data, 'base64').toString('latin1')).toMatch(/^KEYTURN ZONE BACKUP 1\n/);
			const [message, ...more] = text('Write the Message');
			expect(more).toEqual([]);
			// Nobody has confirmed a copy off-line yet.
			expect(message).toMatch(
				/^Backups of your zones, \d{1,2} \w+ \d{4}:\n\n🟡 example\.org\n {5}\S.*\n {5}→ \S/,
			);
			expect(message).not.toMatch(/undefined|\[object|null/);
		},
		30_000,
	);

	test('says what stopped it, and still backs the others up', async () => {
		const { done, text } = await sunday('nobody.example, example.org');
		expect(text('Write What Stopped It')).toEqual([
			expect.stringMatching(/^Keyturn could not back up all of your zones: .*nobody\.example/),
		]);
		expect(done.order).toContain('Write the Message');
	}, 30_000);
});
