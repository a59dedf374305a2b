import { canonicalJson } from '../../canonical-json';
import { parsedJson } from '../../parsed-json';
import { utf8 } from '../../utf8';
import { Damage } from '../damage';
import { type AuditEntry, auditEntry } from '../entry';
import { plainEntry } from './plain-entry';

/** By this kind the log tells that another key signs it from here on; its facts name both, as verifier keys. */
export const HANDOVER = 'log key rotated';

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

/**
 * Looks at entries in the order of the log. No id may stand there twice: numbers at the end of ids must ascend among
 * those with the same beginning, the uid of the document that they waited in. That needs one number a document, where a
 * set of all ids would grow with the log.
 */
export class EntryChecks {
	readonly #last = new Map<string, number>();
	readonly handovers: { readonly index: number; readonly entry: AuditEntry }[] = [];

	/** Throws ENTRY_…. */
	look(bytes: Uint8Array, begin: number, end: number, index: number): void {
		const plain = plainEntry(bytes, begin, end);
		const { id, kind } = plain ?? checkedEntry(bytes.subarray(begin, end));
		this.#order(id);
		if (kind === HANDOVER) this.handovers.push({ index, entry: checkedEntry(bytes.subarray(begin, end)) });
	}

	#order(id: string): void {
		const uid = id.slice(0, Math.max(0, id.indexOf('/')));
		const digits = id.slice(id.lastIndexOf('/') + 1);
		const number = Number(digits);
		if (uid === '' || !Number.isSafeInteger(number) || String(number) !== digits)
			throw new Damage('ENTRY_ID');
		if (number <= (this.#last.get(uid) ?? -1)) throw new Damage('ENTRY_TWICE', `number ${number}`);
		this.#last.set(uid, number);
	}
}
