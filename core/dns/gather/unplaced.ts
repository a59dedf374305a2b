import { type Lookups, failedLookup } from '../lookup';
import type { Failure } from '../resolver';
import { TYPE } from '../wire/types';

/** What stands at the top of a zone, or above it. */
const OF_ZONE: readonly number[] = [TYPE.SOA, TYPE.NS, TYPE.DS, TYPE.DNSKEY, TYPE.CDS, TYPE.CDNSKEY];

/** Look-ups for a name whose zone nobody knows: at the name itself, its zone's records would be found missing. */
export function withoutZone(lookups: Lookups, failed: Failure): Lookups {
	return {
		async look(name, type) {
			return OF_ZONE.includes(type) ? failedLookup(name, type, failed) : await lookups.look(name, type);
		},
	};
}
