import { inspect } from 'node:util';
import { PART_CHARACTERS } from '../../../../../core/dns/backup/parts';
import { parseZoneFile } from '../../../../../core/dns/zone-file/read';
import { zoneText } from '../../../../../core/dns/zone-file/write';
import { refusal } from '../../../../contract/provider-suite';
import { BackupScene, DNS_ORIGIN, TOKEN } from '../../../../fakes/dns/backup-scene';
import { exampleZone, line, ZONE } from '../../../../fakes/dns/hosts/example';

const DAY = 86_400_000;
const fileIn = (scene: BackupScene, id: string) => scene.backups().get(`example.org/backups/${id}/file/0`)!;
const idsIn = (scene: BackupScene) => [
	...new Set([...scene.backups().keys()].map((path) => path.split('/')[2]!)),
];

describe('a zone that is backed up', () => {
	it('is in the vault as one file and in the host’s own form, read back, listed and answered', async () => {
		const scene = await BackupScene.begin();
		const report = await scene.backUp();
		expect(report).toMatchObject({
			status: 'new copy',
			check: 'verified',
			records: 15,
			serial: 2_026_112_401,
			reasons: [],
		});
		// SOA, NS, MX, TXT, CAA, mail (2), www, wildcard, SRV, project; not the delegation and what is behind it.
		expect(report).toMatchObject({
			asked: 11,
			equal: 11,
			notChecked: [expect.objectContaining({ id: 'CHG-05', blind: true })],
		});
		const [id] = idsIn(scene);
		expect(report.backup).toBe(id);
		expect([...scene.backups().keys()].sort()).toEqual(
			['file/0', 'manifest', 'native/0'].map((each) => `example.org/backups/${id}/${each}`),
		);
		const file = fileIn(scene, id!);
		expect(zoneText(parseZoneFile(ZONE, file).records)).toBe(file);
		expect(file.split('\n')).toHaveLength(16);
		expect(file).toContain('mail.example.org. 3600 IN A 192.0.2.20\n');
		expect(scene.audited()).toEqual(['zone backed up', 'zone backup checked']);
		expect(
			scene.scene.host.sent
				.filter(({ url }) => url.startsWith(DNS_ORIGIN))
				.every(({ method }) => method === 'GET'),
		).toBe(true);
	});

	it('is told without a record of it and without the token', async () => {
		const scene = await BackupScene.begin();
		const told = inspect([await scene.backUp(), await scene.check()], { depth: 9 });
		for (const word of ['192.0.2', 's3cret-project', 'letsencrypt', 'v=spf1', TOKEN])
			expect(told).not.toContain(word);
		const log = inspect([...scene.entries('audit').values()]);
		for (const word of ['192.0.2', 's3cret-project', TOKEN]) expect(log).not.toContain(word);
	});

	it('is not copied again while it is the same, whatever serial and comments say', async () => {
		const scene = await BackupScene.begin('powerdns');
		const first = await scene.backUp();
		scene.scene.time.pass(DAY);
		scene.change('2026112401', '2026112402');
		const second = await scene.backUp();
		expect(second).toMatchObject({
			status: 'unchanged',
			check: 'verified',
			backup: first.backup,
			madeAt: first.madeAt,
		});
		expect(Date.parse(second.lastSeenAt!) - Date.parse(first.lastSeenAt!)).toBeGreaterThanOrEqual(DAY);
		expect(second.sentence).toContain('no new copy was made');
		expect(idsIn(scene)).toHaveLength(1);
		expect(scene.audited()).toEqual(['zone backed up', 'zone backup checked', 'zone backup checked']);
	});

	it('is copied anew when a record changes, and the older backup stays', async () => {
		const scene = await BackupScene.begin();
		const first = await scene.backUp();
		scene.scene.time.pass(DAY);
		scene.change('192.0.2.20', '192.0.2.21');
		expect(await scene.check()).toMatchObject({
			status: 'checked',
			backup: first.backup,
			check: 'could not be verified',
			findings: expect.arrayContaining([
				expect.objectContaining({
					id: 'CHG-03',
					evidence: 'new or changed: mail.example.org. A; gone or changed: mail.example.org. A',
				}),
			]),
		});
		const second = await scene.backUp();
		expect(second).toMatchObject({ status: 'new copy', check: 'verified' });
		expect(second.findings.map(({ id }) => id)).not.toContain('CHG-03');
		expect(idsIn(scene)).toEqual([first.backup, second.backup]);
		expect([first, second].map(({ backup }) => fileIn(scene, backup!).includes('192.0.2.21'))).toEqual([
			false,
			true,
		]);
	});

	it('larger than an entry is kept in parts', async () => {
		const many = Array.from({ length: 1_500 }, (_, index) =>
			line(`n${index}.${ZONE}`, 'TXT', `"${String(index).repeat(40).slice(0, 120)}"`),
		);
		const scene = await BackupScene.begin('desec', [exampleZone(...many)]);
		const report = await scene.backUp();
		expect(report).toMatchObject({
			status: 'new copy',
			records: 1_515,
			check: 'could not be verified',
			asked: 1_511,
		});
		expect(report.reasons).toEqual([expect.stringMatching(/could not be asked: .* and 1\d\d\d more$/)]);
		const parts = [...scene.backups()].filter(([path]) => path.includes('/file/'));
		expect(parts).toHaveLength(2);
		expect(Math.max(...parts.map(([, text]) => text.length))).toBe(PART_CHARACTERS);
		for (const { document } of scene.entries('zones').values())
			expect(JSON.stringify(document).length).toBeLessThan(512 * 1024);
		expect(zoneText(parseZoneFile(ZONE, parts.map(([, text]) => text).join('')).records)).toContain(
			'n1499.example.org.',
		);
	});

	it('goes nowhere with a credential that its keeper bound to another host', async () => {
		const scene = await BackupScene.begin();
		await scene.scene.corner.allow('admin/dns', 'https://elsewhere.test');
		expect((await refusal(() => scene.backUp())).code).toBe('ORIGIN_REFUSED');
		expect(scene.scene.host.sent.filter(({ url }) => url.startsWith(DNS_ORIGIN))).toEqual([]);
		expect(scene.backups().size).toBe(0);
	});

	it.each<[string, object]>([
		['a host that nobody knows', { host: 'toString' }],
		['no credential', { admin: '' }],
		['a credential that is not there', { admin: 'other' }],
		['a zone that the token does not reach', { domain: 'elsewhere.org.' }],
	])('%s is told, and nothing is written', async (_name, more) => {
		const scene = await BackupScene.begin();
		expect(['BAD_INPUT', 'NO_SUCH_ENTRY', 'NOT_LISTED']).toContain(
			(await refusal(() => scene.backUp(more))).code,
		);
		expect(scene.backups().size).toBe(0);
	});

	it('twice at the same moment is one backup or two whole ones', async () => {
		const scene = await BackupScene.begin();
		const both = await Promise.allSettled([scene.backUp(), scene.backUp()]);
		expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
		for (const result of both)
			if (result.status === 'rejected')
				expect(['BUSY', 'CONFLICT']).toContain((result.reason as { code: string }).code);
		expect(await scene.check()).toMatchObject({ check: 'verified' });
		expect(scene.audited().filter((kind) => kind === 'zone backed up')).toHaveLength(idsIn(scene).length);
	});
});

describe('what is answered otherwise than it is kept', () => {
	it('Cloudflare: proxied records and an alias at the top are told, not compared, and their change is a change', async () => {
		const zone = exampleZone(
			line(`proxied.${ZONE}`, 'A', '192.0.2.77', 1),
			line(ZONE, 'CNAME', 'app.example.net.', 1),
		);
		const scene = await BackupScene.begin('cloudflare', [zone]);
		const report = await scene.backUp();
		expect(report).toMatchObject({
			status: 'new copy',
			check: 'verified',
			special: { proxied: 1, flattened: 1 },
			records: 16,
		});
		const file = fileIn(scene, report.backup!);
		expect(file).toContain('proxied.example.org. 1 IN A 192.0.2.77\n');
		expect(file).not.toContain('CNAME app.example.net');
		expect(scene.backups().get(`example.org/backups/${report.backup!}/native/0`)).toContain(
			'app.example.net',
		);
		scene.scene.time.pass(DAY);
		scene.change('app.example.net.', 'other.example.net.');
		expect((await scene.check()).findings.map(({ id }) => id)).toContain('CHG-03');
		expect(await scene.backUp()).toMatchObject({ status: 'new copy' });
	});

	it('PowerDNS: what it makes when it is asked is kept in its own form', async () => {
		const zone = exampleZone(
			line(ZONE, 'ALIAS', 'lb.example.net.'),
			line(`l.${ZONE}`, 'LUA', 'A "ifportup(443, {\'192.0.2.1\'})"'),
		);
		const scene = await BackupScene.begin('powerdns', [zone]);
		const report = await scene.backUp();
		expect(report).toMatchObject({ check: 'verified', special: { 'made when asked': 2 }, records: 15 });
		expect(scene.backups().get(`example.org/backups/${report.backup!}/native/0`)).toContain('ifportup');
	});
});

describe('a host whose two forms differ', () => {
	it('is asked once more, and a backup that agrees then is verified', async () => {
		const scene = await BackupScene.begin();
		let exports = 0;
		scene.scene.host.between = (request, service) => {
			const response = service(request);
			if (!request.path.includes('zonefile')) return response;
			return (exports += 1) === 1
				? { ...response, body: response.body.replace('192.0.2.20', '192.0.2.21') }
				: response;
		};
		expect(await scene.backUp()).toMatchObject({ status: 'new copy', check: 'verified' });
		expect(exports).toBe(2);
	});

	it('is never verified when it goes on', async () => {
		const scene = await BackupScene.begin();
		scene.scene.host.between = (request, service) => {
			const response = service(request);
			return request.path.includes('zonefile')
				? { ...response, body: response.body.replace('192.0.2.99', '192.0.2.98') }
				: response;
		};
		const report = await scene.backUp();
		expect(report).toMatchObject({ check: 'not verified', light: 'red' });
		expect(report.reasons[0]).toContain(
			'the zone file of deSEC and its list differ: s3cret-project.example.org. A',
		);
	});

	it('that lists what cannot be read cannot be compared, and that is told', async () => {
		const scene = await BackupScene.begin();
		scene.scene.host.between = (request, service) => {
			const response = service(request);
			return request.path.includes('rrsets')
				? { ...response, body: response.body.replace('192.0.2.99', 'nonsense') }
				: response;
		};
		const report = await scene.backUp();
		expect(report).toMatchObject({
			status: 'new copy',
			check: 'could not be verified',
			light: 'yellow',
			equal: 11,
		});
		expect(report.reasons).toEqual(['deSEC lists what cannot be read: s3cret-project.example.org A']);
	});
});

describe('an audit log that cannot be written', () => {
	it('is told, and no newer backup is made before what waits is in it', async () => {
		const scene = await BackupScene.begin();
		const blocked = (request: { method: string; path: string }) =>
			request.method === 'POST' && request.path.includes('/audit/');
		scene.scene.host.between = (request, service) =>
			blocked(request) ? { status: 500, headers: {}, body: '' } : service(request);
		const report = await scene.backUp();
		expect(report).toMatchObject({ status: 'new copy', check: 'verified', light: 'yellow' });
		expect(report.sentence).toContain('Not in the audit log yet');
		scene.scene.time.pass(DAY);
		scene.change('192.0.2.20', '192.0.2.21');
		expect((await refusal(() => scene.backUp())).code).toBe('NOT_NOW');
		expect(idsIn(scene)).toHaveLength(1);
		scene.scene.host.between = (request, service) => service(request);
		expect(await scene.backUp()).toMatchObject({ status: 'new copy' });
		expect(scene.audited()).toEqual([
			'zone backed up',
			'zone backed up',
			'zone backup checked',
			'zone backup checked',
		]);
	});
});
