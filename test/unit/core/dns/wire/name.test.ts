import { Reader } from '../../../../../core/dns/wire/bytes';
import {
	commonAncestor,
	compareNames,
	isUnder,
	labelsOf,
	nameBytes,
	nameOf,
	parentOf,
	parseName,
	readName,
	shown,
} from '../../../../../core/dns/wire/name';

const read = (...bytes: number[]) => readName(new Reader(Uint8Array.from(bytes)));

test.each([
	['.', [0]],
	['a.b.', [1, 0x61, 1, 0x62, 0]],
	['a\\.b.', [3, 0x61, 0x2e, 0x62, 0]],
	['a\\\\.b.', [2, 0x61, 0x5c, 1, 0x62, 0]],
	['\\000\\032\\127\\255.', [4, 0, 0x20, 0x7f, 0xff, 0]],
	['!~.', [2, 0x21, 0x7e, 0]],
])('%s stands for its bytes, both ways', (name, bytes) => {
	expect([...nameBytes(name)]).toEqual(bytes);
	expect(read(...bytes)).toBe(name);
	expect(parseName(name)).toBe(name);
	expect(labelsOf(nameOf(labelsOf(name)))).toEqual(labelsOf(name));
	expect(labelsOf(name)).toHaveLength(
		bytes.filter((_, index) => index === 0 || isLength(bytes, index)).length - 1,
	);
});

/** True where a label, or the end, begins. */
function isLength(bytes: readonly number[], index: number): boolean {
	let at = 0;
	while (at < index) at += (bytes[at] as number) + 1;
	return at === index;
}

test('capitals are small, and only those of ASCII', () => {
	expect(read(4, 0x40, 0x41, 0x5a, 0x5b, 0)).toBe('@az[.');
	expect(parseName('EXAMPLE.Com')).toBe('example.com.');
	expect(parseName('\\069xample')).toBe('example.');
});

test.each([
	['', 'a label is empty'],
	['a..b', 'a label is empty'],
	['a'.repeat(64), 'a label is too long'],
	[`${'a.'.repeat(127)}bb`, 'a name is too long'],
])('%j is no name: %s', (text, problem) => expect(() => parseName(text)).toThrow(problem));

test('labels of 63 bytes and names of 255 are names', () => {
	expect(parseName('a'.repeat(63))).toHaveLength(64);
	expect(nameBytes(parseName('a.'.repeat(127)))).toHaveLength(255);
});

test('names are in the order of RFC 4034, section 6.1', () => {
	const inOrder = [
		'example.',
		'a.example.',
		'yljkjljk.a.example.',
		'z.a.example.',
		'zabc.a.example.',
		'z.example.',
		'\\001.z.example.',
		'*.z.example.',
		'\\200.z.example.',
	];
	expect([...inOrder].reverse().sort(compareNames)).toEqual(inOrder);
	expect(compareNames('a.example.', 'a.example.')).toBe(0);
});

test('what is under what, also where a dot belongs to a label', () => {
	expect(['example.', 'a.example.', 'b.a.example.'].map((name) => isUnder(name, 'example.'))).toEqual([
		true,
		true,
		true,
	]);
	expect(['anexample.', 'com.', '.'].map((name) => isUnder(name, 'example.'))).toEqual([false, false, false]);
	expect(isUnder('com.', '.')).toBe(true);
	expect(isUnder('a\\.example.', 'example.')).toBe(false);
	expect(isUnder('b\\\\.example.', 'example.')).toBe(true);
	expect(['b.a.example.', 'example.', '.'].map(parentOf)).toEqual(['a.example.', '.', null]);
	expect(parentOf('b\\.a.example.')).toBe('example.');
});

test('the longest name that both are under', () => {
	expect(commonAncestor('a.b.example.', 'c.b.example.')).toBe('b.example.');
	expect(commonAncestor('b.example.', 'a.b.example.')).toBe('b.example.');
	expect(commonAncestor('a.b.example.', 'b.example.')).toBe('b.example.');
	expect(commonAncestor('a.com.', 'a.net.')).toBe('.');
});

test('people see no dot at the end', () => {
	expect(['.', 'example.com.', 'example.com'].map(shown)).toEqual(['.', 'example.com', 'example.com']);
});
