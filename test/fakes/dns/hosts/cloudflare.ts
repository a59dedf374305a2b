import { jsonResponse, type PlainRequest, type PlainResponse } from '../../../../demo/http/plain';
import { type HostedZone, type Line, type OpenFakeHost, onTheWire, textAnswer } from './fake';

const bare = (name: string): string => name.replace(/\.$/, '');
const ID = (index: number): string => `023e105f4ecef8ad9ca31a8372d0c3${String(index).padStart(2, '0')}`;

/** A record as Cloudflare's reference shows it: names without the dot, some types in parts. */
function recordOf({ name, type, ttl, content }: Line, index: number, mark: string) {
	const [first = '', ...rest] = content.split(' ');
	const parts: Record<string, object> = {
		MX: { priority: Number(first), content: bare(rest.join(' ')) },
		SRV: {
			priority: Number(first),
			content: `${rest[0] ?? ''}\t${rest[1] ?? ''}\t${bare(rest[2] ?? '')}`,
			data: {
				priority: Number(first),
				weight: Number(rest[0]),
				port: Number(rest[1]),
				target: bare(rest[2] ?? ''),
			},
		},
		CNAME: { content: bare(content) },
		NS: { content: bare(content) },
	};
	return {
		id: `372e67954025e0ba6aaa6d586b9e0${String(index)}`,
		zone_name: mark,
		name: bare(name),
		type,
		content,
		proxiable: true,
		proxied: type === 'A' && name.startsWith('proxied.'),
		ttl,
		settings: {},
		meta: { source: mark },
		comment: 'a note',
		tags: [],
		created_on: '2014-01-01T05:20:00.12345Z',
		...parts[type],
	};
}

/** Cloudflare's API, version 4, as its reference describes it. */
export const fakeCloudflare: OpenFakeHost = ({ origin, admin, zones, seesItself, mark }) => {
	const answer = (result: unknown, info?: object): PlainResponse =>
		jsonResponse(200, {
			success: true,
			errors: [],
			messages: [],
			result,
			...(info === undefined ? {} : { result_info: info }),
		});
	const refuse = (status: number): PlainResponse =>
		jsonResponse(status, {
			success: false,
			errors: [{ code: 10_000, message: mark }],
			messages: [],
			result: null,
		});
	const page = (all: readonly object[], query: PlainRequest['query'], usual: number): PlainResponse => {
		const [number, size] = [Number(query['page'] ?? 1), Number(query['per_page'] ?? usual)];
		const items = all.slice((number - 1) * size, number * size);
		const info = {
			page: number,
			per_page: size,
			count: items.length,
			total_count: all.length,
			total_pages: Math.ceil(all.length / size),
		};
		return answer(items, info);
	};
	const zoneShown = ({ name }: HostedZone, index: number) => ({
		id: ID(index),
		name: bare(name),
		status: 'active',
		owner: { email: mark },
		permissions: ['#dns_records:edit'],
	});

	return {
		settings: { address: `${origin}/client/v4` },
		handle({ method, path, query, headers }) {
			if (headers['authorization'] !== `Bearer ${admin}`) return refuse(403);
			if (method !== 'GET') return refuse(405);
			const [, route = '', id, rest] =
				/^\/client\/v4\/(zones|user\/tokens)(?:\/([^/]+))?(?:\/(.+))?$/.exec(path) ?? [];
			if (route === 'zones' && id === undefined) {
				const shown = zones
					.map(zoneShown)
					.filter(({ name }) => query['name'] === undefined || name === query['name']);
				return page(shown, query, 20);
			}
			if (route === 'user/tokens') {
				if (id === 'verify') return answer({ id: 'ed17574386854bf78a67040be0a770b0', status: 'active' });
				if (!seesItself) return refuse(403);
				const groups = [
					{ id: 'c8fed203ed3043cba015a93ad1616f1f', name: 'Zone Read' },
					{ id: '4755a26eedb94da69e1066d98aa820be', name: 'DNS Write' },
				];
				return answer({
					id,
					name: mark,
					status: 'active',
					policies: [{ id: 'f1', effect: 'allow', permission_groups: groups, resources: { [mark]: '*' } }],
				});
			}
			const zone = zones.find((_, index) => ID(index) === id);
			if (zone === undefined) return refuse(404);
			const isOwn = ({ name, type }: Line) => type === 'SOA' || (type === 'NS' && name === zone.name);
			if (rest === 'dns_records')
				return page(
					zone.lines.filter((line) => !isOwn(line)).map((line, index) => recordOf(line, index, mark)),
					query,
					100,
				);
			if (rest === 'dns_records/export') return textAnswer(200, onTheWire(exported(zone)));
			return refuse(404);
		},
	};
};

/** Sections by type, the top's name without its dot before the SOA record, tags behind records. */
function exported({ name: zone, lines }: HostedZone): string {
	const line = ({ name, type, ttl, content }: Line) => {
		const owner = type === 'SOA' && name === zone ? bare(name) : name;
		const tags = ['A', 'AAAA', 'CNAME'].includes(type)
			? ` ; a note cf_tags=cf-proxied:${String(name.startsWith('proxied.'))}`
			: '';
		return `${owner}\t${ttl}\tIN\t${type}\t${content}${tags}\n`;
	};
	const types = [...new Set(lines.map(({ type }) => type))];
	const sections = types.map(
		(type) =>
			`;; ${type} Records\n${lines
				.filter((each) => each.type === type)
				.map(line)
				.join('')}\n`,
	);
	return `;;\n;; Domain:     ${zone}\n;; Exported:   2026-11-24 08:00:00\n;;\n\n${sections.join('')}`;
}
