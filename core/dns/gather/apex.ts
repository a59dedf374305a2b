import type { Lookup, Lookups } from '../lookup';
import { type Name } from '../wire/name';
import { TYPE } from '../wire/types';

/** What stands at the domain itself, at the top of its zone, and at the names beside it that everybody uses. */
export interface ApexFacts {
	readonly soa: Lookup;
	readonly ns: Lookup;
	readonly a: Lookup;
	readonly aaaa: Lookup;
	readonly mx: Lookup;
	readonly txt: Lookup;
	readonly caa: Lookup;
	readonly www: Lookup;
	/** A name that nobody can have made: what it answers, every made-up name answers. */
	readonly madeUp: Lookup;
}

export async function gatherApex(
	domain: Name,
	zone: Name,
	random: string,
	lookups: Lookups,
): Promise<ApexFacts> {
	const at = (type: number, name = domain) => lookups.look(name, type);
	// In the order of what matters most: when questions run out, the last ones are missing.
	const [soa, ns, txt, mx, a, caa, aaaa, www, madeUp] = await Promise.all([
		at(TYPE.SOA, zone),
		at(TYPE.NS, zone),
		at(TYPE.TXT),
		at(TYPE.MX),
		at(TYPE.A),
		at(TYPE.CAA),
		at(TYPE.AAAA),
		at(TYPE.A, `www.${domain}`),
		at(TYPE.A, `${random}.${domain}`),
	]);
	return { soa, ns, txt, mx, a, caa, aaaa, www, madeUp };
}

export const allOf = (apex: ApexFacts): readonly Lookup[] => Object.values(apex) as Lookup[];
