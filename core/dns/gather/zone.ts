import type { Lookups } from '../lookup';
import type { Failure, Resolver } from '../resolver';
import { type Name, isUnder, parentOf } from '../wire/name';
import { RCODE, TYPE } from '../wire/types';

/** The zone that a name lies in, `none` when there is no such name, or why nobody could look. */
export type Zone = { readonly apex: Name } | { readonly none: true } | { readonly failed: Failure };

/** So many questions the second resolver is asked where it takes its word, too. */
export const ZONE_QUESTIONS = 4;

interface Asked {
	readonly own: Resolver;
	/** Validates what `own` says. */
	readonly lookups: Lookups;
	/** The second resolver. */
	readonly again: Resolver;
}

/**
 * Finds the zone of a name. That it begins further up is believed where signatures prove that none begins at the name, or
 * a second resolver says the same: who leaves out the SOA record would pass off the ending's signatures as the domain's.
 */
export async function zoneOf(domain: Name, { own, lookups, again }: Asked): Promise<Zone> {
	const zone = await toldBy(own, domain);
	if (!('apex' in zone) || zone.apex === domain) return zone;
	if ((await lookups.look(domain, TYPE.SOA)).verdict.security === 'secure') return zone;
	const other = await toldBy(again, domain);
	if ('apex' in other && other.apex === zone.apex) return zone;
	const what = 'two resolvers do not agree on where the domain’s zone begins';
	return { failed: { kind: 'differs', what } };
}

/** The zone by its SOA record: at the name, or told beside the answer that there is none. */
async function toldBy(resolver: Resolver, domain: Name): Promise<Zone> {
	for (let name: Name | null = domain; name !== null && name !== '.'; name = parentOf(name)) {
		const { message, failed } = await resolver.ask(name, TYPE.SOA);
		if (message === null) return { failed };
		const soa = [...message.answer, ...message.authority].find(
			({ type, name: owner }) => type === TYPE.SOA && isUnder(domain, owner),
		);
		if (name === domain && message.rcode === RCODE.NXDOMAIN) return { none: true };
		if (message.rcode === RCODE.SERVFAIL || message.rcode === RCODE.REFUSED) {
			const what = 'the domain’s own name servers do not answer';
			return { failed: { kind: 'refused', what } };
		}
		// The ending itself answers for a name that it does not delegate: no zone of the domain's own.
		if (soa !== undefined) return { apex: soa.name };
	}
	return { failed: { kind: 'unreadable', what: 'no zone was found for the domain' } };
}
