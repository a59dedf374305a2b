import { viewOf } from '../../../../../core/bytes';
import { canonicalJson } from '../../../../../core/canonical-json';
import { EntryChecks, checkedEntry } from '../../../../../core/audit/verify/entries';
import { isPlainEntry } from '../../../../../core/audit/verify/plain-entry';
import { bytesOf, entryOf } from '../../../../fakes/audit/log';

const bytes = (text: string) => new TextEncoder().encode(text);
const plainEntry = (all: Uint8Array, begin: number, end: number) => {
	const found = { idBegin: 0, idEnd: 0, kindBegin: 0, kindEnd: 0 };
	const is = isPlainEntry(viewOf(all), begin, end, found);
	const text = Buffer.from(all);
	return is
		? {
				id: text.toString('utf8', found.idBegin, found.idEnd),
				kind: text.toString('utf8', found.kindBegin, found.kindEnd),
			}
		: null;
};
const plain = (text: string) => plainEntry(bytes(text), 0, bytes(text).length);
const good = canonicalJson(entryOf(5));

/** Small and good enough for tests (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
	};
}

it('takes entries as Keyturn writes them', () => {
	expect(plain(good)).toEqual({ id: entryOf(5).id, kind: 'key rotated' });
	for (const facts of [{}, { a: '' }, { a: -1, b: 0, c: true, d: false, e: null, f: 'x'.repeat(5_000) }])
		expect(plain(canonicalJson(entryOf(5, { facts })))).not.toBeNull();
});

it('looks at nothing beyond its end', () => {
	const two = bytes(good + good);
	expect(plainEntry(two, good.length, two.length)).not.toBeNull();
	expect(plainEntry(two, 0, good.length)).not.toBeNull();
	expect(plainEntry(two, 0, two.length)).toBeNull();
	for (let end = 0; end < good.length; end++) {
		expect(plainEntry(bytes(good), 0, end)).toBeNull();
		// The last bytes that there are.
		expect(plain(good.slice(0, end))).toBeNull();
		if (end < good.length - 1) expect(plain(`${good.slice(0, end)}}`)).toBeNull();
	}
});

it('takes any byte in any place as it is', () => {
	const entry = bytes(canonicalJson(entryOf(5, { facts: { a: 'x', count: 12_345, is: true, of: null } })));
	let taken = 0;
	for (let at = 0; at < entry.length; at++)
		for (let byte = 0; byte < 256; byte++) {
			const other = Uint8Array.from(entry);
			other[at] = byte;
			const read = plainEntry(other, 0, other.length);
			if (read === null) continue;
			taken++;
			const { id, kind } = checkedEntry(other);
			expect(read).toEqual({ id, kind });
		}
	expect(taken).toBeGreaterThan(5_000);
});

it.each(Array.from({ length: 20 }, (_, length) => length))(
	'reads a text of %i signs to its end',
	(length) => {
		for (const actor of ['x', '!', '~', '#', '[', ']', ' ', '\u007f'].map((sign) => sign.repeat(length)))
			expect(plain(canonicalJson(entryOf(5, { actor, kind: actor })))).toMatchObject({ kind: actor });
		for (let at = 0; at < length; at++)
			for (const sign of ['\u001f', '\\n', '"', '\u0080', 'é', '\u0000']) {
				const text = `${'~'.repeat(at)}${sign}${'~'.repeat(length - at - 1)}`;
				expect(plain(good.replace('workflow 7', text))).toBeNull();
				expect(plain(good.replace('key rotated', text))).toBeNull();
			}
	},
);

it.each(Array.from({ length: 18 }, (_, digits) => digits + 1))('reads a number of %i digits', (digits) => {
	for (const number of ['1', '9', '-1', '-9', '5'].map((begin) => begin.padEnd(digits, '0'))) {
		const isShort = number.replace('-', '').length <= 15;
		for (const text of [
			good.replace(/"at":\d+/, `"at":${number}`),
			good.replace('"version":5', `"version":${number}`),
		])
			expect(plain(text) !== null).toBe(isShort && number !== '-');
	}
	for (const sign of ['/', ':', ' ', 'e', '.', '-'])
		for (let at = 1; at < digits; at++)
			expect(
				plain(good.replace('"version":5', `"version":${'7'.repeat(at)}${sign}${'7'.repeat(digits - at)}`)),
			).toBeNull();
});

/** What makes an entry another: signs that matter in JSON, put in, taken out or put in another's place. */
const SIGNS = [
	'"',
	'\\',
	'{',
	'}',
	':',
	',',
	'-',
	'0',
	'1',
	'9',
	'.',
	'e',
	' ',
	'a',
	'_',
	'\u0001',
	'\u007f',
	'é',
	'true',
	'null',
	'[',
	'\n',
	'"a":1,',
	',"z":null',
];

it('never takes what is no entry in canonical JSON', () => {
	const random = randomFrom(7);
	const among = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
	let taken = 0;
	for (let turn = 0; turn < 30_000; turn++) {
		const facts = Object.fromEntries(
			Array.from({ length: Math.floor(random() * 4) }, () => [
				among(['a', 'b', 'ab', '', '__proto__', 'z', 'aa']),
				among<string | number | boolean | null>([
					'',
					'x',
					0,
					-5,
					10 ** 15,
					999_999_999_999_999,
					1.5,
					true,
					false,
					null,
					'ü',
					'"',
				]),
			]),
		);
		let text = canonicalJson(entryOf(turn, { facts, at: among([0, -1, 5, 1e21, 123_456_789_012_345]) }));
		for (let changes = Math.floor(random() * 3); changes > 0; changes--) {
			const at = Math.floor(random() * text.length);
			text = text.slice(0, at) + among([...SIGNS, '']) + text.slice(at + Math.floor(random() * 3));
		}
		const read = plain(text);
		if (read === null) continue;
		taken++;
		const entry = checkedEntry(bytes(text));
		expect(read).toEqual({ id: entry.id, kind: entry.kind });
	}
	expect(taken).toBeGreaterThan(5_000);
});

it.each([
	['a text of 2,001 characters', canonicalJson(entryOf(5, { actor: 'x'.repeat(2_001) }))],
	[
		'names that are not in order',
		good.replace('"facts":{"isEmergency":false,"note":null,', '"facts":{"note":null,"isEmergency":false,'),
	],
	['a name twice', good.replace('"note":null', '"isEmergency":false')],
	[
		'a name that is the beginning of the one before',
		canonicalJson(entryOf(5, { facts: { ab: 1, ac: 1 } })).replace('"ac"', '"a"'),
	],
	[
		'a name after one that goes on with a space',
		canonicalJson(entryOf(5, { facts: { 'a b': 1, c: 1 } })).replace('"c"', '"a"'),
	],
	['minus zero', good.replace('"version":5', '"version":-0')],
	['a zero in front', good.replace('"version":5', '"version":05')],
	['sixteen digits', good.replace('"version":5', '"version":9007199254740993')],
	['a fraction', good.replace('"version":5', '"version":5.0')],
	['a fraction of a time', good.replace(/"at":\d+/, '"at":1.5')],
	['a list', good.replace('"version":5', '"version":[5]')],
	['a space', good.replace(',"id"', ', "id"')],
	['a member more', good.replace(/\}$/, ',"more":1}')],
	['a member less', good.replace(/,"kind":"[^"]*"/, '')],
	['facts without an end', good.replace('"version":5}', '"version":5')],
	['facts with a comma at their end', good.replace('"version":5}', '"version":5,}')],
])('does not take %s', (_what, text) => {
	expect(text).not.toBe(good);
	expect(plain(text)).toBeNull();
});

describe('what is not plain', () => {
	const code = (value: string) => expect.objectContaining({ code: value });
	const damaged: readonly (readonly [string, Uint8Array, string])[] = [
		[
			'bytes that are not UTF-8',
			Uint8Array.of(...bytes(good).slice(0, 20), 0xff, ...bytes(good).slice(20)),
			'ENTRY_NOT_TEXT',
		],
		['a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes(good)), 'ENTRY_NOT_JSON'],
		['no JSON', bytes('hello'), 'ENTRY_NOT_JSON'],
		['nothing', bytes(''), 'ENTRY_NOT_JSON'],
		['null', bytes('null'), 'ENTRY_NOT_JSON'],
		['a list', bytes('[]'), 'ENTRY_SHAPE'],
		['a member more', bytes(good.replace(/\}$/, ',"more":1}')), 'ENTRY_SHAPE'],
		['a member less', bytes(good.replace(/,"kind":"[^"]*"/, '')), 'ENTRY_SHAPE'],
		['a list among the facts', bytes(good.replace('"version":5', '"version":[5]')), 'ENTRY_SHAPE'],
		['a fraction of a time', bytes(good.replace(/"at":\d+/, '"at":1.5')), 'ENTRY_SHAPE'],
		['a space', bytes(good.replace(',"id"', ', "id"')), 'ENTRY_NOT_CANONICAL'],
		['a line break at its end', bytes(`${good}\n`), 'ENTRY_NOT_CANONICAL'],
		['members in another order', bytes(JSON.stringify(entryOf(5))), 'ENTRY_NOT_CANONICAL'],
		['a member twice', bytes(good.replace('"kind":', '"kind":"key made","kind":')), 'ENTRY_NOT_CANONICAL'],
		['a fact twice', bytes(good.replace('"note":null', '"note":1,"note":null')), 'ENTRY_NOT_CANONICAL'],
		[
			'an escape without need',
			bytes(good.replace('key rotated', 'key \\u0072otated')),
			'ENTRY_NOT_CANONICAL',
		],
		['an escaped slash', bytes(good.replace('/', '\\/')), 'ENTRY_NOT_CANONICAL'],
		[
			'half a surrogate pair as an escape',
			bytes(good.replace('key rotated', '\\ud800')),
			'ENTRY_NOT_CANONICAL',
		],
		['a number in another form', bytes(good.replace('"version":5', '"version":5.0')), 'ENTRY_NOT_CANONICAL'],
	];

	it.each(damaged)('is refused with %s', (_what, entry, expected) => {
		expect(() => checkedEntry(entry)).toThrow(code(expected));
	});

	it('is an entry where it is canonical', () => {
		const entry = entryOf(5, {
			actor: 'Zoë "Z" \u2028\u0007',
			facts: { ö: 1e21, a: 0.1, '\u{1f600}': -0.5 },
		});
		expect(plain(canonicalJson(entry))).toBeNull();
		expect(checkedEntry(bytesOf(entry))).toEqual(entry);
	});
});

describe('ids', () => {
	const look = (...ids: string[]) => {
		const checks = new EntryChecks();
		for (const [index, id] of ids.entries()) {
			const entry = bytesOf(entryOf(index, { id }));
			checks.look(viewOf(entry), 0, entry.length, index);
		}
	};

	it('are told apart where they begin alike', () => {
		expect(() => look('abcd/5', 'abce/3', 'abcd/6', 'abce/4', 'abc/1', 'ab/1')).not.toThrow();
		expect(() => look('abcd/5', 'abce/3', 'abcd/5')).toThrow(
			expect.objectContaining({ code: 'ENTRY_TWICE' }),
		);
	});

	it('may be shorter than those before them', () => {
		expect(() => look('abc/1', 'a/1', 'é/1', 'ü/12', 'é/2')).not.toThrow();
		const checks = new EntryChecks();
		for (const [index, id] of ['abc/1', 'a/1', 'b/1'].entries()) {
			const entry = bytesOf(entryOf(index, { id, actor: 'Zoë' }));
			checks.look(viewOf(entry), 0, entry.length, index);
		}
	});

	it('take no longer for uids that were made to be alike', () => {
		const checks = new EntryChecks();
		const began = process.cpuUsage();
		for (let index = 0; index < 50_000; index++) {
			const entry = bytesOf(entryOf(index, { id: `aaaaaaaa${index}/1` }));
			checks.look(viewOf(entry), 0, entry.length, index);
		}
		expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
	});

	it('ascend among those of one document', () => {
		expect(() => look('a/1', 'b/0', 'a/7/2', 'b/1/5', 'a/9')).not.toThrow();
	});

	it.each([
		['the same', ['a/1', 'b/1', 'a/1'], 'ENTRY_TWICE'],
		['the same number of another rotation', ['a/1/5', 'a/2/5'], 'ENTRY_TWICE'],
		['a lower number', ['a/2', 'a/1'], 'ENTRY_TWICE'],
		['no slash', ['a1'], 'ENTRY_ID'],
		['no number', ['a/x'], 'ENTRY_ID'],
		['nothing after the slash', ['a/'], 'ENTRY_ID'],
		['nothing before it', ['/1'], 'ENTRY_ID'],
		['a zero in front', ['a/01'], 'ENTRY_ID'],
		['a number that cannot be counted', ['a/9007199254740993'], 'ENTRY_ID'],
		['a number below zero', ['a/-1'], 'ENTRY_ID'],
		['more digits than can be counted', [`a/${'1'.repeat(16)}`], 'ENTRY_ID'],
		['the same in another alphabet', ['é/1', 'é/1'], 'ENTRY_TWICE'],
	])('are refused with %s', (_what, ids, code) => {
		expect(() => look(...ids)).toThrow(expect.objectContaining({ code }));
	});
});
