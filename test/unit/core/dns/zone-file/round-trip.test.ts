import { Malformed } from '../../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { IN, TYPE, typeName } from '../../../../../core/dns/wire/types';
import { parseZoneFile } from '../../../../../core/dns/zone-file/read';
import { zoneText } from '../../../../../core/dns/zone-file/write';
import { draws, randomData, randomName, randomZone } from '../../../../fakes/dns/random-zone';

const ZONE = 'example.org.';

it('records stand in canonical order: SOA, then by name from the right, by type, by data', () => {
	const sorted = [
		'example.org. 1 IN SOA a. b. 1 2 3 4 5',
		'example.org. 1 IN A 192.0.2.2',
		'example.org. 1 IN A 192.0.2.10',
		'example.org. 1 IN NS a.',
		'example.org. 1 IN AAAA ::1',
		'example.org. 1 IN CAA 0 issue ";"',
		'z.a.example.org. 1 IN A 192.0.2.1',
		'b.example.org. 1 IN TXT "x"',
		'b.example.org. 2 IN TXT "x"',
	];
	for (const lines of [sorted, [...sorted].reverse(), [...sorted].sort()])
		expect(zoneText(parseZoneFile(ZONE, `${lines.join('\n')}\n`).records)).toBe(`${sorted.join('\n')}\n`);
});

describe('what was written is read again', () => {
	it.each(Object.keys(randomData).map(Number))('type %i, 60 times', (type) => {
		const draw = draws(type);
		for (let turn = 0; turn < 60; turn++) {
			const data = randomData[type]!(draw, ZONE);
			const one: DnsRecord = {
				name: randomName(draw, ZONE),
				type,
				class: IN,
				ttl: draw.below(2 ** 31),
				data,
			};
			const text = zoneText([one]);
			expect([text, parseZoneFile(ZONE, text).records]).toEqual([text, [one]]);
			// Known types are written as people know them: the form for unknown ones would not be a backup to read.
			expect(/ IN \S+ \\# /.test(text)).toBe(typeName(type).startsWith('TYPE'));
		}
	});

	it.each([
		['a list of no keys', [0, 0, 0, 0]],
		['a list of one key and a half', [0, 0, 0, 3, 0, 1, 7]],
		['a port of one byte', [0, 3, 0, 1, 7]],
		['an address of three bytes', [0, 4, 0, 3, 192, 0, 2]],
		['no protocol', [0, 1, 0, 0]],
	])('a parameter that has not its form, as bytes: %s', (_what, param) => {
		const data = Uint8Array.of(0, 1, 0, ...param);
		const text = zoneText([{ name: ZONE, type: TYPE.HTTPS, class: IN, ttl: 1, data }]);
		expect(text).toBe(
			`${ZONE} 1 IN HTTPS \\# ${data.length} ${Buffer.from(data).toString('hex').toUpperCase()}\n`,
		);
		expect(parseZoneFile(ZONE, text).records).toMatchObject([{ data }]);
	});

	it('any bytes at all as the data of any type', () => {
		const draw = draws(7);
		for (const type of [...Object.values(TYPE), 4_711])
			for (let turn = 0; turn < 40; turn++) {
				const one: DnsRecord = { name: ZONE, type, class: IN, ttl: 1, data: draw.bytes(draw.below(40)) };
				const text = zoneText([one]);
				expect(text).toMatch(/^[\x20-\x7e]+\n$/);
				const back = readOrNull(text);
				// Data that cannot be of their type are refused when read; what is read is what was there.
				if (back !== null) expect(zoneText(back)).toBe(text);
			}
	});

	it.each([1, 2, 3, 4, 5])(
		'a whole zone (%i): the same bytes in any order, and from its own text',
		(seed) => {
			const records = randomZone(seed, ZONE, 150);
			const text = zoneText(records);
			expect(zoneText([...records].reverse())).toBe(text);
			expect(zoneText([...records, ...records])).toBe(text);
			expect(zoneText(parseZoneFile(ZONE, text).records)).toBe(text);
			expect(text.split('\n')[0]).toMatch(/ IN SOA /);
			expect(zoneText(records.slice(0, -1))).not.toBe(text);
		},
	);
});

function readOrNull(text: string): readonly DnsRecord[] | null {
	try {
		return parseZoneFile(ZONE, text).records;
	} catch (error) {
		if (error instanceof Malformed) return null;
		throw error;
	}
}
