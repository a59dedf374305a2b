import { type Reader, concat } from './bytes';
import { nameBytes, readName } from './name';
import { TYPE } from './types';

/** The fields in front of, between and behind the names of a record's data: so many bytes, `text` (one length byte), or `name`. */
type Field = number | 'text' | 'name' | 'as is';

/**
 * Where names stand in the data of the types that may be compressed, and of those whose names are in lower case in
 * canonical form (RFC 3597, section 4; RFC 4034, section 6.2 as changed by RFC 6840, section 5.1). Addresses are here
 * for their length.
 */
const layouts: Readonly<Record<number, readonly Field[]>> = {
	[TYPE.A]: [4],
	[TYPE.NS]: ['name'],
	3: ['name'], // MD
	4: ['name'], // MF
	[TYPE.CNAME]: ['name'],
	[TYPE.SOA]: ['name', 'name', 20],
	7: ['name'], // MB
	8: ['name'], // MG
	9: ['name'], // MR
	[TYPE.PTR]: ['name'],
	14: ['name', 'name'], // MINFO
	[TYPE.MX]: [2, 'name'],
	17: ['name', 'name'], // RP
	18: [2, 'name'], // AFSDB
	21: [2, 'name'], // RT
	24: [18, 'name', 'as is'], // SIG
	26: [2, 'name', 'name'], // PX
	30: ['name', 'as is'], // NXT
	[TYPE.AAAA]: [16],
	[TYPE.SRV]: [6, 'name'],
	[TYPE.NAPTR]: [4, 'text', 'text', 'text', 'name'],
	36: [2, 'name'], // KX
	[TYPE.DNAME]: ['name'],
	[TYPE.RRSIG]: [18, 'name', 'as is'],
};

/** The data of a record in its canonical form: names uncompressed and in lower case where the type says so, all else as it is. */
export function canonicalData(type: number, reader: Reader): Uint8Array {
	const layout = layouts[type];
	if (layout === undefined) return reader.rest();
	const parts = layout.map((field) => {
		if (field === 'name') return nameBytes(readName(reader));
		if (field === 'as is') return reader.rest();
		if (field !== 'text') return reader.take(field);
		const start = reader.position;
		reader.take(reader.u8());
		return reader.bytes.subarray(start, reader.position);
	});
	return parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts);
}
