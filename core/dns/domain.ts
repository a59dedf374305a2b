import { KeyturnError } from '../errors';
import { Malformed } from './wire/bytes';
import { type Name, labelsOf, parseName, shown } from './wire/name';

/** Reads what a person typed as a domain. Throws BAD_INPUT with a sentence that says what to type instead. */
export function parseDomain(text: string): Name {
	const typed = text.trim();
	const problem = problems.find(([applies]) => applies(typed))?.[1];
	if (problem !== undefined) throw refused(problem, suggestionFor(typed));
	const ascii = asciiOf(typed);
	if (ascii === null) throw refused('it is not a domain name');
	let name: Name;
	try {
		name = parseName(ascii);
	} catch (error) {
		if (!(error instanceof Malformed)) throw error;
		throw refused(`it cannot be a domain name: ${error.message}`);
	}
	if (labelsOf(name).length < 2) throw refused(`“${shown(name)}” is an ending, not a domain`);
	return name;
}

const problems: ReadonlyArray<readonly [(typed: string) => boolean, string]> = [
	[(typed) => typed === '', 'it is empty'],
	[(typed) => typed.length > 1_000, 'it is longer than a domain name can be'],
	[(typed) => /^\[?[0-9a-f]*:[0-9a-f:.]*\]?$/i.test(typed), 'it is an IP address'],
	[(typed) => /^\d+(\.\d+){3}\.?$/.test(typed), 'it is an IP address'],
	[(typed) => /[/?#]|^\w+:/.test(typed), 'it is a web address, not a domain'],
	[(typed) => typed.includes('@'), 'it is a mail address, not a domain'],
	[(typed) => /[\s\\\u0000-\u001f\u007f,;:]/.test(typed), 'it holds characters that no domain has'],
	[(typed) => typed.startsWith('*'), 'it stands for many names, give one'],
];

/** What somebody who pasted an address probably means. */
function suggestionFor(typed: string): string | null {
	const host = /^(?:[a-z]+:\/\/)?(?:[^/@\s]*@)?([^/:?#@\s]+)/i.exec(typed)?.[1];
	return host !== undefined && /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(host) && /[^\d.]/.test(host)
		? host
		: null;
}

/** Names in other scripts go on the wire in their ASCII form (RFC 5891). Null for what has none. */
function asciiOf(typed: string): string | null {
	const plain = typed.replace(/[。．｡]/g, '.');
	if (/^[\x21-\x7e]+$/.test(plain)) return plain.toLowerCase();
	try {
		const { hostname } = new URL(`https://${plain}`);
		return /^[a-z0-9_.-]+$/.test(hostname) && !/^[\d.]+$/.test(hostname) ? hostname : null;
	} catch {
		return null;
	}
}

function refused(what: string, suggestion: string | null = null): KeyturnError {
	const example = suggestion === null ? 'example.com' : shown(suggestion);
	return new KeyturnError('BAD_INPUT', 'Domain', what, {
		next: `Type the domain alone, such as ${example.slice(0, 100)}.`,
	});
}
