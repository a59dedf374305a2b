import type { FreeDomain } from '../delegation/lookup';
import { type Looked, notSeen, seen } from '../finding';
import { type Lookup, type Lookups, answered, isMissingName } from '../lookup';
import type { Host } from '../../ports';
import type { Wildcard } from '../wildcard/lookup';
import { type Name, isUnder, labelsOf, parentOf, shown } from '../wire/name';
import { hex } from '../../hex';
import { TYPE } from '../wire/types';
import { probePage } from './probe';
import { type Service, serviceAmong } from './services';

/** An alias that may lead to where a stranger could set up something. It is never proved: that would mean to claim it. */
export interface Dangling {
	readonly name: Name;
	readonly target: Name;
	/** What speaks for it. */
	readonly sign:
		| { readonly kind: 'free domain'; readonly domain: Name }
		| { readonly kind: 'missing at a service'; readonly service: Service }
		| { readonly kind: 'page of a service'; readonly service: Service; readonly probes: 1 | 2 };
}

interface Tools {
	/** What both resolvers say alike of the name itself, and of where it leaves the domain. */
	readonly lookups: Lookups;
	/** What each of them says: from there on aliases may lead each who asks to another network. */
	readonly each: { readonly second: Lookups };
	readonly host: Host;
	readonly free: FreeDomain;
}

const LABEL_BYTES = 8;

/** Of names, each once, those under a domain at which a site may stand. */
export const sitesAmong = (names: readonly Name[], domain: Name): readonly Name[] =>
	[...new Set(names)].filter(
		// An underscore is where services and not sites are named, often below a wildcard.
		(name) =>
			isUnder(name, domain) && !labelsOf(name).some((label) => label.startsWith('_') || label === '*'),
	);

/** Looks where the alias at a name leads. Costs at most two questions. */
export async function lookDangling(
	name: Name,
	domain: Name,
	wildcard: Looked<Wildcard | null>,
	{ lookups, each, host, free }: Tools,
): Promise<Looked<Dangling | null>> {
	const looked = answered(await lookups.look(name, TYPE.A));
	if ('notSeen' in looked) return looked;
	const { aliases } = looked.seen;
	const isMissing = isMissingName(looked.seen);
	const service = serviceAmong(aliases);
	const toSecond = serviceAmong(await aliasesToSecond(looked.seen, each.second));
	if (service !== toSecond) {
		const shows = await showsAny(name, isMissing, [service, toSecond], host);
		if ('notSeen' in shows) return shows;
		return shows.seen ? notSeen(`${shown(name)}: two resolvers do not lead to the same service`) : seen(null);
	}
	const target = aliases.at(-1);
	if (target === undefined || isUnder(target, domain)) return seen(null);
	if (service === null) {
		if (!isMissing) return seen(null);
		const found = await free(target);
		if ('notSeen' in found) return found;
		return seen(
			found.seen === null ? null : { name, target, sign: { kind: 'free domain', domain: found.seen } },
		);
	}
	const expected = isMissing ? service.missing : service.page !== null;
	if (!expected) return seen(null);
	const sibling = await leadsLikeAny(name, domain, target, wildcard, lookups, host);
	if ('notSeen' in sibling) return sibling;
	if (sibling.seen) return seen(null);
	if (isMissing) return seen({ name, target, sign: { kind: 'missing at a service', service } });
	const probes = await probePage(name, service.page ?? '', host);
	if ('notSeen' in probes) return probes;
	if (probes.seen === 0) return seen(null);
	return seen({ name, target, sign: { kind: 'page of a service', service, probes: probes.seen } });
}

/** What is proved by signatures needs no second word. */
const aliasesToSecond = async ({ name, type, aliases, verdict }: Lookup, second: Lookups) =>
	verdict.security === 'secure' ? aliases : (await second.look(name, type)).aliases;

/** True when something speaks for one of the services: only then it matters which of them it is. */
async function showsAny(
	name: Name,
	isMissing: boolean,
	services: ReadonlyArray<Service | null>,
	host: Host,
): Promise<Looked<boolean>> {
	if (isMissing) return seen(true);
	for (const page of services.flatMap((service) => service?.page ?? [])) {
		const probes = await probePage(name, page, host);
		if ('notSeen' in probes) return probes;
		if (probes.seen > 0) return seen(true);
	}
	return seen(false);
}

/** True when a made-up name beside it leads to the same place: then it is the wildcard that is to be looked at. */
async function leadsLikeAny(
	name: Name,
	domain: Name,
	target: Name,
	wildcard: Looked<Wildcard | null>,
	lookups: Lookups,
	host: Host,
): Promise<Looked<boolean>> {
	const parent = parentOf(name) ?? '.';
	if (parent === domain) return 'notSeen' in wildcard ? wildcard : seen(wildcard.seen?.target === target);
	if (name === domain) return seen(false);
	const beside = `${hex(host.random(LABEL_BYTES))}.${parent}`;
	const looked = answered(await lookups.look(beside, TYPE.A));
	return 'notSeen' in looked ? looked : seen(looked.seen.aliases.at(-1) === target);
}
