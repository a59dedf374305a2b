import { type Looked, notSeen, seen } from '../finding';
import type { Lookup } from '../lookup';
import type { DnsRecord } from '../wire/message';
import { readTxt } from '../wire/records';
import { Malformed } from '../wire/bytes';
import { shown } from '../wire/name';
import { RCODE, typeName } from '../wire/types';

/** The answer, if it is one that may be built upon: neither a failure of anybody nor data that validation refuses. */
export function answered(lookup: Lookup): Looked<Lookup> {
	const { name, type, failed, rcode, verdict } = lookup;
	const asked = `${typeName(type)} of ${shown(name)}`;
	if (failed !== null) return notSeen(`${asked}: ${failed.what}`);
	if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN)
		return notSeen(`${asked}: the name servers answer with error ${String(rcode)}`);
	if (verdict.security === 'bogus') return notSeen(`${asked}: the answer’s signatures are wrong`);
	return seen(lookup);
}

/** The texts of TXT records. One that is not of its type’s form is left out: it says nothing. */
export const textsOf = (records: readonly DnsRecord[]): string[] => readable(records, readTxt);

/** What `read` makes of each record, without those that are not of their type's form. */
export const readable = <Read>(records: readonly DnsRecord[], read: (record: DnsRecord) => Read): Read[] =>
	records.flatMap((record) => {
		try {
			return [read(record)];
		} catch (error) {
			if (error instanceof Malformed) return [];
			throw error;
		}
	});
