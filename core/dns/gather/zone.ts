import type { Failure, Resolver } from '../resolver';
import { type Name, isUnder, parentOf } from '../wire/name';
import { RCODE, TYPE } from '../wire/types';

/** The zone that a name lies in, `none` when there is no such name, or why nobody could look. */
export type Zone = { readonly apex: Name } | { readonly none: true } | { readonly failed: Failure };

/** Finds the zone of a name by its SOA record: at the name, or told beside the answer that there is none. */
export async function zoneOf(domain: Name, resolver: Resolver): Promise<Zone> {
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
