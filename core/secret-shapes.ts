import { KeyturnError } from './errors';

/** What many services begin their keys with. */
const PREFIXED = String.raw`(?:sk|pk|rk|dpk|dpa|gh[opsur]|glpat|github_pat|xox[abeprs]|hv[bs]|shpat|npm|pypi|whsec|SG|AIza|ya29)[-_.][A-Za-z0-9_.-]{12,}`;
/** By the kind of text: in an id, which is random itself, two letters after a hyphen are chance. */
const BEGINS: Readonly<Record<'text' | 'id', RegExp>> = {
	text: new RegExp(String.raw`\b${PREFIXED}`),
	id: new RegExp(`(?<![A-Za-z0-9_-])${PREFIXED}`),
};
const SHAPES: readonly RegExp[] = [
	/\b(?:bearer|basic|token)\s+[A-Za-z0-9+/._~=-]{12,}/i,
	/-----BEGIN [A-Z ]*(?:PRIVATE KEY|CERTIFICATE)/,
	/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
	/\bAIza[A-Za-z0-9_-]{20,}/,
	/[?&](?:key|token|secret|password|api[-_]?key|access[-_]?token|sig|signature)=[^&\s]{6,}/i,
	/\/\/[^/\s:@]+:[^/\s@]+@/,
];
const RUN = /[A-Za-z0-9+/_=-]{24,}/g;
const LEAST_BITS_PER_CHARACTER = 3.6;

/** Refuses a text that looks like a secret, without repeating it. */
export function refuseSecret(text: string, label: string, kind: 'text' | 'id' = 'text'): string {
	if (!looksLikeSecret(text, kind)) return text;
	throw new KeyturnError('BAD_INPUT', label, 'this looks like a secret, and no field of Keyturn takes one', {
		next: 'Remove it here, put the value into the vault in the vault’s own page, and name its entry instead. If it was a real secret, rotate it: what stood in the field was kept.',
	});
}

/** Whether a text has the shape of a secret, or looks random. `ids` are random too, so only known shapes count there. */
export const looksLikeSecret = (text: string, kind: 'text' | 'id'): boolean =>
	[BEGINS[kind], ...SHAPES].some((shape) => shape.test(text)) || (kind === 'text' && looksRandom(text));

/** Letters of both cases and digits, mixed evenly: no name, path or sentence is like that. */
function looksRandom(text: string): boolean {
	return (text.match(RUN) ?? []).some((run) => {
		const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
		const hex = /^[0-9a-f]{32,}$/i.test(run) && /\d/.test(run);
		return hex || (mixed && entropy(run) >= LEAST_BITS_PER_CHARACTER);
	});
}

function entropy(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	return [...counts.values()].reduce(
		(bits, count) => bits - (count / text.length) * Math.log2(count / text.length),
		0,
	);
}
