import { bytesOf, concat, u16, u32, u8 } from '../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../core/dns/wire/message';
import { nameBytes, parseName } from '../../../core/dns/wire/name';
import { IN, TYPE, type TypeName } from '../../../core/dns/wire/types';

/** How the fields of a type's data are written (RFC 1035, section 5.1). The last may take all that is left. */
type Field =
	| 'u8'
	| 'u16'
	| 'u32'
	| 'name'
	| 'v4'
	| 'v6'
	| 'text'
	| 'texts'
	| 'hex'
	| 'base64'
	| 'time'
	| 'type'
	| 'types'
	| 'salt'
	| 'hash';

const fields: Partial<Record<TypeName | 'PX', readonly Field[]>> = {
	A: ['v4'],
	AAAA: ['v6'],
	NS: ['name'],
	CNAME: ['name'],
	DNAME: ['name'],
	PTR: ['name'],
	SOA: ['name', 'name', 'u32', 'u32', 'u32', 'u32', 'u32'],
	MX: ['u16', 'name'],
	TXT: ['texts'],
	HINFO: ['text', 'text'],
	SRV: ['u16', 'u16', 'u16', 'name'],
	CAA: ['u8', 'text', 'hex'],
	DS: ['u16', 'u8', 'u8', 'hex'],
	CDS: ['u16', 'u8', 'u8', 'hex'],
	DNSKEY: ['u16', 'u8', 'u8', 'base64'],
	CDNSKEY: ['u16', 'u8', 'u8', 'base64'],
	RRSIG: ['type', 'u8', 'u8', 'u32', 'time', 'time', 'u16', 'name', 'base64'],
	NSEC: ['name', 'types'],
	NSEC3: ['u8', 'u8', 'u16', 'salt', 'hash', 'types'],
	PX: ['u16', 'name', 'name'],
};

const PX = 26;
const mnemonics: Readonly<Record<string, number>> = { DSA: 3, RSASHA1: 5, RSASHA256: 8 };

const number = (text: string): number => mnemonics[text.toUpperCase()] ?? Number(text);

const writers: Readonly<Record<Field, (words: string[]) => Uint8Array>> = {
	u8: (words) => u8(number(words.shift()!)),
	u16: (words) => u16(number(words.shift()!)),
	u32: (words) => u32(number(words.shift()!)),
	name: (words) => nameBytes(parseName(words.shift()!)),
	v4: (words) => Uint8Array.from(words.shift()!.split('.'), Number),
	v6: (words) => {
		const [left = '', right = ''] = words.shift()!.split('::');
		const [head, tail] = [left, right].map((half) => (half === '' ? [] : half.split(':')));
		const zeros = Array.from({ length: 8 - head!.length - tail!.length }, () => '0');
		return concat(...[...head!, ...zeros, ...tail!].map((group) => u16(Number.parseInt(group, 16))));
	},
	text: (words) => string(words.shift()!),
	texts: (words) => concat(...words.splice(0).map(string)),
	hex: (words) => Uint8Array.from(Buffer.from(words.splice(0).join(''), 'hex')),
	base64: (words) => Uint8Array.from(Buffer.from(words.splice(0).join(''), 'base64')),
	time: (words) => u32(secondsOf(words.shift()!)),
	type: (words) => u16(typeNumber(words.shift()!)),
	types: (words) => typeBitmap(words.splice(0).map(typeNumber)),
	salt: (words) => {
		const salt = words.shift()!;
		return string(salt === '-' ? '' : Buffer.from(salt, 'hex').toString('latin1'));
	},
	hash: (words) => {
		const hash = base32hexBytes(words.shift()!);
		return concat(u8(hash.length), hash);
	},
};

/** `20101013111500`, as seconds since 1970. */
export function secondsOf(text: string): number {
	const [, year, ...rest] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)!;
	const [month, day, hour, minute, second] = rest.map(Number);
	return Date.UTC(Number(year), month! - 1, day, hour, minute, second) / 1000;
}

/** A record as a line of a master file. Without a TTL it is 3,600. */
export function parseRecord(line: string): DnsRecord {
	const words = wordsOf(line);
	const name = parseName(words.shift()!);
	let ttl = 3600;
	while (/^(\d+|IN)$/i.test(words[0]!)) {
		const word = words.shift()!;
		if (word.toUpperCase() !== 'IN') ttl = Number(word);
	}
	const typeName = words.shift()!.toUpperCase();
	const type = typeNumber(typeName);
	return { name, type, class: IN, ttl, data: parseData(typeName, words) };
}

function parseData(type: string, words: string[]): Uint8Array {
	if (words[0] === '\\#') return Uint8Array.from(Buffer.from(words.slice(2).join(''), 'hex'));
	const layout = fields[type as TypeName];
	if (layout === undefined) throw new Error(`no layout for ${type}`);
	return concat(...layout.map((field) => writers[field](words)));
}

export const typeNumber = (text: string): number => {
	const name = text.toUpperCase();
	if (name === 'PX') return PX;
	if (name in TYPE) return TYPE[name as TypeName];
	const generic = /^TYPE(\d+)$/.exec(name);
	if (generic === null) return name === 'ZONEMD' ? 63 : fail(`no type ${text}`);
	return Number(generic[1]);
};

export function typeBitmap(types: readonly number[]): Uint8Array {
	const windows = new Map<number, number[]>();
	for (const type of types) windows.set(type >> 8, [...(windows.get(type >> 8) ?? []), type & 0xff]);
	return concat(
		...[...windows]
			.sort(([a], [b]) => a - b)
			.flatMap(([window, bits]) => {
				const bytes = new Uint8Array((Math.max(...bits) >> 3) + 1);
				for (const bit of bits) bytes[bit >> 3]! |= 0x80 >> (bit & 7);
				return [Uint8Array.of(window, bytes.length), bytes];
			}),
	);
}

function base32hexBytes(text: string): Uint8Array {
	let bits = '';
	for (const digit of text.toLowerCase())
		bits += '0123456789abcdefghijklmnopqrstuv'.indexOf(digit).toString(2).padStart(5, '0');
	return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** Comments and brackets are left out; a word in quotes may have spaces. */
function wordsOf(line: string): string[] {
	const words = line.match(/"[^"]*"|;.*|[()]|[^\s()";]+/g) ?? [];
	return words
		.filter((word) => !word.startsWith(';') && word !== '(' && word !== ')')
		.map((word) => word.replace(/^"(.*)"$/, '$1'));
}

const string = (text: string): Uint8Array => concat(u8(text.length), bytesOf(text));

const fail = (message: string): never => {
	throw new Error(message);
};
