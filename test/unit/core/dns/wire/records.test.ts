import { Reader, bytesOf, concat, u16, u8 } from '../../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { nameBytes } from '../../../../../core/dns/wire/name';
import { readable } from '../../../../../core/dns/wire/readable';
import {
	readAddress,
	readCaa,
	readNsec3,
	readNsec3param,
	readRrsig,
	readTarget,
	readTxt,
	readTypes,
} from '../../../../../core/dns/wire/records';
import { TYPE, typeName, typeNumber } from '../../../../../core/dns/wire/types';

const of = (...parts: readonly Uint8Array[]): DnsRecord => ({
	...{ name: 'a.test.', type: TYPE.TXT, class: 1, ttl: 60 },
	data: concat(...parts),
});

test('addresses of both kinds', () => {
	expect(readAddress(of(Uint8Array.of(192, 0, 2, 10)))).toBe('192.0.2.10');
	expect(readAddress(of(u16(0x2001), u16(0xdb8), new Uint8Array(10), u16(0x1f)))).toBe(
		'2001:db8:0:0:0:0:0:1f',
	);
});

test('strings of one text are put together without anything between them', () => {
	expect(readTxt(of(u8(2), bytesOf('a '), u8(0), u8(1), bytesOf('b')))).toBe('a b');
	expect(() => readTxt(of(u8(2), bytesOf('a')))).toThrow('it ends too early');
});

test.each([
	[0x80, true],
	[0x7f, false],
])('a CAA record with the flags %i is critical: %s', (flags, critical) => {
	const record = of(u8(flags), u8(5), bytesOf('ISSUE'), bytesOf('ca.example; x=1'));
	expect(readCaa(record)).toEqual({ critical, tag: 'issue', value: 'ca.example; x=1' });
});

test('a signature, and all that stands before it', () => {
	const fields = concat(
		u16(TYPE.A),
		Uint8Array.of(13, 2),
		...[3_600, 2_000, 1_000].map((n) => concat(u16(0), u16(n))),
		u16(7),
		nameBytes('test.'),
	);
	expect(readRrsig(of(fields, Uint8Array.of(1, 2, 3)))).toEqual({
		...{ covered: TYPE.A, algorithm: 13, labels: 2, originalTtl: 3_600, expiration: 2_000, inception: 1_000 },
		...{ keyTag: 7, signer: 'test.', fields, signature: Uint8Array.of(1, 2, 3) },
	});
});

test('hashed denials, with and without opt-out and salt', () => {
	const bitmap = Uint8Array.of(0, 1, 0x40);
	const read = (flags: number, salt: Uint8Array) =>
		readNsec3(of(u8(1), u8(flags), u16(300), u8(salt.length), salt, u8(2), Uint8Array.of(8, 9), bitmap));
	expect(read(1, Uint8Array.of(0xab))).toEqual({
		...{
			hashAlgorithm: 1,
			optOut: true,
			iterations: 300,
			salt: Uint8Array.of(0xab),
			next: Uint8Array.of(8, 9),
		},
		types: new Set([TYPE.A]),
	});
	expect(read(2, new Uint8Array())).toMatchObject({ optOut: false, salt: new Uint8Array() });
	expect(readNsec3param(of(u8(1), u8(0), u16(300), u8(1), u8(7)))).toEqual({
		iterations: 300,
		salt: Uint8Array.of(7),
	});
});

test('types of several windows', () => {
	const bitmap = Uint8Array.of(0, 6, 0x40, 1, 0, 0, 0, 3, 1, 1, 0x40);
	expect([...readTypes(new Reader(bitmap))]).toEqual([TYPE.A, TYPE.MX, TYPE.RRSIG, TYPE.NSEC, TYPE.CAA]);
});

test('data that are not of their form are passed over', () => {
	const [good, bad] = [of(nameBytes('b.test.')), of(u8(9))];
	expect(readable([bad, good], readTarget)).toEqual(['b.test.']);
	expect(() =>
		readable([good], () => {
			throw new TypeError('a fault of ours');
		}),
	).toThrow(TypeError);
});

test('types by name and number', () => {
	expect([1, 257, 65_400].map(typeName)).toEqual(['A', 'CAA', 'TYPE65400']);
	expect(['a', 'TYPE257', 'type65535', 'TYPE65536', 'toString', 'TYPE'].map(typeNumber)).toEqual([
		1,
		257,
		65_535,
		null,
		null,
		null,
	]);
});
