import { utf8 } from '../../utf8';

/**
 * Most entries are plain: canonical JSON, all in ASCII without an escape, with whole numbers of at most 15 digits. One look
 * at the bytes tells that in a tenth of the time that reading, checking and writing JSON takes, which would be longer than
 * all hashing. What is not plain is left to `checkedEntry`; a test holds the two to each other.
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
export function isPlainEntry(bytes: Uint8Array, begin: number, end: number, found: PlainEntry): boolean {
	let at = text(bytes, afterWord(ACTOR, bytes, begin), end);
	at = wholeNumber(bytes, afterWord(AT, bytes, at), end);
	at = facts(bytes, afterWord(FACTS, bytes, at), end);
	found.idBegin = afterWord(ID, bytes, at) + 1;
	at = text(bytes, found.idBegin - 1, end);
	found.idEnd = at - 1;
	at = text(bytes, afterWord(KEY, bytes, at), end);
	found.kindBegin = afterWord(KIND, bytes, at) + 1;
	at = text(bytes, found.kindBegin - 1, end);
	found.kindEnd = at - 1;
	return at + 1 === end && bytes[at] === CLOSE;
}

/** In the order of canonical JSON. */
const [ACTOR, AT, FACTS, ID, KEY, KIND] = [
	utf8.encode('{"actor":'),
	utf8.encode(',"at":'),
	utf8.encode(',"facts":'),
	utf8.encode(',"id":'),
	utf8.encode(',"key":'),
	utf8.encode(',"kind":'),
];

/** The readers below give the position after what they expect, or `NOWHERE`, after which nothing is found either. */
const NOWHERE = -1_000_000_000;

const code = (sign: string) => sign.charCodeAt(0);
const [QUOTE, COMMA, MINUS, ZERO, NINE, COLON, OPEN, CLOSE] = [
	code('"'),
	code(','),
	code('-'),
	code('0'),
	code('9'),
	code(':'),
	code('{'),
	code('}'),
];

/** As the schema of an entry has it. */
const MAX_TEXT = 2_000;
const MAX_DIGITS = 15;

/** 1 for what stands in a text as it is: printable ASCII but for the quote and the backslash. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte >= 0x20 && byte <= 0x7e && byte !== QUOTE && byte !== code('\\') ? 1 : 0,
);

function longText(bytes: Uint8Array, begin: number, end: number): number {
	if (bytes[begin] !== QUOTE) return NOWHERE;
	let at = begin + 1;
	while (isPlain[bytes[at] as number] === 1) at++;
	return at < end && bytes[at] === QUOTE ? at + 1 : NOWHERE;
}

function text(bytes: Uint8Array, begin: number, end: number): number {
	const after = longText(bytes, begin, end);
	return after - begin - 2 > MAX_TEXT ? NOWHERE : after;
}

function wholeNumber(bytes: Uint8Array, begin: number, end: number): number {
	const first = bytes[begin] === MINUS ? begin + 1 : begin;
	let at = first;
	while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
	const digits = at - first;
	if (digits < 1 || digits > MAX_DIGITS) return NOWHERE;
	// A zero stands alone, and is never below itself.
	return bytes[first] === ZERO && (digits > 1 || first > begin) ? NOWHERE : at;
}

const words = ['true', 'false', 'null'].map((word) => utf8.encode(word));

function fact(bytes: Uint8Array, at: number, end: number): number {
	if (bytes[at] === QUOTE) return longText(bytes, at, end);
	const number = wholeNumber(bytes, at, end);
	return number < 0 ? Math.max(...words.map((word) => afterWord(word, bytes, at))) : number;
}

function facts(bytes: Uint8Array, begin: number, end: number): number {
	if (bytes[begin] !== OPEN) return NOWHERE;
	if (bytes[begin + 1] === CLOSE) return begin + 2;
	let at = begin + 1;
	for (let earlier = NOWHERE; ;) {
		const name = at;
		const colon = longText(bytes, name, end);
		if (bytes[colon] !== COLON || (earlier >= 0 && !isAbove(bytes, earlier, name))) return NOWHERE;
		at = fact(bytes, colon + 1, end);
		if (bytes[at] === CLOSE) return at + 1;
		if (bytes[at] !== COMMA) return NOWHERE;
		earlier = name;
		at++;
	}
}

/** Whether the later of two names, each from its first quote, is above the other: in ASCII, bytes are UTF-16 units. */
function isAbove(bytes: Uint8Array, earlier: number, later: number): boolean {
	for (let at = 1; ; at++) {
		const a = bytes[earlier + at] as number;
		const b = bytes[later + at] as number;
		if (a === QUOTE || b === QUOTE) return a === QUOTE && b !== QUOTE;
		if (a !== b) return a < b;
	}
}

function afterWord(word: Uint8Array, bytes: Uint8Array, at: number): number {
	for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return NOWHERE;
	return at + word.length;
}
