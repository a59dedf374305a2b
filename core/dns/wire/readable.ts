import { wellFormed } from './bytes';
import type { DnsRecord } from './message';

/** What the records say, without those whose data is not of their type's form. */
export const readable = <Content>(
	records: readonly DnsRecord[],
	read: (record: DnsRecord) => Content,
): Content[] =>
	records.flatMap((record) => {
		const found = wellFormed(() => [read(record)]);
		return found ?? [];
	});
