import { base64 } from './base64';
import { hex } from './hex';
import { utf8 } from './utf8';

/** So many characters in a row are enough to recognise a value by. */
const PART = 12;
/** A shorter value is a word that may stand in any text. */
const SHORTEST = 8;

/** What a value is recognised by in other texts: any 12 characters in a row of it, as they are, as hex and as base64. */
export class Parts {
	readonly #plain: string;
	readonly #hex: string;
	readonly #base64: readonly string[];

	constructor(value: string) {
		const bytes = utf8.encode(value);
		this.#plain = value;
		this.#hex = hex(bytes);
		// Three bytes become four digits, and the text around the value decides which three.
		this.#base64 = [0, 1, 2].map((from) => base64(bytes.subarray(from)).replace(/[^=]?=+$/, ''));
	}

	areIn(text: string): boolean {
		return (
			this.#isPlainIn(text) ||
			(/[%\\]/.test(text) && this.#isPlainIn(unescaped(text))) ||
			share(this.#hex, text.toLowerCase(), 2 * PART) ||
			this.#isBase64In(text.replaceAll('-', '+').replaceAll('_', '/'))
		);
	}

	#isPlainIn(text: string): boolean {
		const value = this.#plain;
		if (value.length >= PART) return share(value, text, PART);
		return value.length >= SHORTEST && text.includes(value);
	}

	#isBase64In(text: string): boolean {
		return this.#base64.some((digits) => share(digits, text, (4 * PART) / 3));
	}
}

/** Whether so many characters in a row stand in both. */
function share(value: string, text: string, length: number): boolean {
	if (value.length < length) return false;
	for (let at = 0; at + length <= text.length; at++)
		if (value.includes(text.slice(at, at + length))) return true;
	return false;
}

/** As an address or JSON writes it, back to the characters meant. */
const unescaped = (text: string): string =>
	text
		.replace(/%([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)))
		.replace(/\\u00([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(parseInt(digits, 16)))
		.replace(/\\(["\\/])/g, '$1');
