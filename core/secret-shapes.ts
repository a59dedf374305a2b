import { KeyturnError } from './errors';

/** What many services begin their keys with. */
const PREFIXED = String.raw`(?:sk|pk|rk|dpk|dpa|gh[opsur]|glpat|github_pat|xox[abeprs]|hv[bs]|shpat|npm|pypi|whsec|SG|AIza|ya29)[-_.][A-Za-z0-9_.-]{12,}`;
/** What some others make, by all that is known of its form: their first letters alone could be anybody's. */
const MADE = [
	String.raw`hf_[A-Za-z0-9]{30,}`,
	String.raw`xapp-\d-[A-Za-z0-9-]{20,}`,
	String.raw`do[opr]_v1_[0-9a-f]{40,}`,
	String.raw`dapi[0-9a-f]{32}`,
	String.raw`secret_[A-Za-z0-9]{40,}`,
	String.raw`ntn_[A-Za-z0-9]{40,}`,
	String.raw`pat[A-Za-z0-9]{14}\.[0-9a-f]{64}`,
	String.raw`s\.[A-Za-z0-9]{24}(?![A-Za-z0-9.])`,
	String.raw`dp\.[a-z]{2,5}\.(?:[a-z0-9_-]+\.)?[A-Za-z0-9]{40,}`,
	String.raw`lin_(?:api|oauth)_[A-Za-z0-9]{32,}`,
	String.raw`glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}`,
	String.raw`glc_[A-Za-z0-9+/=]{32,}`,
	String.raw`GOCSPX-[A-Za-z0-9_-]{24,}`,
	String.raw`\d{8,10}:AA[A-Za-z0-9_-]{33}`,
	String.raw`AGE-SECRET-KEY-1[0-9A-Z]{20,}`,
].join('|');
/** By the kind of text: in an id, which is random itself, two letters after a hyphen are chance. */
const BEGINS: Readonly<Record<'text' | 'id', RegExp>> = {
	text: new RegExp(String.raw`\b(?:${PREFIXED}|${MADE}|key-[0-9a-f]{32})`),
	id: new RegExp(`(?<![A-Za-z0-9_-])(?:${PREFIXED}|${MADE})`),
};
const SHAPES: readonly RegExp[] = [
	/https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[a-z0-9.-]+\.webhook\.office\.com\/webhookb2)\/\S{16,}/i,
	/(?<![a-z0-9])(?:[a-z0-9]+[_-])*(?:password|passwd|pwd|secret|token|api[_-]?key|(?:secret[_-]?)?access[_-]?key|(?:shared)?access(?:key|signature)|accountkey)["']?\s?=\s?["']?[^\s"'&;,]{8,}/i,
	/\b(?:bearer|basic|token)\s+[A-Za-z0-9+/._~=-]{12,}/i,
	/-----BEGIN [A-Z ]*(?:PRIVATE KEY|CERTIFICATE)/,
	/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
	/\bAIza[A-Za-z0-9_-]{20,}/,
	/[?&](?:key|token|secret|password|api[-_]?key|access[-_]?token|sig|signature)=[^&\s]{6,}/i,
	/\/\/[^/\s:@]*:[^/\s@]+@/,
];
/** A secret of AWS is 40 characters of base64; one without a + or / looks like many an id, and is taken for one. */
const AWS = /(?<![A-Za-z0-9+/_=-])(?=[A-Za-z0-9]*[+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/_=-])/g;
const LEAST_OF_EACH_CASE = 8;
const RUN = /[A-Za-z0-9+/_=-]{24,}/g;
const LEAST_BITS_PER_CHARACTER = 3.6;
const LEAST_BITS_OF_AWS = 4.3;

/** Refuses a text that looks like a secret, without repeating it. */
export function refuseSecret(text: string, label: string, kind: 'text' | 'id' = 'text'): string {
	if (!looksLikeSecret(text, kind)) return text;
	throw new KeyturnError('BAD_INPUT', label, 'this looks like a secret, and no field of Keyturn takes one', {
		next: 'Remove it here, put the value into the vault in the vault’s own page, and name its entry instead. If it was a real secret, rotate it: what stood in the field was kept.',
	});
}

/** Whether a text has the shape of a secret, or looks random. `ids` are random too, so only known shapes count there. */
export const looksLikeSecret = (text: string, kind: 'text' | 'id'): boolean =>
	[BEGINS[kind], ...SHAPES].some((shape) => shape.test(text)) ||
	looksLikeAws(text) ||
	(kind === 'text' && looksRandom(text));

/** No path has so many letters of both cases, and digits, so evenly. */
const looksLikeAws = (text: string): boolean =>
	(text.match(AWS) ?? []).some(
		(run) =>
			run.replace(/[^A-Z]/g, '').length >= LEAST_OF_EACH_CASE &&
			run.replace(/[^a-z]/g, '').length >= LEAST_OF_EACH_CASE &&
			/\d/.test(run) &&
			entropy(run) >= LEAST_BITS_OF_AWS,
	);

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
