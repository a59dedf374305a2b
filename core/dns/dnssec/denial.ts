import type { Link } from '../lookup';
import { equalBytes } from '../wire/bytes';
import type { DnsRecord } from '../wire/message';
import type { Name } from '../wire/name';
import { RCODE, TYPE } from '../wire/types';
import type { Budget } from './budget';
import { nsecDenial } from './nsec';
import { nsec3Denial } from './nsec3';
import { type RecordSets, signedLabels } from './sets';
import { type SecureZone, checkSet } from './signature';

/** What records of absence say of a claim. `open`: the zone has parts that it makes no statement about (RFC 5155, section 6). */
export type Outcome = 'proved' | 'open' | 'too many iterations' | 'too much work' | 'not proved';

/** What records of absence say of a name at which a zone of its own may begin, without a DS record. */
export type Cut =
	| 'unsigned zone'
	/** The name belongs to the zone that says so. */
	| 'no zone'
	/** So it does, and there is no name below it. */
	| 'no name'
	| Exclude<Outcome, 'proved'>;

/** What can be concluded from the NSEC or NSEC3 records of one zone. */
export interface Denial {
	/** There is no such name, and no wildcard answers for it. */
	noName(name: Name): Outcome;
	/** There is such a name, or a wildcard answers for it, but without this type. */
	noData(name: Name, type: number): Outcome;
	/** Nothing stands between the name and the wildcard that answered for it, whose parent has so many labels. */
	onlyWildcard(name: Name, labels: number): Outcome;
	cutAt(name: Name): Cut;
}

export interface Proofs {
	readonly denial: Denial;
	/** Why records of absence were not used, or null. */
	readonly fault: Link | null;
}

/** Takes those records of absence from a section that the zone signed. */
export function openProofs(sets: RecordSets, zone: SecureZone, seconds: number, budget: Budget): Proofs {
	let fault: Link | null = null;
	const signed = (type: number) =>
		sets.ofType(type).flatMap((set) => {
			// There is one such record for a name. More of them would only be work. BIND writes one twice that proves two things.
			const [first, ...others] = set.records as [DnsRecord, ...DnsRecord[]];
			if (others.some(({ data }) => !equalBytes(data, first.data))) return [];
			// Absence is never told by a wildcard: what it expands to would cover names that nobody spoke of.
			const checked = checkSet(set, zone, seconds, budget);
			if (checked.fault !== null) fault ??= checked.fault;
			else if (checked.signature.labels === signedLabels(set.name)) return [first];
			return [];
		});
	const denials = [
		nsecDenial(zone.name, signed(TYPE.NSEC)),
		nsec3Denial(zone.name, signed(TYPE.NSEC3), budget),
	];
	return { denial: either(denials), fault };
}

/** True when the code of an answer without the asked records says that there is no such name. */
export const outcomeOf = (denial: Denial, rcode: number, name: Name, type: number): Outcome =>
	rcode === RCODE.NXDOMAIN ? denial.noName(name) : denial.noData(name, type);

function either(denials: readonly Denial[]): Denial {
	const first = <Result extends string>(ask: (denial: Denial) => Result | 'not proved') => {
		for (const denial of denials) {
			const result = ask(denial);
			if (result !== 'not proved') return result;
		}
		return 'not proved' as const;
	};
	return {
		noName: (name) => first<Outcome>((denial) => denial.noName(name)),
		noData: (name, type) => first<Outcome>((denial) => denial.noData(name, type)),
		onlyWildcard: (name, labels) => first<Outcome>((denial) => denial.onlyWildcard(name, labels)),
		cutAt: (name) => first<Cut>((denial) => denial.cutAt(name)),
	};
}
