import { base64 } from '../../base64';
import { utf8 } from '../../utf8';
import { readCount, readHash } from '../note/checkpoint';

/** A checkpoint that somebody kept outside: its three lines, whoever signed it. What counts is that it was kept. */
export interface OutsideCheckpoint {
	readonly origin: string;
	readonly size: number;
	readonly root: Uint8Array;
}

/** Of a longer text, only so much is read; who pastes more is told. */
export const MAX_OUTSIDE_CHARACTERS = 10_000_000;

export interface OutsideText {
	readonly checkpoints: readonly OutsideCheckpoint[];
	/**
	 * Hashes that belong to none of them, each once: a checkpoint that was kept in a form that nobody here knows, and
	 * that may contradict. Who is shown a green light takes it that all he pasted was compared.
	 */
	readonly apart: readonly string[];
}

/**
 * Every checkpoint in a text, each once, in whatever it was kept: messages, mails (quoted, as HTML, in
 * quoted-printable), JSON, lines of log collectors. It is a name, a number and a hash one after the other, on lines or
 * not, or the members `origin`, `size` and `root` of an object. docs/verify.py reads the same.
 */
export function readOutside(text: string): OutsideText {
	const found = new Map<string, OutsideCheckpoint>();
	const plain = decoded(text);
	for (const each of checkpointsIn(plain)) found.set(nameOf(each), each);
	const unquoted = decoded(withoutQuotedPrintable(text));
	const asTheyAre = plain.replace(/=3d/gi, ' ');
	// A hash that stands there as it is was not in quoted-printable, which writes its last character otherwise.
	for (const each of checkpointsIn(unquoted))
		if (!asTheyAre.includes(base64(each.root))) found.set(nameOf(each), each);
	const checkpoints = [...found.values()];
	const roots = new Set(checkpoints.map(({ root }) => base64(root)));
	const hashes = [plain, unquoted].flatMap((each) => each.match(HASH) ?? []);
	return { checkpoints, apart: [...new Set(hashes)].filter((hash) => !roots.has(hash)) };
}

/** A comment, or what any language of marks calls a tag. */
const TAG = /<!--[^>]{0,2000}-->|<\/?[a-z][\w:.-]{0,60}(?:\s[^<>]{0,2000})?\/?>/gi;

/** In base64, with no letter before or after it. A mail's own hash of its text, `bh=` in its head, is none of a log. */
const HASH = /(?<!bh=)(?<![\w+/])[A-Za-z0-9+/]{43}=(?![\w+/=])/g;

const nameOf = ({ origin, size, root }: OutsideCheckpoint) => `${origin} ${size} ${base64(root)}`;

function checkpointsIn(text: string): OutsideCheckpoint[] {
	const found: OutsideCheckpoint[] = [];
	// Of an object that has the three members these alone: what lies between them is no part of a checkpoint.
	const rest = text.replace(/\{[^{}]{0,4000}\}/g, (object) => {
		const checkpoint = inObject(object);
		if (checkpoint !== null) found.push(checkpoint);
		return checkpoint === null ? object : '{}';
	});
	return [...found, ...inWords(rest)];
}

function* inWords(text: string): Generator<OutsideCheckpoint> {
	const words = text
		// What one object ends with and the next begins with is no checkpoint.
		.replace(/[{}]/g, ' {} ')
		.split(/[\s\0-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"'`<>()[\]|,;*\\]+/u);
	const own = words.map((word) => word.replace(LABEL, '')).filter((word) => word !== '');
	for (const [at, word] of own.entries()) {
		const checkpoint = checkpointOf(own[at - 2], own[at - 1], word);
		if (checkpoint !== null) yield checkpoint;
	}
}

/** What stands before the parts of a checkpoint where they are named, and a mark that a sentence puts after one. */
const LABEL = /^[\w.]{1,40}=|^(?:name|entries):|^(?:origin|size|root)(?::|$)|^:|[.:]$/gi;

/** Canonical JSON has the root before the size, which no order of words would find. */
function inObject(object: string): OutsideCheckpoint | null {
	const [origin, size, root] = ['origin', 'size', 'root'].map(
		(name) => new RegExp(`"${name}"\\s*:\\s*"?([^",}\\s]+)`).exec(object)?.[1],
	);
	return checkpointOf(origin, size, root);
}

function checkpointOf(word = '', digits = '', encoded = ''): OutsideCheckpoint | null {
	if (encoded.length !== BASE64_OF_HASH || !isName(word)) return null;
	const size = readCount(digits);
	const root = readHash(encoded);
	return size === null || root === null ? null : { origin: plainOrigin(word), size, root };
}

const BASE64_OF_HASH = 44;

/** Names of logs are addresses without a protocol; a word of a sentence or the root of the checkpoint before is none. */
const isName = (word: string) => /[./]/.test(word) && readHash(word) === null;

/** Chats and mail programs make a link of a name that looks like an address. */
const plainOrigin = (word: string) => word.replace(/^https?:\/\//i, '').replace(/\/$/, '');

/** Line breaks and characters that JSON or HTML have written otherwise; twice, as one is often inside the other. */
function decoded(text: string): string {
	let plain = text;
	for (let turn = 0; turn < 2; turn++)
		plain = plain
			.replace(/\\{1,8}u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
			// As JSON and CEF have them, and as rsyslog has them.
			.replace(/\\{1,8}[nrt]|#01[125]/g, '\n')
			.replace(/\\{1,8}([/"=])/g, '$1')
			// Every tag, whoever made it up (`o:p`); an address in such brackets is none.
			// Whoever writes the opening sign before a checkpoint and the closing one after it hides none.
			.replace(TAG, (tag) => (tag.search(HASH) < 0 ? '\n' : tag))
			.replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?/gi, (whole, high?: string, low?: string) => {
				const code = high === undefined ? Number(low) : parseInt(high, 16);
				return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
			})
			.replace(/&([a-z]{2,8});/gi, (whole, name: string) => ENTITIES.get(name.toLowerCase()) ?? whole);
	return plain;
}

const ENTITIES = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
	['nbsp', ' '],
	['newline', '\n'],
	['tab', ' '],
	['plus', '+'],
	['equals', '='],
	['sol', '/'],
]);

/** RFC 2045, section 6.7: lines that were broken, and bytes in hexadecimal digits, of UTF-8 or else of Latin-1. */
const withoutQuotedPrintable = (text: string): string =>
	text.replace(/=[ \t]*\r?\n/g, '').replace(/(?:=[0-9A-F]{2})+/gi, (run) => {
		const bytes = run
			.slice(1)
			.split('=')
			.map((digits) => parseInt(digits, 16));
		return utf8.decode(Uint8Array.from(bytes)) ?? bytes.map((byte) => String.fromCharCode(byte)).join('');
	});
