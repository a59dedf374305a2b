import type { HttpRequest } from '../../ports';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** A kind of place that is asked, and how often each host of it may be. */
export interface Source {
	/** What it is, for people. */
	readonly title: string;
	/** So many requests may begin within any `perMs`. */
	readonly limit: number;
	readonly perMs: number;
	/** One request at a time: the next waits for the answer. */
	readonly oneAtOnce?: true;
	/** The answer is the same for every domain: it is asked for once in a run. */
	readonly same?: true;
	/** Asked only with an allowance that the vault keeps, because the limit is for longer than a run. */
	readonly allowance?: true;
	/** Without it nothing can be said of a domain. */
	readonly needed?: true;
	readonly is: (
		request: Pick<HttpRequest, 'headers'>,
		origin: string,
		resolvers: ReadonlySet<string>,
	) => boolean;
}

/**
 * In this order; the first that fits a request counts. Resolvers and registries publish no number: these are our
 * own, chosen to be modest. The search of certificate logs allows 10 requests an hour without an account
 * (https://sslmate.com/ct_search_api).
 */
export const sources = {
	resolver: {
		title: 'DNS over HTTPS',
		limit: 50,
		perMs: SECOND_MS,
		needed: true,
		is: (_request, origin, resolvers) => resolvers.has(origin),
	},
	certificates: {
		title: 'Certificate logs',
		limit: 10,
		perMs: HOUR_MS,
		allowance: true,
		is: (_request, origin) => origin === 'https://api.certspotter.com',
	},
	registry: {
		title: 'Registry',
		limit: 1,
		perMs: SECOND_MS,
		oneAtOnce: true,
		// Nothing else is asked for in this form (RFC 7480, section 4.2).
		is: ({ headers }) => headers['accept'] === 'application/rdap+json',
	},
	registries: {
		title: 'IANA’s list of registries',
		limit: 1,
		perMs: SECOND_MS,
		oneAtOnce: true,
		same: true,
		is: (_request, origin) => origin === 'https://data.iana.org',
	},
	site: { title: 'Web and mail-policy hosts', limit: 4, perMs: SECOND_MS, is: () => true },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof sources;
export const sourceIds = Object.keys(sources) as SourceId[];
export const sourceOf = (id: SourceId): Source => sources[id];
