import { jsonResponse, type PlainRequest, type PlainResponse } from '../../../../demo/http/plain';
import { type HostedZone, type Line, type OpenFakeHost, onTheWire, textAnswer } from './fake';

const PAGE = 500;
const bare = (name: string): string => name.replace(/\.$/, '');

/** deSEC's API as its documentation describes it. */
export const fakeDesec: OpenFakeHost = ({ origin, admin, zones, seesItself, mark }) => {
	const base = `${origin}/api/v1`;
	const refuse = (status: number): PlainResponse => jsonResponse(status, { detail: mark });

	/** Above 500 items a place has to be named; the next one is in a header. */
	function page(all: readonly object[], path: string, { cursor }: PlainRequest['query']): PlainResponse {
		if (cursor === undefined && all.length > PAGE) return refuse(400);
		const start =
			cursor === undefined || cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString());
		const next = start + PAGE < all.length ? Buffer.from(String(start + PAGE)).toString('base64') : null;
		const places = [['first', ''], ...(next === null ? [] : [['next', encodeURIComponent(next)]])];
		const link = places.map(([rel, place]) => `<${base}${path}?cursor=${place}>; rel="${rel}"`).join(', ');
		return jsonResponse(200, all.slice(start, start + PAGE), cursor === undefined ? {} : { link });
	}

	return {
		settings: { address: base },
		handle({ method, path, query, headers }) {
			if (headers['authorization'] !== `Token ${admin}`) return refuse(401);
			if (method !== 'GET') return refuse(405);
			const [, route = '', name, rest = ''] =
				/^\/api\/v1(\/domains|\/auth\/tokens)\/(?:([^/]+)\/)?(.*)$/.exec(path) ?? [];
			if (route === '/auth/tokens')
				return seesItself ? page([{ id: '3a6b94b5', name: mark, owner: mark }], path, query) : refuse(403);
			if (route !== '/domains') return refuse(404);
			if (name === undefined)
				return page(
					zones.map((zone) => ({ name: bare(zone.name), minimum_ttl: 3600, touched: mark })),
					'/domains/',
					query,
				);
			const zone = zones.find((each) => bare(each.name) === decodeURIComponent(name));
			if (zone === undefined) return refuse(404);
			if (rest === 'rrsets/') return page(rrsetsOf(zone, mark), `/domains/${name}/rrsets/`, query);
			if (rest === 'zonefile/')
				return textAnswer(200, onTheWire(exported(zone)), { 'content-type': 'text/dns' });
			return refuse(404);
		},
	};
};

/** Newest first, without SOA. */
function rrsetsOf({ name: zone, lines }: HostedZone, mark: string): object[] {
	const sets = new Map<string, Line[]>();
	for (const line of lines.filter(({ type }) => type !== 'SOA'))
		sets.set(`${line.name} ${line.type}`, [...(sets.get(`${line.name} ${line.type}`) ?? []), line]);
	return [...sets.values()].reverse().map((set) => ({
		created: '2019-09-18T16:32:16.510368Z',
		domain: mark,
		subname: set[0]!.name === zone ? '' : set[0]!.name.slice(0, -zone.length - 1),
		name: set[0]!.name,
		type: set[0]!.type,
		records: set.map(({ content }) => content),
		ttl: set[0]!.ttl,
		touched: mark,
	}));
}

const exported = ({ name, lines }: HostedZone): string =>
	`; Zonefile for ${bare(name)} exported from desec.io at 2026-11-24 08:00:00.258961+00:00\n${lines
		.map((line) => `${line.name}\t${line.ttl}\tIN\t${line.type}\t${line.content}\n`)
		.join('')}`;
