import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseZoneFile } from '../../../core/dns/zone-file/read';
import { zoneText } from '../../../core/dns/zone-file/write';
import { powerdns as driver } from '../../../core/dns/hosts/powerdns';
import { openKeyturn, type Keyturn } from '../../../core/keyturn';
import type { Host } from '../../../core/ports';
import { Secret } from '../../../core/secret';
import { DevVault } from '../../../demo/dev-vault/vault';
import { compiledByBind, loadIn } from '../../../scripts/servers/dns/load';
import { type PowerDns, startPowerDns } from '../../../scripts/servers/dns/powerdns';
import { type Shim, startShim } from '../../../scripts/servers/dns/shim';
import { transfer } from '../../../scripts/servers/dns/transfer';
import { install } from '../../../scripts/servers/install';
import { refusal } from '../../contract/provider-suite';
import { Corner } from '../../contract/vault-root';
import { toPlain } from '../../fakes/host';
import { exercised } from '../exercised';
import { realHost } from '../host';

const ZONE = 'example.org.';
const VAULT = 'https://vault.test';
const rrset = (name: string, type: string, ...contents: string[]) => ({
	...{ name, type, ttl: 300 },
	comments: [{ content: 'a note "with quotes" ; and more', account: 'ada' }],
	records: contents.map((content) => ({ content })),
});

/** Whatever means something in a file, and a record of each type that people have. */
const RECORDS = [
	rrset(ZONE, 'MX', '10 mail.example.org.', '20 mx.example.net.'),
	rrset(
		ZONE,
		'TXT',
		'"v=spf1 mx -all"',
		'"semi;colon" "and \\"quotes\\" \\\\ \\228\\000\\127"',
		'"" "$ORIGIN . @ ( )"',
	),
	rrset(
		ZONE,
		'CAA',
		'0 issue "letsencrypt.org; validationmethods=dns-01"',
		'128 iodef "mailto:a@example.org"',
	),
	rrset(`long.${ZONE}`, 'TXT', `"${'x'.repeat(255)}" "${'y'.repeat(255)}" "z"`),
	rrset(`*.wild.${ZONE}`, 'A', '192.0.2.30'),
	rrset(`mail.${ZONE}`, 'A', '192.0.2.20', '192.0.2.21'),
	rrset(`mail.${ZONE}`, 'AAAA', '2001:db8::20', '2001:db8:0:1::1'),
	rrset(`mail.${ZONE}`, 'SSHFP', '4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789'),
	rrset(
		`_25._tcp.mail.${ZONE}`,
		'TLSA',
		'3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971',
	),
	rrset(`ns1.${ZONE}`, 'A', '192.0.2.2'),
	rrset(`_sip._tcp.${ZONE}`, 'SRV', '1 2 5060 mail.example.org.'),
	rrset(
		`svc.${ZONE}`,
		'HTTPS',
		'1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.9 ipv6hint=2001:db8::9',
		'0 other.example.net.',
	),
	rrset(`e164.${ZONE}`, 'NAPTR', '100 10 "u" "E2U+sip" "!^.*$!sip:info@example.org!" .'),
	rrset(`here.${ZONE}`, 'LOC', '52 22 23.000 N 4 53 32.000 E -2.00m 1.00m 10000.00m 10.00m'),
	rrset(`_http.${ZONE}`, 'URI', '10 1 "https://example.org/;(\\"x\\")"'),
	rrset(`odd.${ZONE}`, 'TYPE65280', '\\# 4 0a0b0c0d'),
	rrset(`www.${ZONE}`, 'CNAME', ZONE),
	rrset(`sub.${ZONE}`, 'NS', 'ns.sub.example.org.'),
	rrset(`sub.${ZONE}`, 'DS', '12345 13 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789'),
	rrset(`ns.sub.${ZONE}`, 'A', '192.0.2.53'),
];

describe('a zone of a real PowerDNS', () => {
	const ends: (() => Promise<void>)[] = [];
	let powerdns: PowerDns;
	let shim: Shim;
	let corner: Corner;
	let keyturn: Keyturn;
	let folder: string;
	const host = realHost();
	const order = () => ({
		domain: ZONE,
		host: 'powerdns',
		settings: { address: powerdns.url },
		admin: 'dns',
		withFile: false,
	});
	const asked = () => ({
		endpoints: [
			{ id: 'first', url: shim.url },
			{ id: 'second', url: shim.url },
		] as const,
	});
	const call = async (method: string, path: string, body: object): Promise<number> => {
		const headers = { 'x-api-key': powerdns.apiKey, 'content-type': 'application/json' };
		const url = `${powerdns.url}/api/v1/servers/localhost/zones${path}`;
		const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
		if (response.status > 299) throw new Error(`PowerDNS says: ${await response.text()}`);
		return response.status;
	};
	const kept = async (path: string): Promise<string> => {
		const { json } = await corner.root('GET', `secret/data/${corner.prefix}/zones/${path}`);
		return (JSON.parse(json.data.data.document as string) as { body: string }).body;
	};

	beforeAll(async () => {
		powerdns = await startPowerDns();
		ends.push(() => powerdns.stop());
		shim = await startShim(powerdns.dns);
		ends.push(() => shim.stop());
		folder = mkdtempSync(join(tmpdir(), 'keyturn-backup-'));
		await call('POST', '', { name: ZONE, kind: 'Native', nameservers: [`ns1.${ZONE}`], rrsets: RECORDS });
		const off = { ...rrset(`off.${ZONE}`, 'A'), records: [{ content: '192.0.2.66', disabled: true }] };
		const alias = rrset(`alias.${ZONE}`, 'ALIAS', 'lb.example.net.');
		await call('PATCH', `/${ZONE}`, {
			rrsets: [off, alias].map((each) => ({ ...each, changetype: 'REPLACE' })),
		});

		const vault = new DevVault({ now: Date.now, random: randomBytes });
		vault.mount('secret');
		const both: Host = {
			...host,
			http: async (request) =>
				request.url.startsWith(VAULT) ? vault.handle(toPlain(request)) : await host.http(request),
		};
		const rootToken = vault.issueToken({ policies: ['root'], ttlSeconds: 0 });
		const never = () => Promise.reject(new Error('not here'));
		corner = new Corner({ address: VAULT, rootToken, host: both, pass: never, sealed: never, sent: () => 0 });
		await corner.allow('admin/dns', powerdns.url);
		await corner.write('admin/dns', { value: powerdns.apiKey });
		keyturn = openKeyturn(both, await corner.openLeast());
	}, 90_000);
	afterAll(async () => {
		await Promise.all(ends.map((end) => end()));
		rmSync(folder, { recursive: true });
	});

	it('is backed up, and its file is served by NSD and by BIND as PowerDNS serves it', async () => {
		const report = await keyturn.backUpZone(order(), asked());
		expect(report).toMatchObject({
			status: 'new copy',
			check: 'verified',
			reasons: [],
			special: { 'made when asked': 1, 'switched off': 1 },
		});
		expect(report.equal).toBe(report.asked);
		const file = await kept(`example.org/backups/${report.backup!}/file/0`);
		const there = (await transfer(powerdns.dns, ZONE)).filter(({ name }) => name !== `alias.${ZONE}`);
		expect(there).toHaveLength(2 + RECORDS.flatMap(({ records }) => records).length);
		expect(file).toBe(zoneText(there));
		for (const server of ['nsd', 'named'] as const)
			expect(zoneText(await loadIn(server, ZONE, file))).toBe(file);
		expect(zoneText(parseZoneFile(ZONE, await compiledByBind(ZONE, file)).records)).toBe(file);
		exercised('powerdns');
		exercised('nsd');
		exercised('bind');
	}, 30_000);

	it('is the same at the next run, and another one when a record was changed', async () => {
		expect(await keyturn.backUpZone(order(), asked())).toMatchObject({
			status: 'unchanged',
			check: 'verified',
		});
		const changed = { ...rrset(`mail.${ZONE}`, 'A', '192.0.2.22'), changetype: 'REPLACE' };
		await call('PATCH', `/${ZONE}`, { rrsets: [changed] });
		const seen = await keyturn.checkBackup({ ...order(), confirmedBy: null }, asked());
		expect(seen.findings.map(({ id }) => id)).toContain('CHG-03');
		expect(await keyturn.backUpZone(order(), asked())).toMatchObject({
			status: 'new copy',
			check: 'verified',
		});
	});

	it('is told by the driver as the server has it, and to nobody else', async () => {
		const open = (key: string) =>
			driver.open({ address: powerdns.url }, new Secret(key, 'a key', [powerdns.url]), host);
		const { records, listed, unread } = await open(powerdns.apiKey).copy(ZONE);
		expect(unread).toEqual([]);
		expect(zoneText(records)).toBe(zoneText(listed));
		expect(await open(powerdns.apiKey).reach(ZONE)).toEqual({ zones: { seen: 1 }, mayWrite: { seen: true } });
		expect((await refusal(() => open(powerdns.apiKey).copy('example.net.'))).code).toBe('NOT_LISTED');
		expect((await refusal(() => open('other').copy(ZONE))).code).toBe('ADMIN_REFUSED');
	});

	it('as an encrypted file opens with the script of the page, with the right key alone', async () => {
		// One Python here has the package that the page asks for.
		const { python } = await install('jupyterhub');
		const page = readFileSync(join(__dirname, '../../../docs/zone-backups.md'), 'utf8');
		writeFileSync(join(folder, 'open.py'), /<!-- opens:begin -->\n+```python\n([^]*?)```/.exec(page)![1]!);
		const { file, backup } = await keyturn.backUpZone({ ...order(), withFile: true }, asked());
		const open = (bytes: Uint8Array, key: string) => {
			writeFileSync(join(folder, 'file'), bytes);
			return spawnSync(python, ['open.py', 'file'], {
				cwd: folder,
				input: `${key}\n`,
				encoding: 'utf8',
			});
		};
		const key = await kept('backup-key');
		const opened = open(file!.bytes, key);
		expect([opened.status, opened.stderr]).toEqual([0, 'Key:\n']);
		expect(readFileSync(join(folder, opened.stdout.trim()), 'latin1')).toBe(
			await kept(`example.org/backups/${backup!}/file/0`),
		);
		const changed = file!.bytes.map((byte, index, all) => (index === all.length - 20 ? byte ^ 1 : byte));
		for (const refused of [open(changed, key), open(file!.bytes, 'f'.repeat(64))])
			expect([refused.status, refused.stderr]).toEqual([
				1,
				expect.stringContaining('Wrong key, or the file was changed.'),
			]);
	});
});
