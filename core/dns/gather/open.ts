import type { Host } from '../../ports';
import { type Anchor, ROOT_ANCHORS } from '../dnssec/anchors';
import { openValidator } from '../dnssec/validator';
import { type Endpoint, openEndpoint } from '../doh';
import type { Resolver } from '../resolver';
import { type Name, isUnder } from '../wire/name';

/** Who is asked. */
export interface Asked {
	readonly endpoints: readonly [first: Endpoint, second: Endpoint];
	/** Keys that are trusted to begin with; those of the root zone if nothing else is said. */
	readonly anchors?: readonly Anchor[];
}

/** The chain of signatures, the domain itself, and the names that everybody uses. */
const OWN = 18;
/** The chain of those that aliases of the domain lead to, so that it takes nothing from the domain's own. */
const ALIASES = 8;
const TIMEOUT_MS = 4_000;

/** Both resolvers for one look at one domain; what the first says of the domain's own names is validated. */
export function openResolvers(domain: Name, host: Host, { endpoints, anchors = ROOT_ANCHORS }: Asked) {
	const now = host.clock.now();
	const first = openEndpoint(host, endpoints[0], TIMEOUT_MS);
	const second = openEndpoint(host, endpoints[1], TIMEOUT_MS);
	const own = first.purse('own names', OWN);
	const beyond = first.purse('where aliases lead', ALIASES);
	const isOwn = (name: Name) => isUnder(name, domain) || isUnder(domain, name);
	const both: Resolver = {
		host: own.host,
		ask: (name, type) => (isOwn(name) ? own : beyond).ask(name, type),
	};
	return {
		now,
		first,
		second,
		own,
		lookups: openValidator(both, { now, anchors }),
		/** What each was asked so far. */
		questions: () =>
			[first, second].flatMap(({ id, spent }) => spent.map((each) => ({ resolver: id, ...each }))),
	};
}
