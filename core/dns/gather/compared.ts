import { hex } from '../../hex';
import type { Lookup, Lookups } from '../lookup';
import { type Name, isUnder } from '../wire/name';
import { RCODE, TYPE } from '../wire/types';

/** Sites behind a content network have other addresses for each who asks, and a zone has a new serial every minute. */
const VARIES: readonly number[] = [TYPE.A, TYPE.AAAA, TYPE.SOA];

/**
 * Asks two resolvers at once. Where they do not say the same, or the second gives no answer, nothing was seen: one
 * resolver alone decides nothing about a name.
 */
export const comparedLookups = (first: Lookups, second: Lookups, domain: Name): Lookups =>
	comparing(first, second, (one, other) => isSamePath(one, other, domain));

/** The same, where it is enough that there is something to open: which network that is may differ for each who asks. */
export const comparedSites = (first: Lookups, second: Lookups): Lookups =>
	comparing(first, second, () => true);

function comparing(
	first: Lookups,
	second: Lookups,
	isOneWay: (one: Lookup, other: Lookup) => boolean,
): Lookups {
	return {
		async look(name, type) {
			const [one, other] = await Promise.all([first.look(name, type), second.look(name, type)]);
			if (one.failed !== null) return one;
			if (other.failed !== null)
				return failed(one, {
					...other.failed,
					what: `two resolvers are compared, and ${other.failed.what}`,
				});
			const isAlike =
				meaningOf(one) === meaningOf(other) &&
				isOneWay(one, other) &&
				(VARIES.includes(type) ? bothHave(one, other) || haveNone(one, other) : isSameSet(one, other));
			return isAlike ? one : failed(one, { kind: 'differs', what: 'two resolvers give different answers' });
		},
	};
}

/** The answer as one that nobody could get. */
export const failed = (lookup: Lookup, failure: NonNullable<Lookup['failed']>): Lookup => ({
	...lookup,
	failed: failure,
	rcode: 0,
	records: [],
	aliases: [],
});

export const bothHave = (...lookups: readonly Lookup[]): boolean =>
	lookups.every(({ records }) => records.length > 0);
const haveNone = (...lookups: readonly Lookup[]): boolean =>
	lookups.every(({ records }) => records.length === 0);

/** The same records, or the same absence. */
export const isSameSet = (one: Lookup, other: Lookup): boolean =>
	meaningOf(one) === meaningOf(other) && setOf(one) === setOf(other);

/** Of name servers that do not answer one resolver says that they failed, and another that they refused. */
const meaningOf = ({ rcode }: Lookup): number => (rcode === RCODE.REFUSED ? RCODE.SERVFAIL : rcode);

const setOf = ({ records }: Lookup): string =>
	records
		.map(({ name, data }) => `${name} ${hex(data)}`)
		.sort()
		.join('\n');

export const isSamePath = (one: Lookup, other: Lookup, domain: Name): boolean =>
	pathOf(one, domain).join() === pathOf(other, domain).join();

/** Where a name leads within a domain, and to whom it leaves that. Aliases further on are the other party's. */
function pathOf({ aliases }: Lookup, domain: Name): readonly Name[] {
	const leaves = aliases.findIndex((alias) => !isUnder(alias, domain));
	return leaves < 0 ? aliases : aliases.slice(0, leaves + 1);
}
