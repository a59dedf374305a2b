import { Malformed } from '../wire/bytes';

/** One word of a master file, with its escapes as they are written. Words in quotes come without the quotes. */
export interface Word {
	readonly text: string;
	readonly quoted: boolean;
}

/** What stands between two ends of line that count: those inside parentheses do not. */
export interface Entry {
	/** Counted from 1; where the entry begins. */
	readonly line: number;
	/** It begins with a blank, so that its owner is the one before. */
	readonly indented: boolean;
	readonly words: readonly Word[];
}

const BLANK = /[ \t]+|;[^\n]*/y;
const END = /\r?\n/y;
const QUOTED = /"((?:[^"\\\n]|\\[^\n])*)"/y;
const BARE = /(?:[^\x00-\x20;()"\\]|\\[^\n])+/y;

/**
 * Takes a master file apart (RFC 1035, section 5.1): comments, parentheses, quotes. One character stands for one byte.
 * Throws Malformed with the number of the line.
 */
export function* entriesOf(text: string): Generator<Entry> {
	let at = 0;
	let line = 1;
	const take = (pattern: RegExp): string | null => {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		if (found === null) return null;
		at = pattern.lastIndex;
		return found[1] ?? found[0];
	};
	while (at < text.length) {
		const entry = { line, indented: /[ \t]/.test(text.charAt(at)), words: [] as Word[] };
		let open = false;
		for (;;) {
			if (take(BLANK) !== null) continue;
			if (take(END) !== null) {
				line++;
				if (!open) break;
			} else if (at >= text.length) {
				if (open) throw new Malformed(`line ${entry.line}: a parenthesis is not closed`);
				break;
			} else if (text.charAt(at) === (open ? ')' : '(')) {
				open = !open;
				at++;
			} else {
				const quoted = take(QUOTED);
				entry.words.push(quoted === null ? { text: bare(), quoted: false } : { text: quoted, quoted: true });
			}
		}
		if (entry.words.length > 0) yield entry;
	}

	/** Parameters of services put a text in quotes behind an equals sign (RFC 9460, section 2.1). */
	function bare(): string {
		const found = take(BARE);
		if (found === null) throw new Malformed(`line ${line}: ${problemAt(text.charAt(at))}`);
		const value = found.endsWith('=') ? take(QUOTED) : null;
		return value === null ? found : `${found}"${value}"`;
	}
}

const problems: Readonly<Record<string, string>> = {
	'(': 'a parenthesis within parentheses',
	')': 'a parenthesis is closed that was not opened',
	'"': 'a text in quotes does not end',
	'\\': 'nothing follows a backslash',
};

const problemAt = (character: string): string => problems[character] ?? 'a character that no zone file has';

/** The bytes that a word stands for, one character each. Throws Malformed for an escape that means nothing. */
export function unescaped(text: string): string {
	if (!text.includes('\\')) return text;
	return text.replace(/\\(\d{3}|[^])?/g, (_, code: string | undefined) => {
		if (code === undefined) throw new Malformed('nothing follows a backslash');
		if (code.length === 3) return characterOf(Number(code));
		if (/\d/.test(code)) throw new Malformed('a backslash and a digit without two more');
		return code;
	});
}

function characterOf(code: number): string {
	if (code > 255) throw new Malformed('an escape beyond 255');
	return String.fromCharCode(code);
}

/** A text in quotes; what does not print is escaped as `\DDD`. */
export const quotedText = (bytes: string): string =>
	`"${bytes.replace(/["\\]|[^\x20-\x7e]/g, (character) =>
		/["\\]/.test(character) ? `\\${character}` : `\\${String(character.charCodeAt(0)).padStart(3, '0')}`,
	)}"`;
