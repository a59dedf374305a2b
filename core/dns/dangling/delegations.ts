import { type Looked, notSeen, seen } from '../finding';
import { type Lookup, type Lookups, answered } from '../lookup';
import { type Name, parentOf, shown } from '../wire/name';
import { readable } from '../wire/readable';
import { readTarget } from '../wire/records';
import { RCODE, TYPE, typeName } from '../wire/types';

/** A part of a domain that is handed to name servers which do not answer for it: whoever sets it up there speaks for it. */
export interface LameDelegation {
	/** The name that was looked up, and the name at which its zone should begin. */
	readonly name: Name;
	readonly cut: Name;
	/** The name servers, as far as a resolver tells; mostly it tells none of servers that do not answer. */
	readonly servers: readonly Name[];
	/** By how many of two resolvers no answer was got. */
	readonly probes: 1 | 2;
}

interface Resolvers {
	readonly first: Lookups;
	readonly second: Lookups;
	/** What the two say alike. */
	readonly both: Lookups;
}

/**
 * Looks whether a name under `domain` has no answer because the delegation above it leads nowhere. Costs one question
 * of each resolver, and three or more where there is no answer. What it cannot tell: whose the servers are, and whether a stranger could
 * set the zone up there.
 */
export async function lookDelegationOf(
	name: Name,
	domain: Name,
	{ first, second, both }: Resolvers,
): Promise<Looked<LameDelegation | null>> {
	const [lookup, again] = await Promise.all([first.look(name, TYPE.A), second.look(name, TYPE.A)]);
	if (!isUnanswered(lookup)) {
		const answer = answered(await both.look(name, TYPE.A));
		return 'notSeen' in answer ? answer : seen(null);
	}
	if (again.failed === null && !isUnanswered(again))
		return notSeen(`${shown(name)}: one of two resolvers got no answer, the other did`);
	// Where the second is silent, what is found is told as seen once.
	const asked = again.failed === null ? both : first;
	const cut = await cutAbove(name, domain, asked);
	if ('notSeen' in cut) return cut;
	const ns = cut.seen === null ? null : await asked.look(cut.seen, TYPE.NS);
	if (ns === null || cut.seen === null) return seen(null);
	if (ns.failed !== null) return notSeen(whyNot(ns));
	const servers = readable(ns.records, readTarget);
	// Servers that answer for the name are not those of a delegation that leads nowhere.
	if (!isUnanswered(ns) && servers.length === 0) return seen(null);
	return seen({ name, cut: cut.seen, servers, probes: isUnanswered(again) ? 2 : 1 });
}

/** The name servers gave no answer, whatever the signatures: it was asked with checking switched off. */
const isUnanswered = ({ failed, rcode }: Lookup): boolean =>
	failed === null && (rcode === RCODE.SERVFAIL || rcode === RCODE.REFUSED);

/**
 * Where the zone above still answers for the DS records of a name, so that the name servers without an answer are those
 * of a zone that begins there (RFC 4035, section 3.1.4.1: DS records are the parent's). Null where an alias leads away.
 */
async function cutAbove(name: Name, domain: Name, lookups: Lookups): Promise<Looked<Name | null>> {
	for (let cut: Name | null = name; cut !== null && cut !== domain; cut = parentOf(cut)) {
		const ds = await lookups.look(cut, TYPE.DS);
		if (ds.failed !== null) return notSeen(whyNot(ds));
		if (isUnanswered(ds)) continue;
		return seen(ds.aliases.length > 0 ? null : cut);
	}
	return notSeen(`${shown(name)}: the name servers of ${shown(domain)} itself gave no answer`);
}

const whyNot = ({ name, type, failed }: Lookup): string =>
	`${typeName(type)} of ${shown(name)}: ${failed?.what ?? ''}`;
