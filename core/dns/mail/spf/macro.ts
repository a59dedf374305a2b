/** One piece of a text with macros (RFC 7208, section 7). */
export type Piece = string | Macro;

export interface Macro {
	/** In lower case. */
	readonly letter: string;
	/** True when it is written in upper case: the value is then escaped for addresses. */
	readonly escaped: boolean;
	/** How many parts from the right are kept; Infinity for all. */
	readonly keep: number;
	readonly reversed: boolean;
	/** The characters at which the value is split. */
	readonly delimiters: string;
}

const MACRO = /%\{([a-z])(\d*)(r?)([.\-+,/_=]*)\}/iy;
/** `%%`, `%_` and `%-`. */
const PLAIN: Readonly<Record<string, string>> = { '%': '%', _: ' ', '-': '%20' };
const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** The letters that stand for something, in a name and in an explanation. */
const LETTERS = 'slodiphv';
const EXPLANATION_LETTERS = 'slodiphvcrt';

/** The pieces of a text, or what is wrong with it. `where` decides which letters are allowed. */
export function parseMacros(text: string, where: 'name' | 'explanation'): readonly Piece[] | string {
	const letters = where === 'name' ? LETTERS : EXPLANATION_LETTERS;
	const pieces: Piece[] = [];
	let at = 0;
	while (at < text.length) {
		const percent = text.indexOf('%', at);
		if (percent !== at) pieces.push(text.slice(at, percent < 0 ? undefined : percent));
		if (percent < 0) break;
		const plain = PLAIN[text.charAt(percent + 1)];
		if (plain !== undefined) {
			pieces.push({ letter: plain, escaped: false, keep: Infinity, reversed: false, delimiters: '' });
			at = percent + 2;
			continue;
		}
		MACRO.lastIndex = percent;
		const [whole, letter = '', digits = '', reverse, delimiters = ''] = MACRO.exec(text) ?? [];
		if (whole === undefined) return 'a % is followed by something that is no macro';
		if (!letters.includes(letter.toLowerCase())) return `there is no macro %{${letter}} here`;
		if (digits !== '' && Number(digits) === 0) return `${whole} keeps nothing`;
		pieces.push({
			letter: letter.toLowerCase(),
			escaped: letter !== letter.toLowerCase(),
			keep: digits === '' ? Infinity : Number(digits),
			reversed: reverse !== '',
			delimiters: delimiters === '' ? '.' : delimiters,
		});
		at = percent + whole.length;
	}
	return pieces;
}

/** Letters that stand for something else for each sender, also of mail in the domain's own name. */
const OF_SENDER = ['s', 'l', 'i', 'p', 'h'];

/** True when each sender of the domain's own mail has a name of its own there. */
export const isBySender = (pieces: readonly Piece[]): boolean =>
	pieces.some((piece) => typeof piece !== 'string' && OF_SENDER.includes(piece.letter));

/** True when nothing in it depends on who sends. */
export const isPlain = (pieces: readonly Piece[]): boolean =>
	pieces.every((piece) => typeof piece === 'string' || piece.delimiters === '');

/** Fills the pieces in. `valueOf` gives what a letter stands for. */
export async function expand(
	pieces: readonly Piece[],
	valueOf: (letter: string) => string | Promise<string>,
): Promise<string> {
	let text = '';
	for (const piece of pieces)
		text +=
			typeof piece === 'string'
				? piece
				: piece.delimiters === ''
					? piece.letter
					: transformed(await valueOf(piece.letter), piece);
	return text;
}

function transformed(value: string, { delimiters, reversed, keep, escaped }: Macro): string {
	const parts: string[] = [];
	let start = 0;
	for (let at = 0; at <= value.length; at++)
		if (at === value.length || delimiters.includes(value.charAt(at))) {
			parts.push(value.slice(start, at));
			start = at + 1;
		}
	if (reversed) parts.reverse();
	const kept = keep === Infinity ? parts : parts.slice(-keep);
	const joined = kept.join('.');
	return escaped ? escapedForAddress(joined) : joined;
}

const escapedForAddress = (text: string): string =>
	Array.from(text, (char) =>
		UNRESERVED.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	).join('');
