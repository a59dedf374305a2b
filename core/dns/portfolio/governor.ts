import type { Clock, Host, Http, HttpRequest, HttpResponse } from '../../ports';
import type { Endpoint } from '../doh';
import { type Lane, notAsked, openLane } from './lane';
import { type SourceId, sourceIds, sourceOf } from './sources';

/** Hosts that want no requests, by source and origin: until when, in ms since 1970. */
export type Pauses = Readonly<Record<string, number>>;

/** What one look at a domain may ask of the sources with an allowance, and what became of it. */
export interface Grant {
	/** Takes one request out of the allowance; false when there is none left for this look. */
	take(): boolean;
	/** From when on there is more, in ms since 1970. */
	readonly moreAt: number;
}

/** How one look went. */
export interface Asked {
	readonly http: Http;
	/** Sources of which some request was not sent, so as to stay within a limit. */
	readonly refused: ReadonlySet<SourceId>;
}

/** How much a source was asked in a run. */
export interface Usage {
	readonly source: string;
	readonly hosts: number;
	readonly sent: number;
	/** Requests that were not sent, to stay within the limit. */
	readonly notSent: number;
	/** So many requests may begin at one host within `perSeconds`. */
	readonly limit: number;
	readonly perSeconds: number;
}

/** Sends the requests of many looks and keeps each source's limit over all of them. */
export interface Governor {
	/** For one look. Its requests wait for their turn, or are refused before anything is sent: RATE_LIMITED with when. */
	open(grant: Grant): Asked;
	readonly usage: readonly Usage[];
	readonly pauses: Pauses;
	/** Until when the source wants no requests at one of its hosts; 0 when none said so. */
	pausedUntil(id: SourceId): number;
}

interface Opened {
	readonly id: SourceId;
	readonly where: string;
	readonly lane: Lane;
}

/** `clock` gives the pace, `pauses` are what earlier runs were told. */
export function openGovernor(
	{ http, clock }: Pick<Host, 'http'> & { readonly clock: Clock },
	endpoints: readonly Endpoint[],
	pauses: Pauses,
): Governor {
	const resolvers = new Set(endpoints.map(({ url }) => new URL(url).origin));
	const lanes = new Map<string, Opened>();
	const notSent = new Map<SourceId, number>();
	const same = new Map<string, Promise<HttpResponse>>();

	return {
		open(grant) {
			const refused = new Set<SourceId>();
			return { refused, http: (request) => ask(request, grant, refused) };
		},
		get usage() {
			return sourceIds.map(usageOf);
		},
		get pauses() {
			const told = [...lanes].map(([key, { lane }]) => [key, lane.pausedUntil] as const);
			const all = [...Object.entries(pauses), ...told].filter(([, until]) => until > clock.now());
			return Object.fromEntries(all);
		},
		pausedUntil: (id) => Math.max(0, ...lanesOf(id).map(({ pausedUntil }) => pausedUntil)),
	};

	function ask(request: HttpRequest, grant: Grant, refused: Set<SourceId>): Promise<HttpResponse> {
		const opened = openedFor(request);
		if (sourceOf(opened.id).same !== true) return sendBy(opened, request, grant, refused);
		const before = same.get(request.url);
		if (before !== undefined) return before;
		const answer = sendBy(opened, request, grant, refused);
		same.set(request.url, answer);
		const forget = () => same.delete(request.url);
		answer.then(({ status }) => (status === 200 ? undefined : forget()), forget);
		return answer;
	}

	async function sendBy(
		{ id, where, lane }: Opened,
		request: HttpRequest,
		grant: Grant,
		refused: Set<SourceId>,
	): Promise<HttpResponse> {
		const turn = { came: false };
		const permit = () => {
			if (sourceOf(id).allowance === true && !grant.take()) throw notAsked(where, grant.moreAt, clock.now());
			turn.came = true;
		};
		try {
			return await lane.send(permit, () => http(request));
		} catch (error) {
			if (!turn.came) {
				refused.add(id);
				notSent.set(id, (notSent.get(id) ?? 0) + 1);
			}
			throw error;
		}
	}

	function openedFor(request: HttpRequest): Opened {
		const { origin, hostname } = new URL(request.url);
		const id = sourceIds.find((each) => sourceOf(each).is(request, origin, resolvers)) ?? 'site';
		const key = `${id} ${origin}`;
		const source = sourceOf(id);
		const where = `${source.title} at ${hostname}`;
		const opened = lanes.get(key) ?? { id, where, lane: openLane(source, where, clock, pauses[key] ?? 0) };
		lanes.set(key, opened);
		return opened;
	}

	function lanesOf(id: SourceId): Lane[] {
		return [...lanes.values()].filter((each) => each.id === id).map(({ lane }) => lane);
	}

	function usageOf(id: SourceId): Usage {
		const { title, limit, perMs } = sourceOf(id);
		const asked = lanesOf(id).filter(({ sent }) => sent > 0);
		return {
			source: title,
			hosts: asked.length,
			sent: asked.reduce((sum, { sent }) => sum + sent, 0),
			notSent: notSent.get(id) ?? 0,
			limit,
			perSeconds: perMs / 1_000,
		};
	}
}
