import type { Host } from '../../ports';
import type { CertificateFacts } from '../certificates/facts';
import { lookCloudAddresses } from '../dangling/addresses';
import { lookDelegationOf } from '../dangling/delegations';
import type { DanglingFacts } from '../dangling/facts';
import { lookDangling, sitesAmong } from '../dangling/lookup';
import type { FreeDomain } from '../delegation/lookup';
import { type Looked, type NotSeen, notSeen, seen } from '../finding';
import type { Lookups } from '../lookup';
import type { Wildcard } from '../wildcard/lookup';
import { type Name, shown } from '../wire/name';
import { TYPE } from '../wire/types';
import type { ApexFacts } from './apex';

/** At most so many names, the domain's `www` first, then those in certificates; and so many addresses of theirs. */
const MOST = { names: 6, addresses: 6 } as const;

/** How many questions may be asked of each resolver for names, and of the first for what addresses are called. */
export const DANGLING_QUESTIONS = { names: 2 * MOST.names, addresses: MOST.addresses };

interface Tools {
	/** What both resolvers say alike. */
	readonly lookups: Lookups;
	/** What each of them says. */
	readonly each: { readonly first: Lookups; readonly second: Lookups };
	readonly reverse: Lookups;
	readonly host: Host;
	readonly free: FreeDomain;
	/** When domains were first found free, as far as somebody remembers. */
	readonly freeSince: ReadonlyMap<Name, number>;
}

export async function gatherDangling(
	{ a, aaaa, www, domain }: ApexFacts & { readonly domain: Name },
	{ issued }: Pick<CertificateFacts, 'issued'>,
	wildcard: Looked<Wildcard | null>,
	tools: Tools,
): Promise<DanglingFacts> {
	const { lookups, reverse } = tools;
	const certified = 'seen' in issued ? issued.seen.issuances.flatMap(({ names }) => names) : [];
	const sites = sitesAmong([www.name, ...certified.filter((name) => name !== domain)], domain);
	const looked = sites.slice(0, MOST.names);
	const left: readonly NotSeen[] = [
		...('notSeen' in issued ? [notSeen(`names in certificates: ${issued.notSeen}`)] : []),
		...sites
			.slice(MOST.names)
			.map((name) => notSeen(`${shown(name)}: only ${MOST.names} names are looked at in one run`)),
	];
	const each = <Fact>(look: (name: Name) => Promise<Fact>) => Promise.all(looked.map(look));
	const addressed = each(async (name) => ({ name, lookup: seen(await lookups.look(name, TYPE.A)) }));
	const own = [a, aaaa].map((lookup) => ({ name: domain, lookup: seen(lookup) }));
	const [candidates, delegations, addresses] = await Promise.all([
		each((name) => lookDangling(name, domain, wildcard, tools)),
		each((name) => lookDelegationOf(name, domain, { ...tools.each, both: lookups })),
		addressed.then((others) => lookCloudAddresses([...own, ...others], reverse, MOST.addresses)),
	]);
	return {
		candidates: [...candidates, ...left],
		delegations: [...delegations, ...left],
		addresses: [...addresses, ...left],
		firstSeenFree: tools.freeSince,
	};
}
