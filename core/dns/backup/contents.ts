import { sha256 } from '../../secret';
import type { Special } from '../hosts/host';
import type { DnsRecord } from '../wire/message';
import type { Name } from '../wire/name';
import { TYPE, type TypeName, typeName } from '../wire/types';
import { recordText, zoneText } from '../zone-file/write';

const SERIAL_FROM_END = 20;

/** The serial of a zone's SOA record; null without one. */
export function serialOf(records: readonly DnsRecord[]): number | null {
	const data = records.find(({ type }) => type === TYPE.SOA)?.data;
	if (data === undefined) return null;
	return data
		.slice(data.length - SERIAL_FROM_END, data.length - SERIAL_FROM_END + 4)
		.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The same record with 0 for the serial: hosts raise it without a change of the zone. */
export function withoutSerial(record: DnsRecord): DnsRecord {
	if (record.type !== TYPE.SOA) return record;
	const data = Uint8Array.from(record.data);
	data.fill(0, data.length - SERIAL_FROM_END, data.length - SERIAL_FROM_END + 4);
	return { ...record, data };
}

/**
 * SHA-256, in hex, of what a zone is: its file without the serial, and what its host answers otherwise. Comments, and the
 * order and form in which the host lists things, are no part of it.
 */
export function contentsHash(records: readonly DnsRecord[], special: readonly Special[]): string {
	const others = special.map(({ name, type, why, value }) => JSON.stringify([name, type, why, value])).sort();
	return sha256([zoneText(records.map(withoutSerial)), ...others].join('\n'));
}

/** A record as a line without its serial; two are the same record when these are equal. */
const keyOf = (record: DnsRecord): string => recordText(withoutSerial(record));

/** Names and types, each once, of what is in one set of records and not in the other. */
export interface Difference {
	readonly added: readonly string[];
	readonly removed: readonly string[];
}

export function differenceBetween(before: readonly DnsRecord[], after: readonly DnsRecord[]): Difference {
	const [old, fresh] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
	return {
		added: namesOf(after.filter((record) => !old.has(keyOf(record)))),
		removed: namesOf(before.filter((record) => !fresh.has(keyOf(record)))),
	};
}

export const isSame = ({ added, removed }: Difference): boolean => added.length + removed.length === 0;

export const namesOf = (records: readonly DnsRecord[]): string[] => [
	...new Set(records.map(({ name, type }) => `${name} ${typeName(type)}`)),
];

/** The records of a file that a host's list can have; at the top of a zone some types stand in files alone. */
export const listable = (
	zone: Name,
	records: readonly DnsRecord[],
	unlisted: readonly TypeName[],
): DnsRecord[] => {
	const types = new Set<number>(unlisted.map((type) => TYPE[type]));
	return records.filter(({ name, type }) => name !== zone || !types.has(type));
};
