import { jsonResponse, type PlainResponse } from '../../../../demo/http/plain';
import { type HostedZone, type Line, type OpenFakeHost, onTheWire, textAnswer } from './fake';

/** PowerDNS's API as its documentation describes it and a real server was seen to answer. */
export const fakePowerDns: OpenFakeHost = ({ origin, admin, zones, seesItself, mark }) => {
	const refuse = (status: number): PlainResponse => jsonResponse(status, { error: mark });
	return {
		settings: { address: origin },
		handle({ method, path, headers }) {
			if (headers['x-api-key'] !== admin) return textAnswer(401, 'Unauthorized');
			if (method !== 'GET') return refuse(405);
			const found = /^\/api\/v1\/servers\/localhost\/zones(?:\/([^/]+))?(?:\/(.+))?$/.exec(path);
			if (found === null) return refuse(404);
			const [, id, rest = ''] = found;
			// A proxy in front of it, as the driver advises.
			if (id === undefined)
				return seesItself
					? jsonResponse(
							200,
							zones.map(({ name }) => ({ id: name, name, kind: 'Native', account: mark })),
						)
					: refuse(403);
			const zone = zones.find(({ name }) => name === decodeURIComponent(id));
			if (zone === undefined) return refuse(404);
			if (rest === '') return jsonResponse(200, zoneOf(zone, mark));
			if (rest !== 'export') return refuse(404);
			return headers['accept'] === 'text/plain'
				? textAnswer(200, onTheWire(exported(zone)))
				: jsonResponse(200, { zone: exported(zone) });
		},
	};
};

function zoneOf({ name, lines }: HostedZone, mark: string): object {
	const sets = new Map<string, Line[]>();
	for (const line of lines)
		sets.set(`${line.name} ${line.type}`, [...(sets.get(`${line.name} ${line.type}`) ?? []), line]);
	const rrsets = [...sets.values()].map((set) => ({
		comments: [{ content: 'a note', account: 'ada', modified_at: 1 }],
		name: set[0]!.name,
		type: set[0]!.type,
		ttl: set[0]!.ttl,
		records: set.map(({ content }) => ({ content, disabled: false })),
	}));
	return {
		account: mark,
		api_rectify: false,
		dnssec: false,
		edited_serial: 1,
		id: name,
		kind: 'Native',
		masters: [],
		name,
		serial: 1,
		url: mark,
		rrsets,
	};
}

const exported = ({ lines }: HostedZone): string =>
	lines.map((line) => `${line.name}\t${line.ttl}\tIN\t${line.type}\t${line.content}\n`).join('');
