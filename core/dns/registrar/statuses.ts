/** What the registries' and EPP's own word are in RDAP where it is not the same word (RFC 8056, section 2). */
const OTHER_WORDS: Readonly<Record<string, string>> = { ok: 'active', linked: 'associated' };

const WORDS = /^[a-z]+(?: [a-z]+){0,5}$/;

/**
 * A status in RDAP's form (`client transfer prohibited`), also when it came in EPP's (`clientTransferProhibited`), with
 * hyphens, or with an address behind it; null for what is no status.
 */
export function statusOf(text: string): string | null {
	const [bare = ''] = text.trim().split(/\s+https?:/);
	const words = bare
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.replace(/[\s_-]+/g, ' ')
		.trim()
		.toLowerCase();
	if (words.length > 60 || !WORDS.test(words)) return null;
	return Object.hasOwn(OTHER_WORDS, words) ? (OTHER_WORDS[words] ?? null) : words;
}
