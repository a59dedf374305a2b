import { Malformed, Reader, concat, u16, u32, u8 } from './bytes';
import { type Name, nameBytes, readName } from './name';
import { canonicalData } from './rdata';
import { IN, TYPE } from './types';

export interface Question {
	readonly name: Name;
	readonly type: number;
}

/** One resource record. `data` is in canonical form: what signatures are made over, and what two equal records share. */
export interface DnsRecord {
	readonly name: Name;
	readonly type: number;
	readonly class: number;
	/** In seconds. */
	readonly ttl: number;
	readonly data: Uint8Array;
}

export interface Message {
	readonly id: number;
	readonly isAnswer: boolean;
	readonly truncated: boolean;
	readonly rcode: number;
	readonly questions: readonly Question[];
	readonly answer: readonly DnsRecord[];
	readonly authority: readonly DnsRecord[];
	readonly additional: readonly DnsRecord[];
}

const MAX_BYTES = 65_535;
/** What a message of the greatest size has room for is far less. */
const MAX_RECORDS = 4_096;
/** Recursion desired; checking disabled: the validation is ours (RFC 4035, section 3.2.2). */
const FLAGS = 0x01_10;
const DNSSEC_OK = 0x8000;
const LARGEST_ANSWER = 4_096;

/** A question with DNSSEC records asked for and validation by the resolver switched off. The ID is 0, as RFC 8484 wants. */
export function encodeQuestion({ name, type }: Question): Uint8Array {
	const opt = concat(u8(0), u16(TYPE.OPT), u16(LARGEST_ANSWER), u32(DNSSEC_OK), u16(0));
	return concat(...[0, FLAGS, 1, 0, 0, 1].map(u16), ...[nameBytes(name), u16(type), u16(IN)], opt);
}

/** Reads a message (RFC 1035, section 4.1; RFC 6891 for the upper bits of the code). Throws Malformed. */
export function decodeMessage(bytes: Uint8Array): Message {
	if (bytes.length > MAX_BYTES) throw new Malformed('it is too long');
	const reader = new Reader(bytes);
	const id = reader.u16();
	const flags = reader.u16();
	const [asked = 0, answers = 0, authorities = 0, additionals = 0] = [1, 2, 3, 4].map(() => reader.u16());
	if (asked + answers + authorities + additionals > MAX_RECORDS)
		throw new Malformed('it names too many records');
	const questions = many(asked, () => {
		const question = { name: readName(reader), type: reader.u16() };
		reader.u16();
		return question;
	});
	const [answer, authority, additional] = [answers, authorities, additionals].map((count) =>
		many(count, () => readRecord(reader)),
	) as [DnsRecord[], DnsRecord[], DnsRecord[]];
	const opt = additional.find(({ type }) => type === TYPE.OPT);
	return {
		id,
		isAnswer: (flags & 0x8000) !== 0,
		truncated: (flags & 0x0200) !== 0,
		rcode: (opt === undefined ? 0 : (opt.ttl >>> 24) << 4) | (flags & 0xf),
		questions,
		answer,
		authority,
		additional: additional.filter((record) => record !== opt),
	};
}

function readRecord(reader: Reader): DnsRecord {
	const name = readName(reader);
	const [type, class_, ttl, length] = [reader.u16(), reader.u16(), reader.u32(), reader.u16()];
	const end = reader.position + length;
	const within = new Reader(reader.bytes, reader.position, end);
	const data = canonicalData(type, within);
	if (within.left > 0) throw new Malformed('a record is longer than its data');
	reader.position = end;
	return { name, type, class: class_, ttl, data };
}

function many<Result>(count: number, read: () => Result): Result[] {
	const results: Result[] = [];
	while (results.length < count) results.push(read());
	return results;
}
