import { Reader, latin1 } from './bytes';
import type { DnsRecord } from './message';
import { type Name, readName } from './name';

/** Readers of the data of single records. Each throws Malformed for data that is not of its type's form. */

/** NS, CNAME, PTR, DNAME. */
export const readTarget = ({ data }: DnsRecord): Name => readName(new Reader(data));

export function readMx({ data }: DnsRecord) {
	const reader = new Reader(data);
	return { preference: reader.u16(), exchange: readName(reader) };
}

export function readSoa({ data }: DnsRecord) {
	const reader = new Reader(data);
	return {
		primary: readName(reader),
		mailbox: readName(reader),
		serial: reader.u32(),
		refresh: reader.u32(),
		retry: reader.u32(),
		expire: reader.u32(),
		minimum: reader.u32(),
	};
}

/** The strings of a TXT record, one character a byte, joined without anything between them. */
export const readTxt = ({ data }: DnsRecord): string => readStrings(new Reader(data)).join('');

function readStrings(reader: Reader): string[] {
	const strings: string[] = [];
	while (reader.left > 0) strings.push(latin1(reader.take(reader.u8())));
	return strings;
}

/** Dotted or colon form of an A or AAAA record (RFC 5952 without shortening of runs). */
export function readAddress({ data }: DnsRecord): string {
	if (data.length === 4) return [...data].join('.');
	const reader = new Reader(data);
	return Array.from({ length: 8 }, () => reader.u16().toString(16)).join(':');
}

/** RFC 8659, section 4.1. */
export function readCaa({ data }: DnsRecord) {
	const reader = new Reader(data);
	const critical = (reader.u8() & 0x80) !== 0;
	const tag = latin1(reader.take(reader.u8())).toLowerCase();
	return { critical, tag, value: latin1(reader.rest()) };
}

/** RFC 4034, section 5.1. CDS has the same form. */
export function readDs({ data }: DnsRecord) {
	const reader = new Reader(data);
	return { keyTag: reader.u16(), algorithm: reader.u8(), digestType: reader.u8(), digest: reader.rest() };
}

/** RFC 4034, section 2.1. CDNSKEY has the same form. */
export function readDnskey({ data }: DnsRecord) {
	const reader = new Reader(data);
	return { flags: reader.u16(), protocol: reader.u8(), algorithm: reader.u8(), publicKey: reader.rest() };
}

/** RFC 4034, section 3.1. Times are seconds since 1970, modulo 2^32. `fields` is all that stands before the signature. */
export function readRrsig({ data }: DnsRecord) {
	const reader = new Reader(data);
	return {
		covered: reader.u16(),
		algorithm: reader.u8(),
		labels: reader.u8(),
		originalTtl: reader.u32(),
		expiration: reader.u32(),
		inception: reader.u32(),
		keyTag: reader.u16(),
		signer: readName(reader),
		fields: data.subarray(0, reader.position),
		signature: reader.rest(),
	};
}

/** RFC 4034, section 4.1. */
export function readNsec({ data }: DnsRecord) {
	const reader = new Reader(data);
	return { next: readName(reader), types: readTypes(reader) };
}

/** RFC 5155, section 3.1. */
export function readNsec3({ data }: DnsRecord) {
	const reader = new Reader(data);
	return {
		hashAlgorithm: reader.u8(),
		optOut: (reader.u8() & 0x01) !== 0,
		iterations: reader.u16(),
		salt: reader.take(reader.u8()),
		next: reader.take(reader.u8()),
		types: readTypes(reader),
	};
}

/** RFC 5155, section 4.2. */
export function readNsec3param({ data }: DnsRecord) {
	const reader = new Reader(data);
	reader.take(2);
	return { iterations: reader.u16(), salt: reader.take(reader.u8()) };
}

/** A bitmap of types (RFC 4034, section 4.1.2). */
export function readTypes(reader: Reader): ReadonlySet<number> {
	const types = new Set<number>();
	while (reader.left > 0) {
		const window = reader.u8();
		for (const [index, byte] of reader.take(reader.u8()).entries())
			for (let bit = 0; bit < 8; bit++)
				if ((byte & (0x80 >> bit)) !== 0) types.add(window * 256 + index * 8 + bit);
	}
	return types;
}
