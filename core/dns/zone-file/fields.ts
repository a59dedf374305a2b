import { base64 } from '../../base64';
import { parseIp4, parseIp6, showAddress } from '../../ip-address';
import { Malformed, type Reader, bytesOf, concat, latin1, u16, u32, u8 } from '../wire/bytes';
import { nameBytes, readName } from '../wire/name';
import { readTypes } from '../wire/records';
import { typeName, typeNumber } from '../wire/types';
import { fromBase32hex, fromBase64, fromHex, upperBase32hex, upperHex } from './encodings';
import type { Field, Words } from './field';
import { locField } from './loc';
import { ALGORITHMS, CERTIFICATE_TYPES } from './mnemonics';
import { nameIn, nameText } from './names';
import { seconds, wholeNumber } from './numbers';
import { paramsField } from './params';
import { timeBytes, timeText } from './times';
import { quotedText, unescaped } from './words';

/** The kinds of fields that record types are made of (RFC 1035, section 5.1, and the RFC of each type). */
export const fields = {
	u8: number(0xff, u8, (reader) => reader.u8()),
	u16: number(0xffff, u16, (reader) => reader.u16()),
	u32: number(0xffffffff, u32, (reader) => reader.u32()),
	algorithm: named(ALGORITHMS, 0xff, u8, (reader) => reader.u8()),
	'certificate type': named(CERTIFICATE_TYPES, 0xffff, u16, (reader) => reader.u16()),
	/** Seconds; BIND's units are read as well. */
	seconds: {
		read: (words) => u32(seconds(words.bare(), 0xffffffff)),
		write: (reader) => String(reader.u32()),
	},
	name: {
		read: (words) => nameBytes(nameIn(words.bare(), words.origin)),
		write: (reader) => nameText(readName(reader)),
	},
	ip4: { read: (words) => address(parseIp4(words.bare())), write: (reader) => showAddress(reader.take(4)) },
	ip6: { read: (words) => address(parseIp6(words.bare())), write: (reader) => showAddress(reader.take(16)) },
	text: { read: text, write: (reader) => quotedText(latin1(reader.take(reader.u8()))) },
	/** One text or several. */
	texts: {
		read(words) {
			const parts = [text(words)];
			while (words.left > 0) parts.push(text(words));
			return concat(...parts);
		},
		write(reader) {
			const parts: string[] = [];
			do parts.push(quotedText(latin1(reader.take(reader.u8()))));
			while (reader.left > 0);
			return parts.join(' ');
		},
	},
	/** A text without quotes (RFC 8659, section 4.1.1). */
	tag: {
		read(words) {
			const tag = words.bare();
			if (!/^[A-Za-z0-9]{1,255}$/.test(tag)) throw new Malformed('a tag has other than letters and digits');
			return concat(u8(tag.length), bytesOf(tag));
		},
		write(reader) {
			const tag = latin1(reader.take(reader.u8()));
			if (!/^[A-Za-z0-9]+$/.test(tag)) throw new Malformed('a tag has other than letters and digits');
			return tag;
		},
	},
	/** A text that goes on to the end of the data, without a length in front. */
	'rest as text': {
		read: (words) => bytesOf(literal(words)),
		write: (reader) => quotedText(latin1(reader.rest())),
	},
	hex: {
		read: (words) => some(fromHex(words.rest())),
		write: (reader) => upperHex(some(reader.rest())),
	},
	base64: {
		read: (words) => some(fromBase64(words.rest())),
		write: (reader) => base64(some(reader.rest())),
	},
	/** RFC 4034, section 3.2. */
	time: { read: (words) => timeBytes(words.bare()), write: (reader) => timeText(reader.u32()) },
	type: { read: (words) => u16(typeOf(words.bare())), write: (reader) => typeName(reader.u16()) },
	/** A bitmap of types (RFC 4034, section 4.1.2); which may be empty. */
	types: {
		read(words) {
			const types: number[] = [];
			while (words.left > 0) types.push(typeOf(words.bare()));
			return bitmap(types);
		},
		write: (reader) => [...readTypes(reader)].map(typeName).join(' '),
	},
	/** RFC 5155, section 3.3: a hyphen stands for none. */
	salt: {
		read(words) {
			const salt = words.bare();
			const bytes = salt === '-' ? new Uint8Array() : fromHex(salt);
			return concat(u8(bytes.length), bytes);
		},
		write: (reader) => upperHex(reader.take(reader.u8())) || '-',
	},
	hash: {
		read(words) {
			const bytes = fromBase32hex(words.bare());
			return concat(u8(bytes.length), bytes);
		},
		write: (reader) => upperBase32hex(some(reader.take(reader.u8()))),
	},
	/** RFC 7043: bytes with hyphens between them. */
	eui48: hyphens(6),
	eui64: hyphens(8),
	params: paramsField,
	loc: locField,
} as const satisfies Readonly<Record<string, Field>>;

export type FieldKind = keyof typeof fields;

function number(most: number, bytes: (value: number) => Uint8Array, take: (reader: Reader) => number): Field {
	return {
		read: (words) => bytes(wholeNumber(words.bare(), most)),
		write: (reader) => String(take(reader)),
	};
}

/** A number that people may write as a word; it is written as a number. */
function named(
	words: Readonly<Record<string, number>>,
	most: number,
	bytes: (value: number) => Uint8Array,
	take: (reader: Reader) => number,
): Field {
	return {
		read(from) {
			const written = from.bare();
			const upper = written.toUpperCase();
			return bytes(Object.hasOwn(words, upper) ? (words[upper] ?? 0) : wholeNumber(written, most));
		},
		write: (reader) => String(take(reader)),
	};
}

function hyphens(length: number): Field {
	return {
		read(words) {
			const parts = words.bare().split('-');
			if (parts.length !== length || parts.some((part) => part.length !== 2))
				throw new Malformed('an address of hyphens and digits is missing');
			return fromHex(parts.join(''));
		},
		write: (reader) => [...reader.take(length)].map((byte) => upperHex(u8(byte)).toLowerCase()).join('-'),
	};
}

/** The next word's bytes. A quote inside a word means one thing to one server and another to the next. */
function literal(words: Words): string {
	const { text: written, quoted } = words.next();
	if (!quoted && written.includes('"')) throw new Malformed('a quote stands inside a word');
	return unescaped(written);
}

function text(words: Words): Uint8Array {
	const bytes = bytesOf(literal(words));
	if (bytes.length > 255) throw new Malformed('a text is longer than 255 bytes');
	return concat(u8(bytes.length), bytes);
}

function address(bytes: Uint8Array | null): Uint8Array {
	if (bytes === null) throw new Malformed('an IP address is missing');
	return bytes;
}

function some(bytes: Uint8Array): Uint8Array {
	if (bytes.length === 0) throw new Malformed('the data end too early');
	return bytes;
}

function typeOf(written: string): number {
	const type = typeNumber(written);
	if (type === null) throw new Malformed('a record type that Keyturn does not know');
	return type;
}

function bitmap(types: readonly number[]): Uint8Array {
	const windows = new Map<number, Uint8Array>();
	for (const type of [...types].sort((a, b) => a - b)) {
		const size = ((type & 0xff) >> 3) + 1;
		const before = windows.get(type >> 8) ?? new Uint8Array();
		const bits = new Uint8Array(Math.max(size, before.length));
		bits.set(before);
		bits[size - 1] = (bits[size - 1] ?? 0) | (0x80 >> (type & 7));
		windows.set(type >> 8, bits);
	}
	return concat(...[...windows].flatMap(([window, bits]) => [u8(window), u8(bits.length), bits]));
}
