import { createHash } from 'node:crypto';

/** More than this is kept as its hash: whoever owns a domain could otherwise fill the vault. */
const MOST_CHARACTERS = 2_000;

/** The data of one set of records as texts: sorted, each once, every character visible. Equal sets are equal lists. */
export function canonicalValues(values: readonly string[]): string[] {
	const sorted = [...new Set(values.map(visible))].sort();
	const whole = sorted.join('\n');
	if (whole.length <= MOST_CHARACTERS) return sorted;
	const hash = createHash('sha256').update(whole).digest('hex');
	return [`${sorted.length} value(s), too long to show; SHA-256 ${hash}`];
}

/** Controls, and marks that turn the direction of writing around, as their numbers: two texts that look alike are alike. */
const visible = (text: string): string =>
	text.replace(
		/[\\\p{C}\p{Zl}\p{Zp}]/gu,
		(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
