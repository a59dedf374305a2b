import { z } from 'zod';
import { read } from '../../http';
import type { Host } from '../../ports';
import { fetched, refusal } from '../fetched';
import { type Looked, notSeen, seen } from '../finding';
import { type Name, labelsOf } from '../wire/name';
import { OVERRIDES } from './overrides';
import type { Registration } from './registration';

const LIST = 'https://data.iana.org/rdap/dns.json';
const WHERE = 'IANA’s list of registries';
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 2 * 1024 * 1024;
/** A name with a dot and no digit in its last label: no IP address, nothing inside a network. */
const PUBLIC_HOST = /^(?:[a-z0-9-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/;

/** RFC 9224, section 3: each service is the endings and the addresses that answer for them. */
const list = z.object({
	services: z
		.array(z.tuple([z.array(z.string().max(255)).max(5_000), z.array(z.string().max(1_000)).max(50)]))
		.max(10_000),
});

/** Which registry answers for which ending. IANA's list is fetched when it is first needed, once. */
export interface Bootstrap {
	/** Where the registry of the longest ending that fits answers, with a slash at its end; null when none is known. */
	serverOf(domain: Name): Promise<Looked<string | null>>;
	/** True for a scheme, host and port that some registry is listed with. */
	isListed(origin: string): Promise<boolean>;
	/** What `ask` says of a name. It is kept: each registry is asked once about each name, also when many things lead to it. */
	once(domain: Name, ask: () => Promise<Looked<Registration | null>>): Promise<Looked<Registration | null>>;
	/** Runs `work` after all earlier work for that server has ended: one request at a time. */
	inTurn<Result>(server: string, work: () => Promise<Result>): Promise<Result>;
}

export function openBootstrap(host: Host): Bootstrap {
	let listed: Promise<Looked<ReadonlyMap<string, string>>> | undefined;
	const queues = new Map<string, Promise<unknown>>();
	const registrations = new Map<Name, ReturnType<Bootstrap['once']>>();
	const servers = () => (listed ??= fetchList(host));

	return {
		async serverOf(domain) {
			const labels = labelsOf(domain);
			const endings = labels.map((_, index) => labels.slice(index).join('.'));
			const known = await servers();
			// What stands in the map of ours is known even when the list is not.
			const all = new Map([...Object.entries(OVERRIDES), ...('seen' in known ? known.seen : [])]);
			const server = endings.map((ending) => all.get(ending)).find((each) => each !== undefined);
			if (server !== undefined) return seen(server);
			return 'seen' in known ? seen(null) : known;
		},
		async isListed(origin) {
			const known = await servers();
			const all = [...Object.values(OVERRIDES), ...('seen' in known ? known.seen.values() : [])];
			return all.some((server) => new URL(server).origin === origin);
		},
		once(domain, ask) {
			const answer = registrations.get(domain) ?? ask();
			registrations.set(domain, answer);
			return answer;
		},
		inTurn(server, work) {
			const { origin } = new URL(server);
			const mine = (queues.get(origin) ?? Promise.resolve()).then(work);
			queues.set(
				origin,
				mine.catch(() => undefined),
			);
			return mine;
		},
	};
}

const fetchList = (host: Host) =>
	fetched(
		host,
		{ where: WHERE, url: LIST, accept: 'application/json', timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
		(response) => {
			if (response.status !== 200) return refusal(response, WHERE);
			const { services } = read(response, list, WHERE);
			const pairs = services.flatMap(([endings, addresses]) => {
				const server = addresses.map(serverAt).find((each) => each !== null);
				return server == null ? [] : endings.map((ending) => [ending.toLowerCase(), server] as const);
			});
			if (pairs.length === 0) return notSeen(`${WHERE}: it names no registry`);
			return seen(new Map(pairs) as ReadonlyMap<string, string>);
		},
	);

/** An https address of a public name, with a slash at its end; null for any other. */
export function serverAt(text: string): string | null {
	try {
		const { protocol, username, password, hostname, origin, pathname } = new URL(text);
		if (protocol !== 'https:' || username !== '' || password !== '' || !PUBLIC_HOST.test(hostname))
			return null;
		return `${origin}${pathname.replace(/\/*$/, '/')}`;
	} catch {
		return null;
	}
}
