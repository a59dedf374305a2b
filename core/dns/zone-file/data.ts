import { Malformed, Reader, concat, wellFormed } from '../wire/bytes';
import type { Name } from '../wire/name';
import { canonicalData } from '../wire/rdata';
import { type TypeName, typeName } from '../wire/types';
import { fromHex, upperHex } from './encodings';
import { Words } from './field';
import { type FieldKind, fields } from './fields';
import { layouts } from './layouts';
import { wholeNumber } from './numbers';
import type { Word } from './words';

const MAX_DATA = 0xffff;

const layoutOf = (type: number): readonly FieldKind[] | undefined => layouts[typeName(type) as TypeName];

/** A record's data out of the words of a file. Throws Malformed. */
export function dataOf(type: number, written: readonly Word[], origin: Name): Uint8Array {
	const words = new Words(written, origin);
	const generic = written[0]?.text === '\\#' && !written[0].quoted;
	const layout = layoutOf(type);
	if (!generic && layout === undefined)
		throw new Malformed(`records of type ${typeName(type)} have to be written in the form of RFC 3597`);
	const data = generic
		? genericData(words)
		: concat(...(layout ?? []).map((each) => fields[each].read(words)));
	if (words.left > 0) throw new Malformed('more data than the type has');
	if (data.length > MAX_DATA) throw new Malformed('the data are too long');
	const reader = new Reader(data);
	const canonical = canonicalData(type, reader);
	if (reader.left > 0) throw new Malformed('more data than the type has');
	return canonical;
}

/** `\# length digits` (RFC 3597, section 5). */
function genericData(words: Words): Uint8Array {
	words.bare();
	const length = wholeNumber(words.bare(), MAX_DATA);
	const bytes = fromHex(words.rest());
	if (bytes.length !== length) throw new Malformed('the data have another length than they say');
	return bytes;
}

/** A record's data as a file has them; data that are not of their type's form, as RFC 3597 writes unknown ones. */
export function dataText(type: number, data: Uint8Array): string {
	return knownText(type, data) ?? ['\\#', String(data.length), upperHex(data)].join(' ').trimEnd();
}

function knownText(type: number, data: Uint8Array): string | null {
	const layout = layoutOf(type);
	if (layout === undefined) return null;
	return wellFormed(() => {
		const reader = new Reader(data);
		const text = layout
			.map((each) => fields[each].write(reader))
			.join(' ')
			.trimEnd();
		return reader.left === 0 ? text : null;
	});
}
