import { KeyturnError } from '../../errors';
import { Damage } from '../damage';

/** Entries in a file: each after its length in two bytes, the higher first (https://c2sp.org/tlog-tiles). */

const LENGTH_BYTES = 2;
export const MAX_ENTRY_BYTES = 65_535;

/** Throws BAD_INPUT for an entry that is longer than 65,535 bytes. */
export function writeEntries(entries: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(entries.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0));
	let at = 0;
	for (const entry of entries) {
		if (entry.length > MAX_ENTRY_BYTES)
			throw new KeyturnError('BAD_INPUT', 'audit log', `an entry has more than ${MAX_ENTRY_BYTES} bytes`);
		bytes[at] = entry.length >>> 8;
		bytes[at + 1] = entry.length;
		bytes.set(entry, at + LENGTH_BYTES);
		at += LENGTH_BYTES + entry.length;
	}
	return bytes;
}

/** Tells where each of the `count` entries of a file begins and ends. Throws BUNDLE_CUT, BUNDLE_SHORT or BUNDLE_LONG. */
export function eachEntry(
	bytes: Uint8Array,
	count: number,
	tell: (begin: number, end: number, entry: number) => void,
): void {
	let at = 0;
	for (let entry = 0; entry < count; entry++) {
		if (at === bytes.length) throw new Damage('BUNDLE_SHORT', `${entry} of ${count} are there`);
		const begin = at + LENGTH_BYTES;
		at = begin + (bytes[at] as number) * 256 + (bytes[at + 1] ?? 0);
		if (at > bytes.length) throw new Damage('BUNDLE_CUT', `number ${entry} in it, from 0`);
		tell(begin, at, entry);
	}
	if (at < bytes.length) throw new Damage('BUNDLE_LONG', `${bytes.length - at} bytes`);
}

/** The `count` entries of a file, as they stand there. Throws as `eachEntry` does. */
export function readEntries(bytes: Uint8Array, count: number): Uint8Array[] {
	const entries: Uint8Array[] = [];
	eachEntry(bytes, count, (begin, end) => entries.push(bytes.subarray(begin, end)));
	return entries;
}
