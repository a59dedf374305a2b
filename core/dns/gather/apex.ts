import type { Endpointed } from '../doh';
import type { Lookup, Lookups } from '../lookup';
import { type Name } from '../wire/name';
import { TYPE } from '../wire/types';
import { failed } from './compared';

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
	readonly dmarc: Lookup;
	readonly mtaSts: Lookup;
	/** Names that nobody can have made: what they answer, every made-up name answers. */
	readonly madeUp: readonly Lookup[];
}

export async function gatherApex(
	domain: Name,
	zone: Name,
	madeUp: readonly Name[],
	lookups: Lookups,
): Promise<ApexFacts> {
	const at = (type: number, name = domain) => lookups.look(name, type);
	// In the order of what matters most: when questions run out, the last ones are missing.
	const [soa, ns, txt, mx, a, caa, dmarc, aaaa, www, mtaSts, ...others] = await Promise.all([
		at(TYPE.SOA, zone),
		at(TYPE.NS, zone),
		at(TYPE.TXT),
		at(TYPE.MX),
		at(TYPE.A),
		at(TYPE.CAA),
		at(TYPE.TXT, `_dmarc.${domain}`),
		at(TYPE.AAAA),
		at(TYPE.A, `www.${domain}`),
		at(TYPE.TXT, `_mta-sts.${domain}`),
		...madeUp.map((name) => at(TYPE.A, name)),
	]);
	return { soa, ns, txt, mx, a, caa, dmarc, aaaa, www, mtaSts, madeUp: others };
}

export const allOf = ({ madeUp, ...fixed }: ApexFacts): readonly Lookup[] => [
	...Object.values(fixed),
	...madeUp,
];

/**
 * What was looked up and validated already; all else is asked by `compared`, for whose names no chain is followed. What
 * is not proved by signatures counts only when it stands up to that as well.
 */
export function knownFirst(apex: ApexFacts, compared: Lookups): Lookups {
	const known = new Map(allOf(apex).map((lookup) => [keyOf(lookup.name, lookup.type), lookup]));
	return {
		async look(name, type) {
			const lookup = known.get(keyOf(name, type));
			if (lookup?.failed != null || lookup?.verdict.security === 'secure') return lookup;
			const second = await compared.look(name, type);
			if (lookup === undefined) return second;
			return second.failed === null ? lookup : failed(lookup, second.failed);
		},
	};
}

const keyOf = (name: Name, type: number): string => `${type} ${name}`;

const POLICIES = ['_dmarc', '_mta-sts'] as const;

/** Asks for the mail policies on mail's account, so that chain and domain have enough questions below long endings, too. */
export function askPolicies(domain: Name, first: Endpointed): void {
	const purse = first.purse('mail policies', POLICIES.length);
	for (const policy of POLICIES) void purse.ask(`${policy}.${domain}`, TYPE.TXT);
}
