import type { Lookups } from '../lookup';
import type { Failure } from '../resolver';
import { TYPE } from '../wire/types';

/** What stands at the top of a zone, or above it. */
const OF_ZONE: readonly number[] = [TYPE.SOA, TYPE.NS, TYPE.DS, TYPE.DNSKEY, TYPE.CDS, TYPE.CDNSKEY];

/** Look-ups for a name whose zone nobody knows: at the name itself, its zone's records would be found missing. */
export function withoutZone(lookups: Lookups, failed: Failure): Lookups {
	return {
		async look(name, type) {
			if (!OF_ZONE.includes(type)) return await lookups.look(name, type);
			const verdict = {
				security: 'indeterminate',
				link: { zone: name, reason: 'no answer', what: failed.what },
			} as const;
			return { name, type, failed, rcode: 0, records: [], aliases: [], verdict };
		},
	};
}
