import { type Address, parseIp4, parseIp6 } from '../../../ip-address';
import { excerpt } from '../../excerpt';
import { type Piece, parseMacros } from './macro';

export type Qualifier = '+' | '-' | '~' | '?';

/** A mechanism with its qualifier. */
export interface Directive {
	/** As it stands in the record. */
	readonly text: string;
	readonly qualifier: Qualifier;
	readonly mechanism: Mechanism;
}

export type Mechanism =
	| { readonly kind: 'all' }
	| { readonly kind: 'include'; readonly target: readonly Piece[] }
	| { readonly kind: 'exists'; readonly target: readonly Piece[] }
	| { readonly kind: 'ptr'; readonly target: readonly Piece[] | null }
	| ({ readonly kind: 'a' } & Hosts)
	| ({ readonly kind: 'mx' } & Hosts)
	| ({ readonly kind: 'ip4' } & Network)
	| ({ readonly kind: 'ip6' } & Network);

interface Hosts {
	/** Null for the domain itself. */
	readonly target: readonly Piece[] | null;
	/** How many bits of an IPv4 and of an IPv6 address count. */
	readonly bits4: number;
	readonly bits6: number;
}

interface Network {
	readonly network: Address;
	readonly bits: number;
}

export interface SpfRecord {
	readonly text: string;
	readonly directives: readonly Directive[];
	readonly redirect: readonly Piece[] | null;
	readonly explanation: readonly Piece[] | null;
	/** What is wrong with it, each a clause; a single one makes the whole record void (RFC 7208, section 4.6). */
	readonly problems: readonly string[];
}

const MODIFIER = /^([a-z][a-z0-9\-_.]*)=(.*)$/i;
const DIRECTIVE = /^([+\-~?]?)([a-z][a-z0-9\-_.]*)(.*)$/i;
const PREFIX_LENGTHS = /(?:\/(0|[1-9]\d{0,2}))?(?:\/\/(0|[1-9]\d{0,2}))?$/;
const TOP_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** After so many the rest is not read: the record is void anyway. */
const MOST_PROBLEMS = 20;

/** What becomes a problem of the record. */
class Wrong extends Error {}

/** True for a TXT record that is an SPF record (RFC 7208, section 4.5). */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/** Reads a record that `isSpf`. It is read to the end, so that problems are named at once. */
export function parseSpf(text: string): SpfRecord {
	const directives: Directive[] = [];
	const problems: string[] = [];
	const modifiers = new Map<string, readonly Piece[]>();
	for (const term of text.slice('v=spf1'.length).split(' ').filter(Boolean)) {
		if (problems.length >= MOST_PROBLEMS) break;
		try {
			const [, name, value = ''] = MODIFIER.exec(term) ?? [];
			if (/[^\x21-\x7e]/.test(term)) throw new Wrong('has characters that may not be there');
			if (name === undefined) directives.push(directiveOf(term));
			else readModifier(name.toLowerCase(), value);
		} catch (error) {
			if (!(error instanceof Wrong)) throw error;
			problems.push(`${excerpt(term)} ${error.message}`);
		}
	}
	return {
		text,
		directives,
		redirect: modifiers.get('redirect') ?? null,
		explanation: modifiers.get('exp') ?? null,
		problems,
	};

	function readModifier(name: string, value: string): void {
		if (name !== 'redirect' && name !== 'exp') {
			const pieces = parseMacros(value, 'explanation');
			if (typeof pieces === 'string') throw new Wrong(`cannot be read: ${pieces}`);
			return;
		}
		if (modifiers.has(name)) throw new Wrong('stands there a second time');
		modifiers.set(name, domainOf(value));
	}
}

function directiveOf(term: string): Directive {
	const [, qualifier, name, rest = ''] = DIRECTIVE.exec(term) ?? [];
	const read = byName.get(name?.toLowerCase() ?? '');
	if (read === undefined) throw new Wrong('is no mechanism of SPF');
	return { text: term, qualifier: (qualifier || '+') as Qualifier, mechanism: read(rest) };
}

/** What may follow each mechanism's name (RFC 7208, section 5). */
const readers: Readonly<Record<Mechanism['kind'], (rest: string) => Mechanism>> = {
	all(rest) {
		if (rest !== '') throw new Wrong('has something behind “all”');
		return { kind: 'all' };
	},
	include: (rest) => ({ kind: 'include', target: domainOf(argumentOf(rest)) }),
	exists: (rest) => ({ kind: 'exists', target: domainOf(argumentOf(rest)) }),
	ptr: (rest) => ({ kind: 'ptr', target: optional(rest) }),
	a: (rest) => ({ kind: 'a', ...hosts(rest) }),
	mx: (rest) => ({ kind: 'mx', ...hosts(rest) }),
	ip4: (rest) => ({ kind: 'ip4', ...network(rest, parseIp4, 32) }),
	ip6: (rest) => ({ kind: 'ip6', ...network(rest, parseIp6, 128) }),
};

const byName = new Map(Object.entries(readers));

function hosts(rest: string): Hosts {
	const [lengths = '', bits4 = '32', bits6 = '128'] = PREFIX_LENGTHS.exec(rest) ?? [];
	if (Number(bits4) > 32 || Number(bits6) > 128) throw new Wrong('has a prefix that is too long');
	return {
		target: optional(rest.slice(0, rest.length - lengths.length)),
		bits4: Number(bits4),
		bits6: Number(bits6),
	};
}

function network(rest: string, parse: (text: string) => Address | null, most: number): Network {
	const [text = '', length, ...more] = argumentOf(rest).split('/');
	const address = parse(text);
	if (address === null) throw new Wrong(`has no IP${most === 32 ? 'v4' : 'v6'} address`);
	if (more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(length ?? '0') || Number(length ?? 0) > most)
		throw new Wrong('has a prefix that cannot be');
	return { network: address, bits: length === undefined ? most : Number(length) };
}

const optional = (rest: string) => (rest === '' ? null : domainOf(argumentOf(rest)));

function argumentOf(rest: string): string {
	if (!rest.startsWith(':'))
		throw new Wrong(rest === '' ? 'names no target' : 'is not written as it must be');
	return rest.slice(1);
}

/** A domain-spec: it ends in a macro, or in a dot and a label that is not all digits (RFC 7208, section 7.1). */
function domainOf(text: string): readonly Piece[] {
	const pieces = parseMacros(text, 'name');
	if (typeof pieces === 'string') throw new Wrong(`cannot be read: ${pieces}`);
	const last = pieces.at(-1);
	if (last === undefined) throw new Wrong('names no target');
	if (typeof last !== 'string') return pieces;
	const labels = last.replace(/\.$/, '').split('.');
	const top = labels.at(-1) ?? '';
	if (labels.length < 2 || !TOP_LABEL.test(top) || /^\d*$/.test(top))
		throw new Wrong('does not end in a domain’s name');
	return pieces;
}
