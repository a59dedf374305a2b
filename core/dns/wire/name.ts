import { Malformed, type Reader, bytesOf, compareBytes } from './bytes';

/**
 * A domain name is a text everywhere in `core/dns`: absolute (it ends with a dot, the root is `.`), in lower case, with
 * dots and backslashes inside a label as `\.` and `\\` and bytes that do not print as `\DDD` (RFC 1035, section 5.1).
 * Two names are the same exactly when their texts are equal.
 */
export type Name = string;

const MAX_NAME_BYTES = 255;
const MAX_LABEL_BYTES = 63;
/** A pointer must go backwards, so more of them than labels cannot be. */
const MAX_POINTERS = 128;

/** Reads a name, compressed or not (RFC 1035, section 4.1.4). Each pointer must lead further back than the last. */
export function readName(reader: Reader): Name {
	const labels: string[] = [];
	let size = 1;
	let at = reader.position;
	let lowest = at;
	let after: number | null = null;
	for (let pointers = 0; ;) {
		const length = byteAt(reader, at, after);
		if (length >= 0xc0) {
			if (++pointers > MAX_POINTERS) throw new Malformed('a name points in circles');
			const to = ((length & 0x3f) << 8) | byteAt(reader, at + 1, after);
			after ??= at + 2;
			if (to >= lowest) throw new Malformed('a name points forward');
			lowest = at = to;
			continue;
		}
		if (length > MAX_LABEL_BYTES) throw new Malformed('a label of an unknown kind');
		if (length === 0) break;
		size += length + 1;
		if (size > MAX_NAME_BYTES) throw new Malformed('a name is too long');
		byteAt(reader, at + length, after);
		labels.push(presented(reader.bytes.subarray(at + 1, at + 1 + length)));
		at += length + 1;
	}
	reader.position = after ?? at + 1;
	return nameOf(labels);
}

/** Before the first pointer a name lies within the reader's part; behind a pointer, anywhere in the message. */
function byteAt({ bytes, end }: Reader, at: number, after: number | null): number {
	const byte = at < (after === null ? end : bytes.length) ? bytes[at] : undefined;
	if (byte === undefined) throw new Malformed('it ends too early');
	return byte;
}

/** The name in wire form, in lower case and without compression: its canonical form (RFC 4034, section 6.2). */
export function nameBytes(name: Name): Uint8Array {
	const labels = labelsOf(name).map(labelBytes);
	const bytes = new Uint8Array(labels.reduce((sum, { length }) => sum + length + 1, 1));
	let at = 0;
	for (const label of labels) {
		bytes[at] = label.length;
		bytes.set(label, at + 1);
		at += label.length + 1;
	}
	return bytes;
}

/** The labels, from the left; none for the root. */
export function labelsOf(name: Name): string[] {
	if (name === '.') return [];
	if (!name.includes('\\')) return name.slice(0, -1).split('.');
	return name.match(/(?:\\\d{3}|\\.|[^.\\])+/gs) ?? [];
}

export const nameOf = (labels: readonly string[]): Name =>
	labels.length === 0 ? '.' : `${labels.join('.')}.`;

/** The name above, or null above the root. */
export function parentOf(name: Name): Name | null {
	const labels = labelsOf(name);
	return labels.length === 0 ? null : nameOf(labels.slice(1));
}

/** True for the name itself as well. */
export function isUnder(name: Name, zone: Name): boolean {
	if (zone === '.' || name === zone) return true;
	if (!name.endsWith(`.${zone}`)) return false;
	// The end of the text alone could be the end of a label with a dot in it.
	return !name.includes('\\') || nameOf(labelsOf(name).slice(-labelsOf(zone).length)) === zone;
}

/** The longest name that both are under. */
export function commonAncestor(a: Name, b: Name): Name {
	const [left, right] = [labelsOf(a).reverse(), labelsOf(b).reverse()];
	const differs = left.findIndex((label, index) => label !== right[index]);
	return nameOf((differs < 0 ? left : left.slice(0, differs)).reverse());
}

/** The canonical order of names (RFC 4034, section 6.1): label by label from the right. */
export function compareNames(a: Name, b: Name): number {
	const [left, right] = [labelsOf(a).reverse(), labelsOf(b).reverse()];
	for (let index = 0; index < Math.min(left.length, right.length); index++) {
		const difference = compareBytes(labelBytes(left[index] as string), labelBytes(right[index] as string));
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}

/** A name that a record or a person spells in presentation form, made absolute; Malformed if it cannot be one. */
export function parseName(text: string): Name {
	if (text === '.') return '.';
	const labels: string[] = [];
	let label = '';
	for (const [token] of text.matchAll(/\\\d{3}|\\?[^]/g))
		if (token === '.') {
			labels.push(label);
			label = '';
		} else label += token;
	if (label !== '') labels.push(label);
	const bytes = labels.map(labelBytes);
	if (bytes.length === 0 || bytes.some(({ length }) => length === 0)) throw new Malformed('a label is empty');
	if (bytes.some(({ length }) => length > MAX_LABEL_BYTES)) throw new Malformed('a label is too long');
	if (bytes.reduce((sum, { length }) => sum + length + 1, 1) > MAX_NAME_BYTES)
		throw new Malformed('a name is too long');
	return nameOf(bytes.map(presented));
}

function presented(label: Uint8Array): string {
	let text = '';
	for (const byte of label) {
		const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
		if (lower === 0x2e || lower === 0x5c) text += `\\${String.fromCharCode(lower)}`;
		else if (lower > 0x20 && lower < 0x7f) text += String.fromCharCode(lower);
		else text += `\\${String(lower).padStart(3, '0')}`;
	}
	return text;
}

function labelBytes(label: string): Uint8Array {
	if (!label.includes('\\')) return bytesOf(label);
	return bytesOf(
		label.replace(/\\(\d{3})|\\(.)/gs, (_, code?: string, char?: string) =>
			code === undefined ? (char ?? '') : String.fromCharCode(Number(code)),
		),
	);
}

/** The name as people write it: without the last dot. */
export const shown = (name: Name): string => (name !== '.' && name.endsWith('.') ? name.slice(0, -1) : name);
