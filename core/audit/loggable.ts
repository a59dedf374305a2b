import { looksLikeSecret } from '../secret-shapes';
import { utf8 } from '../utf8';
import type { AuditEntry } from './entry';

/** The most that an entry may take in the log, in bytes: 256 of them must fit one file of any store. */
const MAX_BYTES = 2_600;
const SHORTENED = 200;

/**
 * An entry as it may stand in the log for ever: a text that has the shape of a secret is taken out, for what is in an
 * append-only log cannot be taken back, and overlong texts are cut. The same entry always gives the same.
 */
export function loggable(entry: AuditEntry): AuditEntry {
	const clean = mapTexts(entry, (text) =>
		looksLikeSecret(text, 'id') ? '[taken out: it looked like a secret]' : text,
	);
	if (isShort(clean)) return clean;
	const short = mapTexts(clean, (text) =>
		text.length <= SHORTENED ? text : `${text.slice(0, SHORTENED)}… [${text.length} characters]`,
	);
	if (isShort(short)) return short;
	return {
		...short,
		facts: { cut: 'the facts were too many to be kept', count: Object.keys(short.facts).length },
	};
}

const isShort = (entry: AuditEntry): boolean => utf8.encode(JSON.stringify(entry)).length <= MAX_BYTES;

function mapTexts(entry: AuditEntry, change: (text: string) => string): AuditEntry {
	const facts = Object.entries(entry.facts).map(([name, value]) => [
		name,
		typeof value === 'string' ? wellFormed(change(value)) : value,
	]);
	return {
		...entry,
		kind: wellFormed(change(entry.kind)),
		key: wellFormed(change(entry.key)),
		actor: wellFormed(change(entry.actor)),
		facts: Object.fromEntries(facts) as AuditEntry['facts'],
	};
}

/** Half a surrogate pair has no UTF-8, and no place in canonical JSON (RFC 8785, section 3.2.2.2). */
const wellFormed = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
