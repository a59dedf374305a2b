import { viewOf } from '../../bytes';
import { utf8 } from '../../utf8';

/**
 * Most entries are plain: canonical JSON, all in ASCII without an escape, with whole numbers of at most 15 digits. One look
 * at the bytes, eight at a time, tells that in a twentieth of the time that reading, checking and writing JSON takes, which
 * would be longer than all hashing. What is not plain is left to `checkedEntry`; a test holds the two to each other.
 */
export interface PlainEntry {
	/** Where the texts of two members begin and end, without their quotes. */
	idBegin: number;
	idEnd: number;
	kindBegin: number;
	kindEnd: number;
}

/**
 * True when the bytes from `begin` to before `end` are a plain entry; `found` then says where things are. When they are
 * not, they may still be an entry.
 */
export function isPlainEntry(view: DataView, begin: number, end: number, found: PlainEntry): boolean {
	// What ends with this brace is read no further than to it, without a look at where the end is after each sign.
	const brace = end - 1;
	if (brace < begin || view.getUint8(brace) !== CLOSE) return false;
	let at = text(view, afterWord(ACTOR, view, begin, brace), brace);
	at = wholeNumber(view, afterWord(AT, view, at, brace), brace);
	at = facts(view, afterWord(FACTS, view, at, brace), brace);
	found.idBegin = afterWord(ID, view, at, brace);
	found.idEnd = text(view, found.idBegin, brace);
	at = text(view, afterWord(KEY, view, found.idEnd, brace), brace);
	found.kindBegin = afterWord(KIND, view, at, brace);
	found.kindEnd = text(view, found.kindBegin, brace);
	return found.kindEnd + 1 === brace;
}

/** The readers below give the position after what they expect, or this, after which they find nothing either. */
const NOWHERE = -2;

const code = (sign: string) => sign.charCodeAt(0);
const [QUOTE, COMMA, MINUS, ZERO, NINE, COLON, CLOSE] = [
	code('"'),
	code(','),
	code('-'),
	code('0'),
	code('9'),
	code(':'),
	code('}'),
];

/** As the schema of an entry has it. */
const MAX_TEXT = 2_000;
const MAX_DIGITS = 15;

/** Of 4 to 12 bytes, as three times four of them, which lie over each other where they are fewer. */
interface Word {
	readonly length: number;
	readonly first: number;
	readonly second: number;
	readonly secondAt: number;
	readonly third: number;
	readonly thirdAt: number;
}

function word(letters: string): Word {
	const bytes = utf8.encode(letters);
	const view = viewOf(bytes);
	const thirdAt = bytes.length - 4;
	const secondAt = Math.min(4, thirdAt);
	return {
		length: bytes.length,
		first: view.getInt32(0, true),
		second: view.getInt32(secondAt, true),
		secondAt,
		third: view.getInt32(thirdAt, true),
		thirdAt,
	};
}

/** What stands between the values, in the order of canonical JSON. */
const [ACTOR, AT, FACTS, ID, KEY, KIND] = [
	word('{"actor":"'),
	word('","at":'),
	word(',"facts":{'),
	word(',"id":"'),
	word('","key":"'),
	word('","kind":"'),
];
const WORDS = [word('true'), word('false'), word('null')];

function afterWord(expected: Word, view: DataView, at: number, end: number): number {
	if (at < 0 || at + expected.length > end) return NOWHERE;
	const difference =
		(view.getInt32(at, true) ^ expected.first) |
		(view.getInt32(at + expected.secondAt, true) ^ expected.second) |
		(view.getInt32(at + expected.thirdAt, true) ^ expected.third);
	return difference === 0 ? at + expected.length : NOWHERE;
}

function afterAny(words: readonly Word[], view: DataView, at: number, end: number): number {
	for (const each of words) {
		const after = afterWord(each, view, at, end);
		if (after >= 0) return after;
	}
	return NOWHERE;
}

/** 1 for what stands in a text as it is: ASCII but for control characters below the space, the quote and the backslash. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte >= 0x20 && byte <= 0x7f && byte !== QUOTE && byte !== code('\\') ? 1 : 0,
);

/** A byte four times. */
const four = (byte: number) => byte * 0x01010101;
const [QUOTES, BACKSLASHES, SPACES, ONES, HIGHEST] = [
	four(QUOTE),
	four(code('\\')),
	four(0x20),
	four(1),
	four(0x80) | 0,
];
/** What takes a byte below zero when it is taken away, and above 127 when it is added, unless it is a digit. */
const [BELOW_ZERO, ABOVE_NINE] = [four(ZERO), four(0x7f - NINE)];

/**
 * The highest bit of each of four bytes that is not plain; above one that is not, others may have theirs, too. A byte
 * beyond ASCII has it by what finds quotes or by what finds backslashes.
 */
const notPlain = (bytes: number): number =>
	((bytes - SPACES) | ((bytes ^ QUOTES) - ONES) | ((bytes ^ BACKSLASHES) - ONES)) & HIGHEST;

/** The same for bytes that are no digits. */
const noDigits = (bytes: number): number => (bytes | (bytes + ABOVE_NINE) | (bytes - BELOW_ZERO)) & HIGHEST;

/** How many bytes come before the first of eight that is marked; 8 when none is. */
function before(low: number, high: number): number {
	if (low !== 0) return (31 - Math.clz32(low & -low)) >> 3;
	return high === 0 ? 8 : 4 + ((31 - Math.clz32(high & -high)) >> 3);
}

/** Where the text that begins there ends: at its quote. */
function longText(view: DataView, begin: number, end: number): number {
	if (begin < 0) return NOWHERE;
	// `| 0` tells the compiler that no fraction comes of it.
	let at = begin | 0;
	for (const last = (end - 8) | 0; at <= last; at = (at + 8) | 0) {
		const low = notPlain(view.getInt32(at, true));
		const high = notPlain(view.getInt32(at + 4, true));
		if ((low | high) === 0) continue;
		at = (at + before(low, high)) | 0;
		return view.getUint8(at) === QUOTE ? at : NOWHERE;
	}
	while (at < end && isPlain[view.getUint8(at)] === 1) at++;
	return at < end && view.getUint8(at) === QUOTE ? at : NOWHERE;
}

function text(view: DataView, begin: number, end: number): number {
	const quote = longText(view, begin, end);
	return quote - begin > MAX_TEXT ? NOWHERE : quote;
}

/** How many digits come before anything else, 8 at most. */
const digitsAt = (view: DataView, at: number): number =>
	before(noDigits(view.getInt32(at, true)), noDigits(view.getInt32(at + 4, true)));

function wholeNumber(view: DataView, begin: number, end: number): number {
	// After a number come three members and more.
	if (begin < 0 || begin + 1 + 16 > end) return NOWHERE;
	const first = view.getUint8(begin) === MINUS ? begin + 1 : begin;
	const some = digitsAt(view, first);
	const digits = some === 8 ? 8 + digitsAt(view, first + 8) : some;
	if (digits < 1 || digits > MAX_DIGITS) return NOWHERE;
	// A zero stands alone, and is never below itself.
	return view.getUint8(first) === ZERO && (digits > 1 || first > begin) ? NOWHERE : first + digits;
}

function fact(view: DataView, at: number, end: number): number {
	if (view.getUint8(at) === QUOTE) return longText(view, at + 1, end) + 1;
	const number = wholeNumber(view, at, end);
	return number < 0 ? afterAny(WORDS, view, at, end) : number;
}

/** From after the brace that opens them. */
function facts(view: DataView, begin: number, end: number): number {
	if (begin < 0) return NOWHERE;
	if (view.getUint8(begin) === CLOSE) return begin + 1;
	let at = begin;
	for (let earlier = NOWHERE; ;) {
		const name = at;
		if (view.getUint8(name) !== QUOTE) return NOWHERE;
		const quote = longText(view, name + 1, end);
		if (quote < 0 || view.getUint8(quote + 1) !== COLON) return NOWHERE;
		if (earlier >= 0 && !isAbove(view, earlier, name)) return NOWHERE;
		at = fact(view, quote + 2, end);
		if (at < 0) return NOWHERE;
		const next = view.getUint8(at);
		if (next === CLOSE) return at + 1;
		if (next !== COMMA) return NOWHERE;
		earlier = name;
		at++;
	}
}

/** Whether the later of two names, each from its first quote, is above the other: in ASCII, bytes are UTF-16 units. */
function isAbove(view: DataView, earlier: number, later: number): boolean {
	for (let at = 1; ; at++) {
		const a = view.getUint8(earlier + at);
		const b = view.getUint8(later + at);
		if (a === QUOTE || b === QUOTE) return a === QUOTE && b !== QUOTE;
		if (a !== b) return a < b;
	}
}
