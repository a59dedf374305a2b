import { TYPE } from '../wire/types';
import type { Cut } from './denial';

type Types = ReadonlySet<number>;

/** True for the side of the parent at a delegation: it knows nothing of the zone below (RFC 6840, section 4.1). */
const isDelegation = (types: Types): boolean => types.has(TYPE.NS) && !types.has(TYPE.SOA);

/** True when a record of absence at a name says nothing of what is below it: another zone, or elsewhere by DNAME. */
export const endsAt = (types: Types): boolean => isDelegation(types) || types.has(TYPE.DNAME);

/**
 * Whether a name with these types lacks this one, in the words of the zone that should know: for DS that is the parent,
 * for everything else the zone itself (RFC 4035, section 5.4; RFC 6840, sections 4.1 and 4.3).
 */
export function lacks(types: Types, type: number, isRoot: boolean): boolean {
	if (types.has(type) || types.has(TYPE.CNAME)) return false;
	return type === TYPE.DS ? isRoot || !types.has(TYPE.SOA) : !isDelegation(types);
}

/** What the parent says of a name with these types. With DS it is a signed zone, and with SOA it is not the parent that speaks. */
export function cutBy(types: Types): Cut {
	if (types.has(TYPE.DS) || types.has(TYPE.SOA)) return 'not proved';
	return isDelegation(types) ? 'unsigned zone' : 'no zone';
}
