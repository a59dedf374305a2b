import { base64 } from '../../base64';
import { parseIp4, parseIp6, showAddress } from '../../ip-address';
import { Malformed, Reader, bytesOf, concat, latin1, u16, u8 } from '../wire/bytes';
import { fromBase64 } from './encodings';
import type { Field } from './field';
import { wholeNumber } from './numbers';
import { quotedText, unescaped } from './words';

/** Parameters of services in SVCB and HTTPS records (RFC 9460, sections 2.1 and 14.3; RFC 9461 for `dohpath`). */

const KEYS = [
	'mandatory',
	'alpn',
	'no-default-alpn',
	'port',
	'ipv4hint',
	'ech',
	'ipv6hint',
	'dohpath',
	'ohttp',
] as const;
type Key = (typeof KEYS)[number];

interface Value {
	read(text: string): Uint8Array;
	/** Null when the value has none of the forms that the key's text can have. */
	write(bytes: Uint8Array): string | null;
}

const nothing: Value = {
	read(text) {
		if (text !== '') throw new Malformed('a parameter has a value that takes none');
		return new Uint8Array();
	},
	write: (bytes) => (bytes.length === 0 ? '' : null),
};

const addresses = (size: number, parse: (text: string) => Uint8Array | null): Value => ({
	read: (text) =>
		concat(
			...text.split(',').map((each) => {
				const bytes = parse(each);
				if (bytes === null) throw new Malformed('an IP address is missing');
				return bytes;
			}),
		),
	write: (bytes) =>
		bytes.length === 0 || bytes.length % size !== 0
			? null
			: Array.from({ length: bytes.length / size }, (_, index) =>
					showAddress(bytes.subarray(index * size, index * size + size)),
				).join(','),
});

const values: Readonly<Record<Key, Value>> = {
	mandatory: {
		read: (text) => concat(...text.split(',').map((key) => u16(keyNumber(key)))),
		write: (bytes) =>
			bytes.length === 0 || bytes.length % 2 !== 0
				? null
				: Array.from({ length: bytes.length / 2 }, (_, index) =>
						keyName(((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)),
					).join(','),
	},
	alpn: {
		read: (text) =>
			concat(
				...text.split(',').map((id) => {
					const bytes = bytesOf(id);
					if (bytes.length === 0 || bytes.length > 255) throw new Malformed('a protocol has no name');
					return concat(u8(bytes.length), bytes);
				}),
			),
		write(bytes) {
			const reader = new Reader(bytes);
			const ids: string[] = [];
			while (reader.left > 0) ids.push(latin1(reader.take(reader.u8())));
			// Names with a comma would have to be escaped twice, which servers read differently.
			return ids.length === 0 || ids.some((id) => !/^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/.test(id))
				? null
				: ids.join(',');
		},
	},
	'no-default-alpn': nothing,
	port: {
		read: (text) => u16(wholeNumber(text, 0xffff)),
		write: (bytes) => (bytes.length === 2 ? String(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) : null),
	},
	ipv4hint: addresses(4, parseIp4),
	ech: { read: fromBase64, write: (bytes) => (bytes.length === 0 ? null : base64(bytes)) },
	ipv6hint: addresses(16, parseIp6),
	dohpath: { read: bytesOf, write: latin1 },
	ohttp: nothing,
};

const keyName = (key: number): string => KEYS[key] ?? `key${key}`;

function keyNumber(text: string): number {
	const known = KEYS.indexOf(text as Key);
	if (known >= 0) return known;
	const number = /^key(0|[1-9]\d{0,4})$/.exec(text)?.[1];
	if (number === undefined || Number(number) > 0xfffe)
		throw new Malformed('a parameter that Keyturn does not know');
	return Number(number);
}

export const paramsField: Field = {
	read(words) {
		const params = new Map<number, Uint8Array>();
		while (words.left > 0) {
			const [, name = '', value = ''] = /^([a-z0-9-]+)(?:=([^]*))?$/.exec(words.bare()) ?? [];
			const key = keyNumber(name);
			if (params.has(key)) throw new Malformed('a parameter stands twice');
			params.set(key, valueBytes(name, value));
		}
		const sorted = [...params].sort(([a], [b]) => a - b);
		return concat(...sorted.flatMap(([key, bytes]) => [u16(key), u16(bytes.length), bytes]));
	},
	write(reader) {
		const words: string[] = [];
		for (let before = -1; reader.left > 0;) {
			const key = reader.u16();
			if (key <= before) throw new Malformed('parameters are out of order');
			before = key;
			words.push(paramText(key, reader.take(reader.u16())));
		}
		return words.join(' ');
	},
};

function valueBytes(name: string, written: string): Uint8Array {
	const inQuotes = /^"([^]*)"$/.exec(written)?.[1];
	if (inQuotes === undefined && written.includes('"')) throw new Malformed('a quote stands inside a word');
	const text = inQuotes ?? written;
	const known = KEYS.includes(name as Key) ? values[name as Key] : null;
	if (known === null) return bytesOf(unescaped(text));
	// A list's own escapes stand inside the file's, and what they mean is not the same everywhere.
	if (text.includes('\\') && name !== 'dohpath')
		throw new Malformed('a parameter has escapes that servers read differently');
	return known.read(unescaped(text));
}

function paramText(key: number, bytes: Uint8Array): string {
	const name = KEYS[key];
	const text = name === undefined ? null : values[name].write(bytes);
	if (name !== undefined && text !== null) return text === '' ? name : `${name}=${valueText(text)}`;
	if (name !== undefined) throw new Malformed('a parameter has not its form');
	return bytes.length === 0 ? keyName(key) : `${keyName(key)}=${quotedText(latin1(bytes))}`;
}

const valueText = (text: string): string => (/^[A-Za-z0-9,.:/+=_-]+$/.test(text) ? text : quotedText(text));
