import { viewOf } from '../../bytes';
import { canonicalJson } from '../../canonical-json';
import { parsedJson } from '../../parsed-json';
import { utf8 } from '../../utf8';
import { Damage } from '../damage';
import { type AuditEntry, auditEntry } from '../entry';
import { IdOrder } from './ids';
import { type PlainEntry, isPlainEntry } from './plain-entry';

/** By this kind the log tells that another key signs it from here on; its facts name both, as verifier keys. */
export const HANDOVER = 'log key rotated';
/**
 * By this one, that a new key signs to which none led, as the one before was lost. Where the lost one was still to be
 * taken over from `abandonedFrom`, that handover was given up with it: nobody can sign its checkpoint any more.
 */
export const REPLACEMENT = 'log key replaced';

const KEY_CHANGES: readonly string[] = [HANDOVER, REPLACEMENT];

/** Whether entries of a kind tell of a change of the signing key, which whoever verifies must see. */
export const changesKey = (kind: string): boolean => KEY_CHANGES.includes(kind);

/** As bytes, in which the kinds of an entry are compared before any is read. */
const KEY_CHANGES_BYTES = KEY_CHANGES.map((kind) => utf8.encode(kind));

const strictEntry = auditEntry.strict();

/** The entry that bytes of the log stand for. Throws ENTRY_…: what a reader sees must be what was hashed. */
export function checkedEntry(bytes: Uint8Array): AuditEntry {
	const text = utf8.decode(bytes);
	if (text === null) throw new Damage('ENTRY_NOT_TEXT');
	const data = parsedJson(text);
	if (data === null) throw new Damage('ENTRY_NOT_JSON');
	const parsed = strictEntry.safeParse(data);
	if (!parsed.success) throw new Damage('ENTRY_SHAPE');
	if (canonical(data) !== text) throw new Damage('ENTRY_NOT_CANONICAL');
	return parsed.data;
}

/** Null for half a surrogate pair, which JSON can hold as an escape. */
function canonical(data: unknown): string | null {
	try {
		return canonicalJson(data);
	} catch {
		return null;
	}
}

/** Looks at entries in the order of the log. */
export class EntryChecks {
	readonly #ids = new IdOrder();
	readonly #found: PlainEntry = { idBegin: 0, idEnd: 0, kindBegin: 0, kindEnd: 0 };
	readonly keyChanges: { readonly index: number; readonly entry: AuditEntry }[] = [];

	/** The entry is the bytes from `begin` to before `end`. Throws ENTRY_…. */
	look(view: DataView, begin: number, end: number, index: number): void {
		const found = this.#found;
		if (!isPlainEntry(view, begin, end, found)) {
			this.#lookClosely(bytesIn(view, begin, end), index);
			return;
		}
		this.#ids.see(view, found.idBegin, found.idEnd);
		if (isKeyChange(view, found))
			this.keyChanges.push({ index, entry: checkedEntry(bytesIn(view, begin, end)) });
	}

	#lookClosely(bytes: Uint8Array, index: number): void {
		const entry = checkedEntry(bytes);
		const id = utf8.encode(entry.id);
		this.#ids.see(viewOf(id), 0, id.length);
		if (changesKey(entry.kind)) this.keyChanges.push({ index, entry });
	}
}

const isKeyChange = (view: DataView, { kindBegin, kindEnd }: PlainEntry): boolean =>
	KEY_CHANGES_BYTES.some(
		(kind) =>
			kindEnd - kindBegin === kind.length && kind.every((byte, at) => view.getUint8(kindBegin + at) === byte),
	);

const bytesIn = (view: DataView, begin: number, end: number) =>
	new Uint8Array(view.buffer, view.byteOffset + begin, end - begin);
