import { loadIn } from '../../../scripts/servers/dns/load';
import { type PowerDns, startPowerDns } from '../../../scripts/servers/dns/powerdns';
import { comparable, transfer } from '../../../scripts/servers/dns/transfer';
import { listeningAddresses, offLoopback } from '../../../scripts/servers/processes';
import { exercised } from '../exercised';

const ZONE = 'example.org.';
const rrset = (name: string, type: string, ...contents: string[]) => ({
	...{ name, type, ttl: 300 },
	records: contents.map((content) => ({ content })),
});
const RECORDS = [
	rrset(ZONE, 'MX', '10 mail.example.org.', '20 mx.example.net.'),
	rrset(ZONE, 'TXT', '"v=spf1 mx -all"', '"semi;colon" "and \\"quotes\\" \\\\ \\228"'),
	rrset(ZONE, 'CAA', '0 issue "letsencrypt.org"'),
	rrset(`*.wild.${ZONE}`, 'A', '192.0.2.30'),
	rrset(`mail.${ZONE}`, 'A', '192.0.2.20', '192.0.2.21'),
	rrset(`mail.${ZONE}`, 'AAAA', '2001:db8::20'),
	rrset(`ns1.${ZONE}`, 'A', '192.0.2.2'),
	rrset(`_sip._tcp.${ZONE}`, 'SRV', '1 2 5060 mail.example.org.'),
	rrset(`sub.${ZONE}`, 'NS', 'ns.example.net.'),
];

describe('zone files of a real PowerDNS', () => {
	let powerdns: PowerDns;
	let file: string;

	const call = async (
		method: string,
		path: string,
		body?: object,
		apiKey = powerdns.apiKey,
	): Promise<Response> => {
		const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
		const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
		return await fetch(`${powerdns.url}/api/v1/servers/localhost/zones${path}`, init);
	};

	beforeAll(async () => {
		powerdns = await startPowerDns();
		const zone = { name: ZONE, kind: 'Native', nameservers: [`ns1.${ZONE}`], rrsets: RECORDS };
		const made = await call('POST', '', zone);
		expect([made.status, made.status === 201 ? '' : await made.text()]).toEqual([201, '']);
		file = await (await call('GET', `/${ZONE}/export`)).text();
	}, 90_000);
	afterAll(() => powerdns.stop());

	it('is on loopback only, and keeps out whoever has another key', async () => {
		expect(offLoopback(await listeningAddresses(powerdns.pid))).toEqual([]);
		expect((await call('GET', `/${ZONE}`)).status).toBe(200);
		expect((await call('GET', `/${ZONE}`, undefined, 'other')).status).toBe(401);
	});

	it.each(['nsd', 'named'] as const)('%s serves from them what PowerDNS does', async (server) => {
		const there = comparable(await transfer(powerdns.dns, ZONE));
		expect(there).toHaveLength(14);
		expect(comparable(await loadIn(server, ZONE, file))).toEqual(there);
		const changed = file.replace('192.0.2.21', '192.0.2.22');
		expect(comparable(await loadIn(server, ZONE, changed))).not.toEqual(there);
		exercised('powerdns');
	});

	it.each([
		['nsd', 'nonsense', /syntax error/],
		['named', 'nonsense', /unexpected end of input/],
		['nsd', `www.${ZONE} 300 IN A 192.0.2.300`, /address|IPv4|error/i],
		['named', `www.${ZONE} 300 IN A 192.0.2.300`, /dotted quad/],
	] as const)('%s says what is wrong with a line of %s', async (server, line, words) => {
		await expect(loadIn(server, ZONE, `${file}\n${line}\n`)).rejects.toThrow(words);
	});
});
