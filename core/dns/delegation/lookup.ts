import { type Looked, notSeen, seen } from '../finding';
import { type Lookup, type Lookups, answered, isMissingName } from '../lookup';
import { readable } from '../readable';
import type { Name } from '../wire/name';
import { readTarget } from '../wire/records';
import { TYPE } from '../wire/types';

/** What became of one name server's own name. */
export interface NameServer {
	readonly name: Name;
	readonly state: Looked<NameServerState>;
}
export type NameServerState = 'has an address' | 'has no address' | 'is an alias' | { readonly free: Name };

export interface DelegationFacts {
	/** In the order of the answer; those beyond the budget are not seen. */
	readonly servers: Looked<readonly NameServer[]>;
}

/** The domain that a stranger could register to own this missing name, null if there is none. */
export type FreeDomain = (missing: Name) => Promise<Looked<Name | null>>;

/**
 * Looks up the names of name servers: one question each, a second where there is no IPv4 address or the name is missing.
 * More than `most` are not asked for.
 */
export async function lookDelegation(
	ns: Looked<Lookup>,
	lookups: Lookups,
	free: FreeDomain,
	most = 4,
): Promise<DelegationFacts> {
	const answer = 'seen' in ns ? answered(ns.seen) : ns;
	if ('notSeen' in answer) return { servers: answer };
	const names = readable(answer.seen, readTarget);
	if ('notSeen' in names) return { servers: names };
	const servers = [...new Set(names.seen)].map(async (name, index) => ({
		name,
		state:
			index < most ? await stateOf(name, lookups, free) : notSeen(`only ${most} name servers are looked up`),
	}));
	return { servers: seen(await Promise.all(servers)) };
}

async function stateOf(name: Name, lookups: Lookups, free: FreeDomain): Promise<Looked<NameServerState>> {
	const four = answered(await lookups.look(name, TYPE.A));
	if ('notSeen' in four) return four;
	if (four.seen.aliases.length > 0) return seen('is an alias');
	if (four.seen.records.length > 0) return seen('has an address');
	if (isMissingName(four.seen)) {
		const domain = await free(name);
		// Missing it is in any case; whose fault it is may stay unknown.
		return seen('seen' in domain && domain.seen !== null ? { free: domain.seen } : 'has no address');
	}
	const six = answered(await lookups.look(name, TYPE.AAAA));
	if ('notSeen' in six) return six;
	return seen(six.seen.records.length > 0 ? 'has an address' : 'has no address');
}
