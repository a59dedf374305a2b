import { type Judgement, judgedBy } from '../finding';
import { type Lookup, answered } from '../lookup';
import { readable } from '../readable';
import type { DnsRecord } from '../wire/message';

/** Judges the data of an answer's records; not checked when there is no answer or a record of it cannot be read. */
export function ofRecords<Data>(
	lookup: Lookup,
	read: (record: DnsRecord) => Data,
	judge: (data: readonly Data[]) => Judgement,
): Judgement {
	return judgedBy(answered(lookup), (answer) => judgedBy(readable(answer, read), judge));
}
