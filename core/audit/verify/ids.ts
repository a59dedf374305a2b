import { Damage } from '../damage';

/**
 * Watches that no id stands in a log twice: numbers at the end of ids must ascend among those with the same beginning,
 * the uid of the document that they waited in. That needs one number a document, where a set of all ids would grow with
 * the log. Ids are looked at as bytes: making a text of each would take longer than hashing it.
 */
export class IdOrder {
	/** By a hash of the uid that says nothing; what has the same is told apart by its bytes. */
	readonly #documents = new Map<number, Document[]>();

	/** The id is the bytes from `begin` to before `end`. Throws ENTRY_ID or ENTRY_TWICE. */
	see(bytes: Uint8Array, begin: number, end: number): void {
		let hash = 0;
		let slash = begin;
		for (; slash < end && bytes[slash] !== SLASH; slash++)
			hash = (Math.imul(hash, 31) + (bytes[slash] as number)) | 0;
		const number = numberAtEnd(bytes, begin, end);
		if (slash === begin || slash === end || number === null) throw new Damage('ENTRY_ID');
		const known = this.#documents.get(hash) ?? [];
		const document = known.find(({ uid }) => isAt(uid, bytes, begin, slash));
		if (document === undefined)
			this.#documents.set(hash, [...known, { uid: bytes.slice(begin, slash), last: number }]);
		else if (number <= document.last) throw new Damage('ENTRY_TWICE', `number ${number}`);
		else document.last = number;
	}
}

interface Document {
	readonly uid: Uint8Array;
	last: number;
}

const [SLASH, ZERO, NINE] = [0x2f, 0x30, 0x39];
const MAX_DIGITS = 15;

/** The whole number after the last slash, in plain digits; null when there is none. */
function numberAtEnd(bytes: Uint8Array, begin: number, end: number): number | null {
	let [number, power, at] = [0, 1, end - 1];
	for (; at >= begin && bytes[at] !== SLASH; at--, power *= 10) {
		const byte = bytes[at] as number;
		if (byte < ZERO || byte > NINE) return null;
		number += (byte - ZERO) * power;
	}
	const digits = end - 1 - at;
	const hasZeroInFront = digits > 1 && bytes[at + 1] === ZERO;
	return at < begin || digits < 1 || digits > MAX_DIGITS || hasZeroInFront ? null : number;
}

function isAt(text: Uint8Array, bytes: Uint8Array, begin: number, end: number): boolean {
	if (text.length !== end - begin) return false;
	for (let at = 0; at < text.length; at++) if (text[at] !== bytes[begin + at]) return false;
	return true;
}
