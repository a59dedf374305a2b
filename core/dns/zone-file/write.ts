import { compareBytes } from '../wire/bytes';
import type { DnsRecord } from '../wire/message';
import { compareNames } from '../wire/name';
import { TYPE, typeName } from '../wire/types';
import { dataText } from './data';
import { nameText } from './names';

/**
 * A zone as a master file in its one form (RFC 1035, section 5): absolute names in small letters, one record a line with
 * TTL and class, the SOA record first and the others in canonical order (RFC 4034, section 6), no directives, no
 * comments. The same set of records gives the same bytes, whatever order they come in and how often each stands there.
 */
export function zoneText(records: readonly DnsRecord[]): string {
	const lines = [...records].sort(inOrder).map(recordText);
	return lines.filter((line, index) => line !== lines[index - 1]).join('');
}

/** One record as a line, with its end. */
export const recordText = ({ name, ttl, type, data }: DnsRecord): string =>
	`${nameText(name)} ${ttl} IN ${typeName(type)} ${dataText(type, data)}\n`;

const inOrder = (a: DnsRecord, b: DnsRecord): number =>
	Number(b.type === TYPE.SOA) - Number(a.type === TYPE.SOA) ||
	compareNames(a.name, b.name) ||
	a.type - b.type ||
	compareBytes(a.data, b.data) ||
	a.ttl - b.ttl;
