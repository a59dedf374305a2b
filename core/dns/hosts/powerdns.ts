import { z } from 'zod';
import { failure, plain, read, send } from '../../http';
import { baseAddress } from '../../names';
import { setting } from '../../providers/settings';
import { seen } from '../finding';
import type { Name } from '../wire/name';
import type { DnsHostDriver, Special } from './host';
import { lookedAt, notReached, recordsOf, specialRecord, zoneFileOf } from './records';

const text = z.string().max(70_000);
const zoneShape = z.object({
	name: text,
	kind: text,
	dnssec: z.boolean().nullish(),
	rrsets: z
		.array(
			z.object({
				name: text,
				type: z.string().max(30),
				ttl: z.number().int().nonnegative(),
				records: z.array(z.object({ content: text, disabled: z.boolean().nullish() })).max(10_000),
				comments: z
					.array(z.object({ content: text, account: text.nullish() }))
					.max(1_000)
					.nullish(),
			}),
		)
		.max(100_000),
});
const zonesShape = z.array(z.object({ id: text })).max(1_000_000);

/** Types that PowerDNS answers with what it finds or computes when it is asked. */
const FOREIGN = new Set(['ALIAS', 'LUA']);

/**
 * PowerDNS Authoritative Server, by its HTTP API. Its one key may do everything on the whole server.
 * Source: https://doc.powerdns.com/authoritative/http-api/zone.html (zones, rrsets, export), index.html (the key, formats)
 * and guides/alias.html, lua-records/ for ALIAS and LUA. Held to a real PowerDNS 4.7 in test/servers/dns.
 */
export const powerdns: DnsHostDriver<'address' | 'server'> = {
	id: 'powerdns',
	title: 'PowerDNS',
	docs: 'https://doc.powerdns.com/authoritative/http-api/zone.html',
	rights: 'The API key of the server',
	narrower:
		'PowerDNS has one key for all zones and all changes: put a proxy in front of its API that lets only reading of this zone through, with a credential of its own.',
	unlisted: [],
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the API is, without /api/v1',
			placeholder: 'e.g. https://dns.example.com:8081',
		},
		{ name: 'server', label: 'Server', help: 'The ID of the server in the API', default: 'localhost' },
	],
	open(settings, admin, host) {
		const base = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		const server = encodeURIComponent(setting({ server: 'localhost', ...settings }, 'server', 'Server'));
		const get = (what: string, path: string, accept?: string) =>
			send(host, {
				where: `PowerDNS (${what})`,
				method: 'GET',
				url: `${base}/api/v1/servers/${server}/${path}`,
				headers: { 'x-api-key': plain(admin), ...(accept === undefined ? {} : { accept }) },
				...(accept === undefined ? {} : { encoding: 'latin1' as const }),
			});
		const at = (zone: Name) => `zones/${encodeURIComponent(zone)}`;

		return {
			origin: new URL(base).origin,
			async copy(zone) {
				const response = await get('list', `${at(zone)}?rrsets=true`);
				if (response.status === 404 || response.status === 422) throw notReached('PowerDNS (list)', zone);
				if (response.status !== 200) throw failure(response, 'PowerDNS (list)');
				const native = read(response, zoneShape, 'PowerDNS (list)');
				const file = await get('export', `${at(zone)}/export`, 'text/plain');
				if (file.status !== 200) throw failure(file, 'PowerDNS (export)');
				const { records, foreign } = zoneFileOf(zone, file.body, 'PowerDNS (export)', FOREIGN);
				const all = native.rrsets.flatMap(({ records: each, ...rrset }) =>
					each.map((record) => ({ ...rrset, ...record })),
				);
				const live = all.filter(({ type, disabled }) => disabled !== true && !FOREIGN.has(type));
				const off = all
					.filter(({ disabled }) => disabled === true)
					.map(({ content, ...rest }) =>
						specialRecord({ ...rest, value: content }, 'switched off', 'PowerDNS (list)'),
					);
				return {
					records,
					...recordsOf(live),
					special: [...foreign.map((each): Special => ({ ...each, why: 'made when asked' })), ...off],
					native,
				};
			},
			async reach() {
				const zones = await lookedAt(async () => {
					const response = await get('zones', 'zones');
					if (response.status !== 200) throw failure(response, 'PowerDNS (zones)');
					return read(response, zonesShape, 'PowerDNS (zones)').length;
				}, 'PowerDNS does not show the list of its zones to this credential');
				// A key that is shown no list is not PowerDNS's own, but a proxy's.
				return { zones, mayWrite: 'seen' in zones ? seen(true) : zones };
			},
		};
	},
};
