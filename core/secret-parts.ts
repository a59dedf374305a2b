import { base64 } from './base64';
import { hex } from './hex';
import { utf8 } from './utf8';

/** So many characters in a row are enough to recognise a value by. */
const PART = 12;
/** A shorter value is a word that may stand in any text. */
const SHORTEST = 8;

/** What a value is recognised by in other texts: each 12 characters in a row of it, as they are, as hex and as base64. */
export class Parts {
	readonly #plain: ReadonlySet<string>;
	readonly #hex: ReadonlySet<string>;
	readonly #base64: ReadonlySet<string>;

	constructor(value: string) {
		const bytes = utf8.encode(value);
		const short = value.length < PART;
		this.#plain = short ? new Set(value.length < SHORTEST ? [] : [value]) : runsOf(value, PART);
		this.#hex = runsOf(hex(bytes), 2 * PART);
		// Three bytes become four digits, and the text around the value decides which three.
		const digits = [0, 1, 2].map((from) => base64(bytes.subarray(from)).replace(/[^=]?=+$/, ''));
		this.#base64 = new Set(digits.flatMap((each) => [...runsOf(each, (4 * PART) / 3)]));
	}

	areIn(text: string): boolean {
		return (
			this.#isPlainIn(text) ||
			(/[%\\]/.test(text) && this.#isPlainIn(unescaped(text))) ||
			isAnyIn(this.#hex, 2 * PART, text.toLowerCase()) ||
			isAnyIn(this.#base64, (4 * PART) / 3, text.replaceAll('-', '+').replaceAll('_', '/'))
		);
	}

	#isPlainIn(text: string): boolean {
		const [first = ''] = this.#plain;
		return first.length < PART ? first !== '' && text.includes(first) : isAnyIn(this.#plain, PART, text);
	}
}

const runsOf = (text: string, length: number): Set<string> =>
	new Set(
		Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length)),
	);

function isAnyIn(runs: ReadonlySet<string>, length: number, text: string): boolean {
	if (runs.size === 0) return false;
	for (let at = 0; at + length <= text.length; at++) if (runs.has(text.slice(at, at + length))) return true;
	return false;
}

/** As an address or JSON writes it, back to the characters meant. */
const unescaped = (text: string): string =>
	text
		.replace(/%([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)))
		.replace(/\\u00([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)))
		.replace(/\\(["\\/])/g, '$1');
