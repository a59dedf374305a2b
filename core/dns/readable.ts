import { type Looked, notSeen, seen } from './finding';
import type { Lookup } from './lookup';
import { Malformed } from './wire/bytes';
import type { DnsRecord } from './wire/message';
import { shown } from './wire/name';
import { typeName } from './wire/types';

/** The data of all records of an answer; not seen when one of them is not of its type's form. */
export function readable<Data>(
	{ records, name, type }: Lookup,
	read: (record: DnsRecord) => Data,
): Looked<readonly Data[]> {
	try {
		return seen(records.map(read));
	} catch (error) {
		if (!(error instanceof Malformed)) throw error;
		return notSeen(`${typeName(type)} of ${shown(name)}: a record cannot be read: ${error.message}`);
	}
}
