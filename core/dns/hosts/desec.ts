import { z } from 'zod';
import { failure, read, send } from '../../http';
import { baseAddress } from '../../names';
import type { HttpResponse } from '../../ports';
import { everyPage, setting } from '../../providers/settings';
import { shown } from '../wire/name';
import type { DnsHostDriver } from './host';
import { lookedAt, notReached, recordsOf, zoneFileOf } from './records';

const text = z.string().max(70_000);
const rrsets = z
	.array(
		z.object({
			name: text,
			type: z.string().max(30),
			ttl: z.number().int().nonnegative(),
			records: z.array(text).max(5_000),
		}),
	)
	.max(500);
const domains = z.array(z.object({ name: text })).max(500);
const tokens = z.array(z.object({ id: text })).max(500);

/**
 * deSEC. Every token reads all zones of the account; what it may change can be limited, which it is shown only when it
 * may change that itself.
 * Source: https://desec.readthedocs.io/en/latest/dns/rrsets.html (record sets, pages by the Link header),
 * dns/domains.html (zone file, without the types of DNSSEC), auth/tokens.html (rights) and rate-limits.html (50 reads a
 * minute, 429 with Retry-After). Not tried on the live service.
 */
export const desec: DnsHostDriver<'address'> = {
	id: 'desec',
	title: 'deSEC',
	docs: 'https://desec.readthedocs.io/en/latest/dns/domains.html',
	rights: 'A token with no permission to change anything: a default policy without perm_write',
	narrower:
		'At deSEC every token reads all zones of its account: move this zone to an account of its own, and give the token a default policy that lets it change nothing and the permission to manage tokens taken away.',
	unlisted: ['SOA'],
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the API is, for a deSEC of your own',
			default: 'https://desec.io/api/v1',
		},
	],
	open(settings, admin, host) {
		const base = baseAddress(
			setting({ address: 'https://desec.io/api/v1', ...settings }, 'address', 'Address'),
			'Address',
		);
		const get = (what: string, path: string, more: { encoding?: 'latin1'; accept?: string } = {}) => {
			const { encoding, accept } = more;
			return send(host, {
				where: `deSEC (${what})`,
				method: 'GET',
				url: `${base}/${path}`,
				headers: {
					authorization: { before: 'Token ', secret: admin },
					...(accept === undefined ? {} : { accept }),
				},
				...(encoding === undefined ? {} : { encoding }),
			});
		};
		const pages = <Item>(
			what: string,
			path: string,
			schema: z.ZodType<Item[]>,
			missing?: () => Error,
		): Promise<Item[]> =>
			everyPage(host.clock, `deSEC (${what})`, async (cursor) => {
				const response = await get(what, `${path}?cursor=${encodeURIComponent(cursor ?? '')}`);
				if (response.status === 404 && missing !== undefined) throw missing();
				if (response.status !== 200) throw failure(response, `deSEC (${what})`);
				return { items: read(response, schema, `deSEC (${what})`), next: nextCursor(response) };
			});

		return {
			origin: new URL(base).origin,
			async copy(zone) {
				const at = `domains/${encodeURIComponent(shown(zone))}`;
				const native = await pages('list', `${at}/rrsets/`, rrsets, () => notReached('deSEC (list)', zone));
				const file = await get('zone file', `${at}/zonefile/`, {
					encoding: 'latin1',
					accept: 'text/dns, */*',
				});
				if (file.status !== 200) throw failure(file, 'deSEC (zone file)');
				const { records } = zoneFileOf(zone, file.body, 'deSEC (zone file)');
				const listed = native.flatMap(({ records: contents, ...rrset }) =>
					contents.map((content) => ({ ...rrset, content })),
				);
				return { records, ...recordsOf(listed), special: [], native };
			},
			async reach() {
				return {
					zones: await lookedAt(
						async () => (await pages('domains', 'domains/', domains)).length,
						'deSEC does not show the list of zones to this token',
					),
					mayWrite: await lookedAt(async () => {
						const response = await get('tokens', 'auth/tokens/');
						if (response.status !== 200) throw failure(response, 'deSEC (tokens)');
						read(response, tokens, 'deSEC (tokens)');
						// Whoever may manage tokens may give this one any right.
						return true;
					}, 'deSEC shows a token’s rights only to a token that may manage tokens'),
				};
			},
		};
	},
};

/** Where the next page begins. Only the place is taken from the header, never the address. */
function nextCursor({ headers }: HttpResponse): string | null {
	const link = (headers['link'] ?? '').split(',').find((each) => /;\s*rel="?next"?/.test(each));
	const cursor = /[?&]cursor=([^&>]*)/.exec(link ?? '')?.[1];
	return cursor === undefined || cursor === '' ? null : decoded(cursor);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
