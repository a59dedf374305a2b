import { excerpt } from '../../excerpt';

export interface MtaStsPolicy {
	readonly mode: 'enforce' | 'testing' | 'none' | null;
	/** In seconds. */
	readonly maxAge: number | null;
	/** Patterns of mail servers, in lower case; `*.` in front stands for one label. */
	readonly mx: readonly string[];
	/** What makes senders ignore it, each a clause. */
	readonly problems: readonly string[];
}

const MODES = ['enforce', 'testing', 'none'] as const;
/** About a year (RFC 8461, section 3.2). */
const MOST_SECONDS = 31_557_600;
const PATTERN = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const MOST_LINES = 1_000;

/** Reads a policy file (RFC 8461, section 3.2). Of a key that stands there twice the first counts; `mx` may be repeated. */
export function parsePolicy(text: string): MtaStsPolicy {
	const problems: string[] = [];
	const values = new Map<string, string>();
	const mx: string[] = [];
	for (const line of text.split('\n', MOST_LINES).map((each) => each.trim())) {
		if (line === '') continue;
		const colon = line.indexOf(':');
		const name = line.slice(0, Math.max(colon, 0)).trim();
		const value = line.slice(colon + 1).trim();
		if (name === '') problems.push(`the line ${excerpt(line)} is not written as name: value`);
		else if (name !== 'mx') values.set(name, values.get(name) ?? value);
		else if (PATTERN.test(value.toLowerCase())) mx.push(value.toLowerCase());
		else problems.push(`mx: ${excerpt(value)} is no name of a mail server`);
	}
	const version = values.get('version');
	if (version !== 'STSv1') problems.push('it does not say version: STSv1');
	const mode = MODES.find((each) => each === values.get('mode')) ?? null;
	if (mode === null) problems.push('its mode is none of enforce, testing and none');
	const age = values.get('max_age') ?? '';
	const maxAge = /^\d{1,10}$/.test(age) && Number(age) <= MOST_SECONDS ? Number(age) : null;
	if (maxAge === null) problems.push(`its max_age is no number of seconds up to ${MOST_SECONDS}`);
	if (mx.length === 0 && mode !== 'none') problems.push('it names no mail server');
	return { mode, maxAge, mx, problems };
}

/** True when a pattern covers the server: the same name, or `*.` for exactly one label (RFC 8461, section 4.1). */
export function covers(pattern: string, server: string): boolean {
	if (!pattern.startsWith('*.')) return pattern === server;
	const dot = server.indexOf('.');
	return dot > 0 && server.slice(dot + 1) === pattern.slice(2);
}
