import { utf8 } from '../../utf8';

/**
 * Most entries are plain: canonical JSON, all in ASCII without an escape, with whole numbers of at most 15 digits. One look
 * at the bytes tells that in a tenth of the time that reading, checking and writing JSON takes, which would be longer than
 * all hashing. What is not plain is left to `checkedEntry`; a test holds the two to each other.
 */
export interface PlainEntry {
	readonly id: string;
	readonly kind: string;
}

/** Null when the bytes from `begin` to before `end` are no plain entry; they may still be an entry. */
export function plainEntry(bytes: Uint8Array, begin: number, end: number): PlainEntry | null {
	let at = begin;
	let [id, kind] = ['', ''];
	for (const { before, after, name } of members) {
		const value = afterWord(before, bytes, at);
		at = value < 0 ? value : after(bytes, value, end);
		if (at < 0) return null;
		if (name === 'id') id = characters(bytes, value + 1, at - 1);
		if (name === 'kind') kind = characters(bytes, value + 1, at - 1);
	}
	return bytes[at] === CLOSE && at + 1 === end ? { id, kind } : null;
}

/** Gives the position after what it expects at `at`, or -1. */
type Scan = (bytes: Uint8Array, at: number, end: number) => number;

const [QUOTE, COMMA, MINUS, ZERO, NINE, COLON, BACKSLASH, OPEN, CLOSE] = utf8.encode(
	'",-09:\\{}',
) as unknown as [number, number, number, number, number, number, number, number, number];
/** As the schema of an entry has it. */
const MAX_TEXT = 2_000;
const MAX_DIGITS = 15;

/** Where the quote that ends a text is, which has begun; what is not printable ASCII, or escaped, ends the search. */
const endOfText: Scan = (bytes, begin, end) => {
	for (let at = begin; at < end; at++) {
		const byte = bytes[at] as number;
		if (byte === QUOTE) return at;
		if (byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return -1;
	}
	return -1;
};

const longText: Scan = (bytes, at, end) =>
	bytes[at] === QUOTE ? endOfText(bytes, at + 1, end) + 1 || -1 : -1;

const text: Scan = (bytes, at, end) => {
	const after = longText(bytes, at, end);
	return after - at - 2 > MAX_TEXT ? -1 : after;
};

const wholeNumber: Scan = (bytes, begin, end) => {
	const first = bytes[begin] === MINUS ? begin + 1 : begin;
	let at = first;
	while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
	const digits = at - first;
	if (digits < 1 || digits > MAX_DIGITS) return -1;
	// A zero stands alone, and is never below itself.
	return bytes[first] === ZERO && (digits > 1 || first > begin) ? -1 : at;
};

const words = ['true', 'false', 'null'].map((word) => utf8.encode(word));

const fact: Scan = (bytes, at, end) => {
	if (bytes[at] === QUOTE) return longText(bytes, at, end);
	const number = wholeNumber(bytes, at, end);
	return number < 0 ? Math.max(...words.map((word) => afterWord(word, bytes, at))) : number;
};

const facts: Scan = (bytes, begin, end) => {
	if (bytes[begin] !== OPEN) return -1;
	if (bytes[begin + 1] === CLOSE) return begin + 2;
	let at = begin + 1;
	for (let earlier = -1; ;) {
		const name = at;
		const colon = longText(bytes, name, end);
		if (colon < 0 || bytes[colon] !== COLON || (earlier >= 0 && !isAbove(bytes, earlier, name))) return -1;
		at = fact(bytes, colon + 1, end);
		if (at < 0) return -1;
		if (bytes[at] === CLOSE) return at + 1;
		if (bytes[at] !== COMMA) return -1;
		earlier = name;
		at++;
	}
};

/** Whether the later of two names, each from its first quote, is above the other: in ASCII, bytes are UTF-16 units. */
function isAbove(bytes: Uint8Array, earlier: number, later: number): boolean {
	for (let at = 1; ; at++) {
		const [a, b] = [bytes[earlier + at] as number, bytes[later + at] as number];
		if (a === QUOTE || b === QUOTE) return a === QUOTE && b !== QUOTE;
		if (a !== b) return a < b;
	}
}

function afterWord(word: Uint8Array, bytes: Uint8Array, at: number): number {
	for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return -1;
	return at + word.length;
}

function characters(bytes: Uint8Array, begin: number, end: number): string {
	let all = '';
	for (let at = begin; at < end; at++) all += String.fromCharCode(bytes[at] as number);
	return all;
}

const member = (name: string, after: Scan, lead = ',') => ({
	name,
	before: utf8.encode(`${lead}"${name}":`),
	after,
});

/** In the order of canonical JSON. */
const members = [
	member('actor', text, '{'),
	member('at', wholeNumber),
	member('facts', facts),
	member('id', text),
	member('key', text),
	member('kind', text),
];
