import type { DnsRecord } from '../wire/message';
import { readTxt } from '../wire/records';
import { Malformed } from '../wire/bytes';

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
