import { bytesOf, concat, u16, u32, u8 } from '../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../core/dns/wire/message';
import { type Name, labelsOf, nameBytes, nameOf, parseName } from '../../../core/dns/wire/name';
import { IN, TYPE } from '../../../core/dns/wire/types';
import { typeBitmap } from './text';

/** Numbers that look random and are the same in every run of a seed (mulberry32). */
export function draws(seed: number) {
	let state = seed;
	const fraction = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number) => Math.floor(fraction() * limit);
	const bytes = (count: number) => Uint8Array.from({ length: count }, () => below(256));
	const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
	return { below, bytes, pick };
}

type Draws = ReturnType<typeof draws>;

/** What means something in a master file, and what does not print. */
const NASTY = [
	'a',
	'b',
	'-',
	'_',
	'*',
	'.',
	'\\',
	'"',
	';',
	'(',
	')',
	'@',
	'$',
	' ',
	'\t',
	'\n',
	'\0',
	'\u007f',
	'\u00e9',
	'\u00ff',
];

const label = ({ below, pick }: Draws, plain: boolean): string =>
	Array.from({ length: 1 + below(plain ? 8 : 6) }, () =>
		plain ? pick(['a', 'b', 'c', '1']) : pick(NASTY),
	).join('');

const escaped = (text: string): string =>
	text.replace(/[^]/g, (character) => `\\${String(character.charCodeAt(0)).padStart(3, '0')}`);

/** A name below the zone or anywhere. */
export function randomName(draw: Draws, zone: Name, plain = false): Name {
	const labels = Array.from({ length: draw.below(4) }, () => escaped(label(draw, plain)));
	return parseName(nameOf([...labels, ...labelsOf(zone)]));
}

const text = (draw: Draws): Uint8Array => {
	const bytes = draw.pick([
		() => bytesOf(Array.from({ length: draw.below(20) }, () => draw.pick(NASTY)).join('')),
		() => draw.bytes(draw.below(256)),
		() => new Uint8Array(),
		() => draw.bytes(255),
	])();
	return concat(u8(bytes.length), bytes);
};

const number = ({ pick, below }: Draws, most: number) => pick([0, 1, most, below(most)]);
const sixteen = (draw: Draws) => u16(number(draw, 0xffff));
const eight = (draw: Draws) => u8(number(draw, 0xff));

/** Data in the form of each type, by its number; names in them end in the zone or elsewhere. */
export const randomData: Readonly<Record<number, (draw: Draws, zone: Name) => Uint8Array>> = {
	[TYPE.A]: ({ bytes }) => bytes(4),
	[TYPE.NS]: (draw) => nameBytes(randomName(draw, 'elsewhere.test.', true)),
	[TYPE.PTR]: (draw, zone) => nameBytes(randomName(draw, zone)),
	[TYPE.HINFO]: (draw) => concat(text(draw), text(draw)),
	[TYPE.MX]: (draw, zone) => concat(sixteen(draw), nameBytes(randomName(draw, zone, true))),
	[TYPE.TXT]: (draw) => concat(text(draw), ...Array.from({ length: draw.below(4) }, () => text(draw))),
	[TYPE.RP]: (draw, zone) =>
		concat(nameBytes(randomName(draw, zone, true)), nameBytes(randomName(draw, '.'))),
	[TYPE.AFSDB]: (draw, zone) => concat(sixteen(draw), nameBytes(randomName(draw, zone, true))),
	[TYPE.AAAA]: (draw) =>
		draw.pick([
			() => draw.bytes(16),
			() => concat(draw.bytes(2), new Uint8Array(draw.pick([2, 4, 12])), draw.bytes(14)).slice(0, 16),
		])(),
	[TYPE.LOC]: (draw) =>
		concat(
			u8(0),
			...Array.from({ length: 3 }, () => u8(((1 + draw.below(9)) << 4) | draw.below(10))),
			u32(2 ** 31 + draw.pick([-1, 1]) * draw.below(324_000_001)),
			u32(2 ** 31 + draw.pick([-1, 1]) * draw.below(648_000_001)),
			u32(draw.below(4_294_967_295)),
		),
	[TYPE.SRV]: (draw, zone) =>
		concat(sixteen(draw), sixteen(draw), sixteen(draw), nameBytes(randomName(draw, zone, true))),
	[TYPE.NAPTR]: (draw, zone) =>
		concat(
			sixteen(draw),
			sixteen(draw),
			...['u', 'E2U+sip', ''].map((each) => concat(u8(each.length), bytesOf(each))),
			nameBytes(randomName(draw, zone, true)),
		),
	[TYPE.KX]: (draw, zone) => concat(sixteen(draw), nameBytes(randomName(draw, zone, true))),
	[TYPE.CERT]: (draw) => concat(u16(1), sixteen(draw), u8(8), draw.bytes(1 + draw.below(200))),
	[TYPE.DS]: (draw) => concat(sixteen(draw), u8(13), u8(2), draw.bytes(32)),
	[TYPE.SSHFP]: (draw) => concat(u8(4), u8(2), draw.bytes(32)),
	[TYPE.DHCID]: ({ bytes, below }) => bytes(3 + below(30)),
	[TYPE.TLSA]: (draw) => concat(u8(3), u8(1), u8(1), draw.bytes(32)),
	[TYPE.SMIMEA]: (draw) => concat(u8(3), u8(1), u8(1), draw.bytes(32)),
	[TYPE.CDS]: (draw) => concat(sixteen(draw), u8(13), u8(2), draw.bytes(32)),
	[TYPE.CDNSKEY]: (draw) => concat(u16(257), u8(3), u8(13), draw.bytes(64)),
	[TYPE.OPENPGPKEY]: ({ bytes, below }) => bytes(1 + below(300)),
	[TYPE.CSYNC]: (draw) => concat(u32(draw.below(2 ** 32)), u16(3), typeBitmap([1, 2, 28])),
	[TYPE.SPF]: (draw) => text(draw),
	[TYPE.EUI48]: ({ bytes }) => bytes(6),
	[TYPE.EUI64]: ({ bytes }) => bytes(8),
	[TYPE.CAA]: (draw) => {
		const tag = draw.pick(['issue', 'issuewild', 'iodef']);
		return concat(eight(draw), u8(tag.length), bytesOf(tag), draw.bytes(draw.below(60)));
	},
	[TYPE.URI]: (draw) => concat(sixteen(draw), sixteen(draw), draw.bytes(1 + draw.below(60))),
	[TYPE.HTTPS]: (draw, zone) =>
		concat(
			u16(1 + draw.below(9)),
			nameBytes(randomName(draw, zone, true)),
			...draw.pick([
				[],
				[u16(1), u16(6), bytesOf('\u0002h2\u0002h3'), u16(3), u16(2), u16(443)],
				[u16(4), u16(8), draw.bytes(8), u16(6), u16(16), draw.bytes(16)],
				[u16(5), u16(9), draw.bytes(9), u16(667), u16(5), draw.bytes(5)],
			]),
		),
	65_280: ({ bytes, below }) => bytes(below(40)),
	65_534: ({ bytes, below }) => bytes(below(40)),
};

/** A zone that servers load: one SOA, two name servers, and records of every kind at names that hurt. */
export function randomZone(seed: number, zone: Name, size: number): DnsRecord[] {
	const draw = draws(seed);
	const soa = concat(
		nameBytes(`ns1.${zone}`),
		nameBytes(`h\\.m.${zone}`),
		...[seed, 3600, 900, 1_209_600, 300].map(u32),
	);
	const record = (name: Name, type: number, data: Uint8Array): DnsRecord => ({
		name,
		type,
		class: IN,
		ttl: 300,
		data,
	});
	const types = Object.keys(randomData).map(Number);
	const apex = [
		record(zone, TYPE.SOA, soa),
		record(zone, TYPE.NS, nameBytes(`ns1.${zone}`)),
		record(zone, TYPE.NS, nameBytes('ns.elsewhere.test.')),
		record(`ns1.${zone}`, TYPE.A, Uint8Array.of(192, 0, 2, 2)),
	];
	const more = Array.from({ length: size }, (_, index) => {
		const type = types[index % types.length] as number;
		const data = randomData[type]?.(draw, zone) ?? new Uint8Array();
		// Delegations would hide what lies below them, and DS records need one.
		const own = `n${String(index)}.${type === TYPE.NS || type === TYPE.DS ? 'cut' : 'x'}.${zone}`;
		// Of hosts' own names BIND wants letters, digits and hyphens.
		const host = [TYPE.A, TYPE.AAAA, TYPE.MX].includes(type as never);
		return record(own.includes('.x.') ? randomName(draw, own, host) : own, type, data);
	});
	return [...apex, ...more];
}
