import { Damage } from '../damage';

/**
 * Watches that no id stands in a log twice: numbers at the end of ids must ascend among those with the same beginning,
 * the uid of the document that they waited in. That needs one number a document, where a set of all ids would grow with
 * the log. Ids are looked at as bytes: making a text of each would take longer than hashing it.
 */
export class IdOrder {
	readonly #documents = new Map<string, Document>();
	/** Documents that were seen lately, by a few bytes of their uids. Whoever makes many uids share those gains nothing. */
	readonly #recent: (Document | undefined)[] = new Array<Document | undefined>(RECENT).fill(undefined);

	/** The id is the bytes from `begin` to before `end`. Throws ENTRY_ID or ENTRY_TWICE. */
	see(bytes: Uint8Array, begin: number, end: number): void {
		const number = numberAtEnd(bytes, begin, end);
		if (number < 0) throw new Damage('ENTRY_ID');
		const slot = slotOf(bytes, begin);
		let document = this.#recent[slot];
		if (document === undefined || !isAt(document.uid, bytes, begin)) {
			document = this.#documentOf(bytes, begin);
			this.#recent[slot] = document;
		}
		if (number <= document.last) throw new Damage('ENTRY_TWICE', `number ${number}`);
		document.last = number;
	}

	#documentOf(bytes: Uint8Array, begin: number): Document {
		const uid = bytes.slice(begin, bytes.indexOf(SLASH, begin) + 1);
		if (uid.length < 2) throw new Damage('ENTRY_ID');
		const name = uid.join();
		const document = this.#documents.get(name) ?? { uid, last: -1 };
		this.#documents.set(name, document);
		return document;
	}
}

interface Document {
	/** With the slash after it. */
	readonly uid: Uint8Array;
	last: number;
}

const [SLASH, ZERO, NINE] = [0x2f, 0x30, 0x39];
const MAX_DIGITS = 15;
/** A power of two. */
const RECENT = 65_536;
const HASHED = 6;

/** The whole number after the last slash, in plain digits; -1 when there is none. */
function numberAtEnd(bytes: Uint8Array, begin: number, end: number): number {
	let [number, power, at] = [0, 1, end - 1];
	for (; at >= begin && bytes[at] !== SLASH; at--, power *= 10) {
		const byte = bytes[at] as number;
		if (byte < ZERO || byte > NINE) return -1;
		number += (byte - ZERO) * power;
	}
	const digits = end - 1 - at;
	const hasZeroInFront = digits > 1 && bytes[at + 1] === ZERO;
	return at < begin || digits < 1 || digits > MAX_DIGITS || hasZeroInFront ? -1 : number;
}

/** Of the first bytes of an id; what is hashed may be more than the uid, when that is short. */
function slotOf(bytes: Uint8Array, begin: number): number {
	let hash = 0;
	for (let at = begin; at < begin + HASHED; at++) hash = Math.imul(hash, 31) + (bytes[at] ?? 0);
	return hash & (RECENT - 1);
}

function isAt(text: Uint8Array, bytes: Uint8Array, begin: number): boolean {
	for (let at = 0; at < text.length; at++) if (text[at] !== bytes[begin + at]) return false;
	return true;
}
