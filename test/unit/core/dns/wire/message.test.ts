import { Malformed, bytesOf, concat, u16, u32, u8 } from '../../../../../core/dns/wire/bytes';
import { decodeMessage } from '../../../../../core/dns/wire/message';
import { nameBytes } from '../../../../../core/dns/wire/name';
import { TYPE } from '../../../../../core/dns/wire/types';

/** A.Test. at offset 12, where the question begins. */
const QUESTION = concat(u8(1), bytesOf('A'), u8(4), bytesOf('Test'), u8(0), u16(TYPE.A), u16(1));
const TO_NAME = u16(0xc00c);

interface Parts {
	readonly flags?: number;
	readonly counts?: readonly [answers: number, authorities: number, additionals: number];
}

const message = (records: readonly Uint8Array[], { flags = 0x81_80, counts }: Parts = {}): Uint8Array =>
	concat(...[0, flags, 1, ...(counts ?? [records.length, 0, 0])].map(u16), QUESTION, ...records);

const record = (type: number, data: Uint8Array, { name = TO_NAME, length = data.length, ttl = 60 } = {}) =>
	concat(name, u16(type), u16(1), u32(ttl), u16(length), data);

/** Where the data of the first record begin, when its name is a pointer. */
const DATA = 12 + QUESTION.length + TO_NAME.length + 10;

const dataOf = (type: number, data: Uint8Array) => [
	...(decodeMessage(message([record(type, data)])).answer[0]?.data ?? []),
];

test('each section is read into its own list, and the code goes on in the OPT record', () => {
	const [answer, authority, other] = [1, 2, 3].map((last) => record(TYPE.A, Uint8Array.of(192, 0, 2, last)));
	const opt = concat(u8(0), u16(TYPE.OPT), u16(1_232), u32(0x01_00_80_00), u16(0));
	const read = decodeMessage(
		message([answer!, authority!, other!, opt], { flags: 0x81_83, counts: [1, 1, 2] }),
	);
	expect(read).toMatchObject({
		id: 0,
		isAnswer: true,
		truncated: false,
		rcode: 19,
		questions: [{ name: 'a.test.', type: TYPE.A }],
		answer: [{ name: 'a.test.', type: TYPE.A, class: 1, ttl: 60, data: Uint8Array.of(192, 0, 2, 1) }],
		authority: [{ data: Uint8Array.of(192, 0, 2, 2) }],
		additional: [{ type: TYPE.A, data: Uint8Array.of(192, 0, 2, 3) }],
	});
	expect(read.additional).toHaveLength(1);
	expect(decodeMessage(message([], { flags: 0x83_02 }))).toMatchObject({ truncated: true, rcode: 2 });
	expect(decodeMessage(message([], { flags: 0x01_80 }))).toMatchObject({ isAnswer: false, rcode: 0 });
});

test.each<[string, number, Uint8Array, string]>([
	['MX', TYPE.MX, concat(u16(10), TO_NAME), 'a.test.'],
	['CNAME', TYPE.CNAME, concat(u8(1), bytesOf('X'), TO_NAME), 'x.a.test.'],
	['SRV', TYPE.SRV, concat(u16(1), u16(2), u16(3), nameBytes('x.'), new Uint8Array()), 'x.'],
])('names within the data of %s come whole and in small letters', (_what, type, data, name) => {
	expect(dataOf(type, data).slice(-nameBytes(name).length)).toEqual([...nameBytes(name)]);
});

test('data of a type that is not known here stay as they are', () => {
	expect(dataOf(65_400, concat(u8(1), bytesOf('X'), TO_NAME))).toEqual([1, 0x58, 0xc0, 0x0c]);
	// RFC 6840, section 5.1: the next name is not made small.
	expect(dataOf(TYPE.NSEC, concat(u8(1), bytesOf('X'), u8(0)))).toEqual([1, 0x58, 0]);
});

const whole = (labels: readonly number[]) =>
	concat(...labels.map((size) => concat(u8(size), bytesOf('a'.repeat(size)))), u8(0));

test('names of 255 bytes and labels of 63 are read, and no longer ones', () => {
	const [answer] = decodeMessage(message([record(TYPE.NS, whole([63, 63, 63, 61]))])).answer;
	expect(answer?.data).toHaveLength(255);
	expect(() => decodeMessage(message([record(TYPE.NS, whole([63, 63, 63, 62]))]))).toThrow(
		'a name is too long',
	);
	expect(() =>
		decodeMessage(message([record(TYPE.NS, concat(u8(64), bytesOf('a'.repeat(64)), u8(0)))])),
	).toThrow('a label of an unknown kind');
});

test.each<[string, Uint8Array, string]>([
	[
		'a name that goes on behind its data',
		record(TYPE.NS, nameBytes('example.com.'), { length: 4 }),
		'it ends too early',
	],
	[
		'a name whose end is behind its data',
		record(TYPE.NS, nameBytes('example.com.'), { length: 12 }),
		'it ends too early',
	],
	[
		'a pointer of which half is behind its data',
		record(TYPE.NS, TO_NAME, { length: 1 }),
		'it ends too early',
	],
	['data that go on behind their name', record(TYPE.NS, concat(TO_NAME, u8(0))), 'longer than its data'],
	['an address of five bytes', record(TYPE.A, new Uint8Array(5)), 'longer than its data'],
	['an address of three bytes', record(TYPE.A, new Uint8Array(3)), 'it ends too early'],
	['a pointer to itself', record(TYPE.NS, u16(0xc000 + DATA)), 'a name points forward'],
	['a pointer forward', record(TYPE.NS, u16(0xc000 + DATA + 2)), 'a name points forward'],
	[
		'a label and a pointer to it',
		record(TYPE.NS, concat(u8(1), bytesOf('x'), u16(0xc000 + DATA))),
		'a name points forward',
	],
	['a label of the kind 01', record(TYPE.NS, Uint8Array.of(0x41, 0)), 'a label of an unknown kind'],
	['a label of the kind 10', record(TYPE.NS, Uint8Array.of(0x80, 0)), 'a label of an unknown kind'],
	[
		'a text that goes on behind its data',
		record(TYPE.NAPTR, concat(u32(0), u8(9), bytesOf('ab'))),
		'it ends too early',
	],
])('a message with %s is refused as a whole', (_what, bytes, problem) => {
	// Another record behind it, so that the message does not end where the data do.
	const more = record(TYPE.TXT, concat(u8(200), bytesOf('x'.repeat(200))));
	expect(() => decodeMessage(message([bytes, more]))).toThrow(Malformed);
	expect(() => decodeMessage(message([bytes, more]))).toThrow(problem);
});

test('what is cut off, too long or names too many records is refused', () => {
	const good = message([record(TYPE.A, Uint8Array.of(192, 0, 2, 1))]);
	for (let length = 0; length < good.length; length++)
		expect(() => decodeMessage(good.subarray(0, length))).toThrow('it ends too early');
	const data = new Uint8Array(65_535 - DATA);
	expect(decodeMessage(message([record(TYPE.TXT, data)])).answer).toHaveLength(1);
	expect(() => decodeMessage(concat(message([record(TYPE.TXT, data)]), u8(0)))).toThrow('it is too long');
	const many = (count: number) => message(Array(count).fill(record(TYPE.A, new Uint8Array(4))));
	expect(decodeMessage(many(4_000)).answer).toHaveLength(4_000);
	expect(() => decodeMessage(message([], { counts: [4_095, 0, 1] }))).toThrow('it names too many records');
});

test('128 pointers lead to a name, and no more', () => {
	// Each leads to the one before it, the first to the question.
	const chain = (count: number) =>
		concat(
			...Array.from({ length: count }, (_, index) =>
				index === 0 ? TO_NAME : u16(0xc000 + DATA + 2 * (index - 1)),
			),
		);
	const read = (count: number) =>
		decodeMessage(
			message([
				record(65_400, chain(count)),
				record(TYPE.A, new Uint8Array(4), { name: u16(0xc000 + DATA + 2 * (count - 1)) }),
			]),
		);
	// The name of the record is one pointer more.
	expect(read(127).answer[1]?.name).toBe('a.test.');
	expect(() => read(128)).toThrow('a name points in circles');
});
