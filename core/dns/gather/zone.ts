import type { Lookups } from '../lookup';
import type { Failure, Resolver } from '../resolver';
import { type Name, isUnder, parentOf } from '../wire/name';
import { RCODE, TYPE } from '../wire/types';

/** What one resolver tells: the zone that a name lies in, `none` when there is no such name, or why it tells nothing. */
type Told = { readonly apex: Name } | { readonly none: true } | Failed;
interface Failed {
	readonly failed: Failure;
}

/** The same, when it is certain. `unplaced`: what stands at the top of the zone is not to be looked for at the name. */
export type Zone = Exclude<Told, Failed> | (Failed & { readonly unplaced: boolean });

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
 * Finds the zone of a name. That it begins further up, or that there is no such name, is believed where signatures prove
 * it, or a second resolver says the same: who leaves out the SOA record would pass off the ending's signatures as the
 * domain's.
 */
export async function zoneOf(domain: Name, { own, lookups, again }: Asked): Promise<Zone> {
	const zone = await toldBy(own, domain);
	if ('failed' in zone) return { ...zone, unplaced: false };
	if ('apex' in zone && zone.apex === domain) return zone;
	if ((await lookups.look(domain, TYPE.SOA)).verdict.security === 'secure') return zone;
	const other = await toldBy(again, domain);
	if ('failed' in other)
		return {
			failed: { ...other.failed, what: `two resolvers are compared, and ${other.failed.what}` },
			unplaced: true,
		};
	if (placeOf(other) === placeOf(zone)) return zone;
	const about =
		'apex' in zone && 'apex' in other ? 'where the domain’s zone begins' : 'whether the domain exists';
	return {
		failed: { kind: 'differs', what: `two resolvers do not agree on ${about}` },
		// Where both see the name, one of them sees its zone begin there.
		unplaced: !('apex' in zone) || placeOf(other) !== domain,
	};
}

const placeOf = (told: Exclude<Told, Failed>): Name | null => ('apex' in told ? told.apex : null);

/** The zone by its SOA record: at the name, or told beside the answer that there is none. */
async function toldBy(resolver: Resolver, domain: Name): Promise<Told> {
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
