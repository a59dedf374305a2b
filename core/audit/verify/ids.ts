import { Damage } from '../damage';

/**
 * Watches that no id stands in a log twice: numbers at the end of ids must ascend among those with the same beginning,
 * the uid of the document that they waited in. That needs one number a document, where a set of all ids would grow with
 * the log. Ids are looked at as bytes: making a text of each would take longer than hashing it.
 */
export class IdOrder {
	readonly #documents = new Map<string, Document>();
	/** Documents that were seen lately, by a few bytes of their uids. Whoever makes many uids share those gains nothing. */
	readonly #recent = new Array<Document | undefined>(RECENT);

	/** The id is the bytes from `begin` to before `end`. Throws ENTRY_ID or ENTRY_TWICE. */
	see(view: DataView, begin: number, end: number): void {
		const number = numberAtEnd(view, begin, end);
		if (number < 0) throw new Damage('ENTRY_ID');
		const slot = slotOf(view, begin, end);
		let document = this.#recent[slot];
		if (document === undefined || !isAt(document.uid, view, begin, end)) {
			document = this.#documentOf(view, begin, end);
			this.#recent[slot] = document;
		}
		if (number <= document.last) throw new Damage('ENTRY_TWICE', `number ${number}`);
		document.last = number;
	}

	#documentOf(view: DataView, begin: number, end: number): Document {
		const id = new Uint8Array(view.buffer, view.byteOffset + begin, end - begin);
		const uid = id.slice(0, id.indexOf(SLASH) + 1);
		if (uid.length < 2) throw new Damage('ENTRY_ID');
		const name = uid.join();
		const document = this.#documents.get(name) ?? { uid: new DataView(uid.buffer), last: -1 };
		this.#documents.set(name, document);
		return document;
	}
}

interface Document {
	/** With the slash after it. */
	readonly uid: DataView;
	last: number;
}

const [SLASH, ZERO, NINE] = [0x2f, 0x30, 0x39];
const MAX_DIGITS = 15;
/** A power of two. */
const RECENT = 65_536;
const HASHED = 6;

/** The whole number after the last slash, in plain digits; -1 when there is none. */
function numberAtEnd(view: DataView, begin: number, end: number): number {
	let number = 0;
	let power = 1;
	let at = end - 1;
	for (; at >= begin; at--, power *= 10) {
		const byte = view.getUint8(at);
		if (byte === SLASH) break;
		if (byte < ZERO || byte > NINE) return -1;
		number += (byte - ZERO) * power;
	}
	const digits = end - 1 - at;
	if (at < begin || digits < 1 || digits > MAX_DIGITS) return -1;
	const hasZeroInFront = digits > 1 && view.getUint8(at + 1) === ZERO;
	return hasZeroInFront ? -1 : number;
}

/** Of the first bytes of an id; what is hashed may be more than the uid, when that is short. */
function slotOf(view: DataView, begin: number, end: number): number {
	if (end - begin < HASHED) return 0;
	const hash = Math.imul(view.getInt32(begin), 0x9e3779b1) + view.getUint16(begin + 4);
	return Math.imul(hash, 0x85ebca6b) >>> 16;
}

function isAt(text: DataView, view: DataView, begin: number, end: number): boolean {
	const length = text.byteLength;
	if (length > end - begin) return false;
	let at = 0;
	for (; at + 4 <= length; at += 4) if (text.getInt32(at) !== view.getInt32(begin + at)) return false;
	for (; at < length; at++) if (text.getUint8(at) !== view.getUint8(begin + at)) return false;
	return true;
}
