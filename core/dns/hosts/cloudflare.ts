import { z } from 'zod';
import { KeyturnError } from '../../errors';
import { bearer, failure, read, send } from '../../http';
import { baseAddress } from '../../names';
import { everyPage, setting } from '../../providers/settings';
import { latin1 } from '../wire/bytes';
import { type Name, shown } from '../wire/name';
import { TYPE } from '../wire/types';
import { quotedText } from '../zone-file/words';
import type { DnsHostDriver, Special } from './host';
import { type Listed, lookedAt, notReached, recordsOf, specialRecord, zoneFileOf } from './records';

const PAGE = 1_000;
const ID = /^[A-Za-z0-9]{1,64}$/;
const text = z.string().max(70_000);
const scalar = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);
const pageInfo = z.object({
	page: z.number().int().positive(),
	total_pages: z.number().int().nonnegative(),
	total_count: z.number().int().nonnegative(),
});
const zones = z.object({
	result: z.array(z.object({ id: z.string().regex(ID), name: text })).max(1_000),
	result_info: pageInfo,
});
const recordShape = z.object({
	name: text,
	type: z.string().max(30),
	content: text.nullish(),
	ttl: z.number().int().nonnegative(),
	priority: z.number().int().min(0).max(65_535).nullish(),
	proxied: z.boolean().nullish(),
	data: z.record(z.string(), scalar).nullish(),
	settings: z.object({ flatten_cname: z.boolean().nullish() }).nullish(),
	comment: text.nullish(),
	tags: z.array(text).max(100).nullish(),
});
type Kept = z.output<typeof recordShape>;
const records = z.object({ result: z.array(recordShape).max(PAGE), result_info: pageInfo });
const verified = z.object({ result: z.object({ id: z.string().regex(ID) }) });
const token = z.object({
	result: z.object({
		policies: z
			.array(
				z.object({
					effect: z.string().max(20),
					permission_groups: z.array(z.object({ name: z.string().max(200) })).max(1_000),
				}),
			)
			.max(1_000),
	}),
});

/**
 * Cloudflare. The zone's own `permissions` are those of the person, not of the token, so they are not looked at; a TTL of
 * 1 stands for "automatic" and is kept as it is.
 * Source: https://developers.cloudflare.com/api/resources/dns/subresources/records/ (list, export), …/resources/zones/,
 * …/resources/user/subresources/tokens/ (verify, get), and
 * https://developers.cloudflare.com/dns/manage-dns-records/how-to/import-and-export/ (comments and tags in the file; 256
 * KiB and three exports a minute). Not tried on the live service: that the export spells the SOA record's name without the
 * dot at its end, and what `content` holds of the rarer types, is from zone files and clients that people published.
 */
export const cloudflare: DnsHostDriver<'address'> = {
	id: 'cloudflare',
	title: 'Cloudflare',
	docs: 'https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/export/',
	rights: 'A token for this one zone with the permissions Zone Read and DNS Read',
	narrower:
		'Make a token at Cloudflare under My Profile, API Tokens: permissions Zone Read and DNS Read, zone resources this one zone.',
	unlisted: ['SOA', 'NS'],
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the API is, for a proxy of your own',
			default: 'https://api.cloudflare.com/client/v4',
		},
	],
	open(settings, admin, host) {
		const base = baseAddress(
			setting({ address: 'https://api.cloudflare.com/client/v4', ...settings }, 'address', 'Address'),
			'Address',
		);
		const get = async (what: string, path: string, encoding?: 'latin1') => {
			const response = await send(host, {
				where: `Cloudflare (${what})`,
				method: 'GET',
				url: `${base}/${path}`,
				headers: {
					authorization: bearer(admin),
					...(encoding === undefined ? {} : { accept: 'text/plain, */*' }),
				},
				...(encoding === undefined ? {} : { encoding }),
			});
			if (response.status !== 200) throw failure(response, `Cloudflare (${what})`);
			return response;
		};
		const listZones = async (query: string) =>
			read(await get('zones', `zones?${query}`), zones, 'Cloudflare (zones)');

		return {
			origin: new URL(base).origin,
			async copy(zone) {
				const { result } = await listZones(`name=${encodeURIComponent(shown(zone))}&per_page=50`);
				const found = result.find(({ name }) => name.toLowerCase() === shown(zone));
				if (found === undefined) throw notReached('Cloudflare (zones)', zone);
				const at = `zones/${found.id}/dns_records`;
				const native = await everyPage(host.clock, 'Cloudflare (list)', async (page) => {
					const query = `per_page=${PAGE}&page=${page ?? '1'}`;
					const { result: items, result_info: info } = read(
						await get('list', `${at}?${query}`),
						records,
						'Cloudflare (list)',
					);
					return { items, next: info.page < info.total_pages ? String(info.page + 1) : null };
				});
				const exported = await get('export', `${at}/export`, 'latin1');
				const text = dotted(zone, exported.body);
				if (/^\s*[{<]/.test(text))
					throw new KeyturnError('UNEXPECTED_ANSWER', 'Cloudflare (export)', 'no zone file came');
				const file = zoneFileOf(zone, text, 'Cloudflare (export)').records;
				const special = native.flatMap((record) => specialOf(zone, record));
				return {
					// An alias at the top has no place in a master file: SOA and NS stand there as well.
					records: file.filter(({ name, type }) => name !== zone || type !== TYPE.CNAME),
					...recordsOf(native.filter((record) => !isTopAlias(zone, record)).map(listedOf)),
					special,
					native,
				};
			},
			async reach() {
				return {
					zones: await lookedAt(
						async () => (await listZones('per_page=5&page=1')).result_info.total_count,
						'Cloudflare does not show the list of zones to this token',
					),
					mayWrite: await lookedAt(async () => {
						const { result } = read(await get('token', 'user/tokens/verify'), verified, 'Cloudflare (token)');
						const { policies } = read(
							await get('token', `user/tokens/${result.id}`),
							token,
							'Cloudflare (token)',
						).result;
						return policies.some(
							({ effect, permission_groups: groups }) =>
								effect === 'allow' && groups.some(({ name }) => /\b(?:write|edit)\b/i.test(name)),
						);
					}, 'Cloudflare shows a token’s rights only to a token that may read tokens'),
				};
			},
		};
	},
};

/** Gives the zone's own name the dot that Cloudflare leaves out before its SOA record. */
const dotted = (zone: Name, text: string): string =>
	text.replace(/^[^\s;]+(?=[ \t])/gm, (owner) => (owner.toLowerCase() === shown(zone) ? zone : owner));

const isTopAlias = (zone: Name, { name, type }: Kept): boolean =>
	type === 'CNAME' && name.toLowerCase() === shown(zone);

function specialOf(zone: Name, record: Kept): Special[] {
	const { name, type, content, proxied, settings } = record;
	const flattened = isTopAlias(zone, record) || settings?.flatten_cname === true;
	if (!flattened && proxied !== true) return [];
	const why = flattened ? 'flattened' : 'proxied';
	return [specialRecord({ name, type, value: content ?? '' }, why, 'Cloudflare (list)')];
}

/** Types whose parts come apart; of the others, `content` is the presentation form. */
const contents: Readonly<Record<string, (record: Kept) => string>> = {
	MX: ({ priority, content }) => `${priority ?? ''} ${content ?? ''}`,
	TXT: ({ content }) => textContent(content ?? ''),
	SRV: ({ data, content, priority }) =>
		data?.['target'] === undefined
			? `${priority ?? ''} ${content ?? ''}`
			: ['priority', 'weight', 'port', 'target'].map((member) => String(data[member] ?? '')).join(' '),
	URI: ({ data, content, priority }) =>
		data?.['target'] === undefined
			? `${priority ?? ''} ${content ?? ''}`
			: `${priority ?? data['priority'] ?? ''} ${data['weight'] ?? ''} ${quotedText(String(data['target']))}`,
};

const listedOf = (record: Kept): Listed => {
	const { name, type, ttl, content } = record;
	const special = Object.hasOwn(contents, type) ? contents[type] : undefined;
	return { name, type, ttl, content: special?.(record) ?? content ?? '' };
};

/** A text comes in quotes or, from older entries, without; then it is one text, cut as long texts are. */
function textContent(content: string): string {
	if (content.startsWith('"')) return content;
	const parts = latin1(new TextEncoder().encode(content)).match(/[^]{1,255}/g) ?? [''];
	return parts.map(quotedText).join(' ');
}
