import { KeyturnError } from '../errors';
import { Malformed } from './wire/bytes';
import { type Name, labelsOf, parseName, shown } from './wire/name';

/** Reads what a person typed as a domain. Throws BAD_INPUT with a sentence that says what to type instead. */
export function parseDomain(text: string): Name {
	const typed = text.trim();
	const problem = problemWith(typed);
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

/** An IP address, in its short and hexadecimal forms too (127.1, 0x7f.1): no ending is a number, so the last part decides. */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

const problems: ReadonlyArray<readonly [(typed: string) => boolean, string]> = [
	[(typed) => typed === '', 'it is empty'],
	[(typed) => typed.length > 1_000, 'it is longer than a domain name can be'],
	[(typed) => /^\[?[0-9a-f]*:[0-9a-f:.]*\]?$/i.test(typed), 'it is an IP address'],
	[(typed) => ENDS_IN_NUMBER.test(typed), 'it is an IP address, or ends as only one does'],
	[(typed) => /[/?#]|^\w+:/.test(typed), 'it is a web address, not a domain'],
	[(typed) => typed.includes('@'), 'it is a mail address, not a domain'],
	[(typed) => /^\*\.[^*]+$/.test(typed), 'it stands for many names, give one'],
	// Letters and digits of other scripts are changed to these later, or refused there.
	[
		(typed) => /\s|[^a-z0-9._\u0080-\u{10ffff}-]/iu.test(typed),
		'it holds characters that no domain has: letters, digits, - and _ are what it can be made of',
	],
	[
		(typed) => typed.split(DOTS).some(mixesAlphabets),
		'it mixes letters of several alphabets that look alike, as names do that are made to be taken for others. If it is meant, give its form that begins with xn--',
	],
	[
		(typed) => typed.split(DOTS).some(isFormOfNone),
		'a part of it begins with xn--, which stands for letters of other alphabets, but what follows stands for none: copy the domain once more, or type the letters themselves, as in bücher.example',
	],
];

const problemWith = (typed: string): string | undefined => problems.find(([applies]) => applies(typed))?.[1];

/** The full stops of other scripts count as well (RFC 3490, section 3.1). */
const DOTS = /[.。．｡]/g;

/** Registries refuse such a label; Latin beside Japanese, Chinese or Korean is usual. */
function mixesAlphabets(label: string): boolean {
	const alphabets = [
		/\p{Script=Latin}/u,
		/\p{Script=Cyrillic}/u,
		/\p{Script=Greek}/u,
		/\p{Script=Armenian}/u,
	];
	return alphabets.filter((alphabet) => alphabet.test(label)).length > 1;
}

/**
 * True for a label that begins as names of other scripts do on the wire (RFC 5890, section 2.3.2.1) and is the form of
 * none. A name of ASCII alone the platform takes as it stands; it looks where a label of another script is beside it.
 */
const isFormOfNone = (label: string): boolean => /^xn--/i.test(label) && asciiOf(`${label}.é`) === null;

/** What somebody who pasted an address probably means. */
function suggestionFor(typed: string): string | null {
	const host = /^(?:[a-z]+:\/\/)?(?:[^/@\s]*@)?([^/:?#@\s]+)/i.exec(typed)?.[1];
	return host !== undefined &&
		/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(host) &&
		problemWith(host) === undefined
		? host
		: null;
}

/** Names in other scripts go on the wire in their ASCII form (RFC 5891). Null for what has none. */
function asciiOf(typed: string): string | null {
	const plain = typed.replace(DOTS, '.');
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
