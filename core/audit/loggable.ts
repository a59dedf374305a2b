import { looksLikeSecret } from '../secret-shapes';
import { utf8 } from '../utf8';
import type { AuditEntry } from './entry';

/** The most that an entry may take in the log, in bytes: 256 of them must fit one file of any store. */
const MAX_BYTES = 2_600;
const SHORTENED = 200;
/** Of five texts so much fits in any case: JSON writes a character in six bytes at most. */
const SHORTEST = 60;
/** Facts that are never left out: who said it, and of what. */
const always: ReadonlySet<string> = new Set(['about', 'by']);

/**
 * An entry as it may stand in the log for ever: a text that has the shape of a secret is taken out, for what is in an
 * append-only log cannot be taken back, and overlong texts are cut. That holds for names of facts too, which people
 * choose in entries of their own. Ids stay as they are: Keyturn makes them of random hexadecimal digits and numbers,
 * and by them an entry is found again. The same entry always gives the same.
 */
export function loggable(entry: AuditEntry): AuditEntry {
	const clean = mapTexts(entry, (text) =>
		looksLikeSecret(text, 'id') ? '[taken out: it looked like a secret]' : text,
	);
	if (isShort(clean)) return clean;
	const short = mapTexts(clean, cutAt(SHORTENED));
	if (isShort(short)) return short;
	const shortest = mapTexts(clean, cutAt(SHORTEST));
	return {
		...shortest,
		facts: {
			...Object.fromEntries(Object.entries(shortest.facts).filter(([name]) => always.has(name))),
			cut: 'the facts were too many to be kept',
			count: Object.keys(clean.facts).length,
		},
	};
}

const isShort = (entry: AuditEntry): boolean => utf8.encode(JSON.stringify(entry)).length <= MAX_BYTES;

const cutAt = (most: number) => (text: string) =>
	text.length <= most ? text : `${text.slice(0, most)}… [${text.length} characters]`;

function mapTexts(entry: AuditEntry, change: (text: string) => string): AuditEntry {
	const changed = (text: string) => wellFormed(change(text));
	const facts = new Map<string, AuditEntry['facts'][string]>();
	for (const [name, value] of Object.entries(entry.facts)) {
		const own = changed(name);
		// Two names that became one are two facts still.
		facts.set(
			facts.has(own) ? `${own} (${facts.size + 1})` : own,
			typeof value === 'string' ? changed(value) : value,
		);
	}
	return {
		...entry,
		kind: changed(entry.kind),
		key: changed(entry.key),
		actor: changed(entry.actor),
		facts: Object.fromEntries(facts),
	};
}

/** Half a surrogate pair has no UTF-8, and no place in canonical JSON (RFC 8785, section 3.2.2.2). */
const wellFormed = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
