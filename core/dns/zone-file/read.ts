import { Malformed } from '../wire/bytes';
import type { DnsRecord } from '../wire/message';
import type { Name } from '../wire/name';
import { IN, typeNumber } from '../wire/types';
import { dataOf } from './data';
import { nameIn, ownerIn } from './names';
import { isDuration, seconds } from './numbers';
import { type Entry, entriesOf } from './words';

/** In characters; a host that gives out more is not believed. */
const MAX_TEXT = 8 * 1024 * 1024;
const MAX_RECORDS = 50_000;
/** RFC 2181, section 8. */
const MAX_TTL = 0x7fffffff;

export interface ZoneFile {
	readonly records: readonly DnsRecord[];
	/** Records of the types that were named as foreign, which no other server knows. */
	readonly foreign: readonly Foreign[];
}

export interface Foreign {
	readonly name: Name;
	/** The type as the host calls it. */
	readonly type: string;
	/** Its data, as they are written. */
	readonly value: string;
}

interface State {
	origin: Name;
	owner: Name | null;
	/** What `$TTL` says, before what the last record says (RFC 2308, section 4; RFC 1035, section 5.1). */
	defaultTtl: number | null;
	lastTtl: number | null;
}

/**
 * Reads the master file of one zone (RFC 1035, section 5.1; RFC 2308; RFC 3597; BIND's units of time). One character is
 * one byte. Every record is in the result, or the file is refused: throws Malformed with the number of the line and what
 * is wrong, never with what stands there. `$INCLUDE` and `$GENERATE` are refused.
 */
export function parseZoneFile(
	zone: Name,
	text: string,
	foreignTypes: ReadonlySet<string> = new Set(),
): ZoneFile {
	if (text.length > MAX_TEXT) throw new Malformed('the file is larger than 8 MiB');
	const beyond = text.search(/[^\x00-\xff]/);
	if (beyond >= 0)
		throw new Malformed(`line ${text.slice(0, beyond).split('\n').length}: a character beyond a byte`);
	const state: State = { origin: zone, owner: null, defaultTtl: null, lastTtl: null };
	const records: DnsRecord[] = [];
	const foreign: Foreign[] = [];
	for (const entry of entriesOf(text)) {
		try {
			const found = readEntry(entry, state, zone, foreignTypes);
			if (found === null) continue;
			if ('value' in found) foreign.push(found);
			else records.push(found);
		} catch (error) {
			if (!(error instanceof Malformed)) throw error;
			throw new Malformed(`line ${entry.line}: ${error.message}`);
		}
		if (records.length + foreign.length > MAX_RECORDS)
			throw new Malformed(`the file has more than ${MAX_RECORDS} records`);
	}
	return { records, foreign };
}

const directives: Readonly<Record<string, (argument: string, state: State) => void>> = {
	$ORIGIN(argument, state) {
		state.origin = nameIn(argument, state.origin);
	},
	$TTL(argument, state) {
		state.defaultTtl = seconds(argument, MAX_TTL);
	},
};

function readEntry(
	{ words, indented }: Entry,
	state: State,
	zone: Name,
	foreignTypes: ReadonlySet<string>,
): DnsRecord | Foreign | null {
	const rest = [...words];
	const [first] = rest;
	if (!indented && first?.quoted === false && first.text.startsWith('$')) {
		direct(
			first.text.toUpperCase(),
			rest.slice(1).map(({ text }) => text),
			state,
		);
		return null;
	}
	if (!indented) state.owner = ownerIn(bare(rest), state.origin, zone);
	if (state.owner === null) throw new Malformed('a record without a name');
	const ttl = timeAndClass(rest) ?? state.defaultTtl ?? state.lastTtl;
	if (ttl === null) throw new Malformed('a record without a time to live');
	state.lastTtl = ttl;
	const typeText = bare(rest);
	if (foreignTypes.has(typeText.toUpperCase())) {
		const value = rest.map(({ text }) => text).join(' ');
		return { name: state.owner, type: typeText.toUpperCase(), value };
	}
	const type = typeNumber(typeText);
	if (type === null) throw new Malformed(`${typeShown(typeText)}, a record type that Keyturn does not know`);
	return { name: state.owner, type, class: IN, ttl, data: dataOf(type, rest, state.origin) };
}

function direct(directive: string, [argument, ...more]: readonly string[], state: State): void {
	const does = Object.hasOwn(directives, directive) ? directives[directive] : undefined;
	if (does === undefined) throw new Malformed(`${typeShown(directive)} is not allowed in a zone file here`);
	if (argument === undefined || more.length > 0) throw new Malformed(`${directive} wants one value`);
	does(argument, state);
}

/** Takes TTL and class off the front, in either order, and gives the TTL. */
function timeAndClass(rest: { text: string; quoted: boolean }[]): number | null {
	let ttl: number | null = null;
	let classSeen = false;
	for (;;) {
		const word = rest[0]?.quoted === false ? rest[0].text.toUpperCase() : '';
		if (!classSeen && /^(?:IN|CLASS1)$/.test(word)) classSeen = true;
		else if (/^(?:CH|HS|CS|NONE|ANY|CLASS\d+)$/.test(word)) throw new Malformed('a class other than IN');
		else if (ttl === null && isDuration(word)) ttl = seconds(word, MAX_TTL);
		else return ttl;
		rest.shift();
	}
}

function bare(rest: { text: string; quoted: boolean }[]): string {
	const word = rest.shift();
	if (word === undefined || word.quoted) throw new Malformed('the record ends too early');
	return word.text;
}

/** A word of the file as a message may repeat it. */
const typeShown = (text: string): string => (/^\$?[A-Za-z0-9-]{1,20}$/.test(text) ? text : 'a word');
