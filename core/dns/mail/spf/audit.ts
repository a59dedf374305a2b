import { type Looked, notSeen, seen } from '../../finding';
import { type Lookups, answered } from '../../lookup';
import { type Name, shown } from '../../wire/name';
import { RCODE, TYPE } from '../../wire/types';
import { textsOf } from '../answer';
import { type SpfCount, countLookups } from './count';
import { type Piece, isPlain } from './macro';
import { type Qualifier, type SpfRecord, isSpf, parseSpf } from './record';
import { nameFor, shortened } from './target';

/** A term that asks the DNS. */
export interface SpfTerm {
	/** As it stands in the record. */
	readonly text: string;
	/** What a match says; of a redirect it is what the other record says. */
	readonly qualifier: Qualifier;
	readonly kind: 'include' | 'redirect' | 'a' | 'mx' | 'ptr' | 'exists';
	/** Null where it depends on who sends, or can be no name. */
	readonly target: Name | null;
}

/** What is published at one name of the tree. */
export interface SpfNode {
	readonly name: Name;
	/** False when there is no such name. */
	readonly exists: boolean;
	/** Its SPF records as they stand; one is as it should be. */
	readonly records: readonly string[];
	/** Null unless there is exactly one record. */
	readonly record: SpfRecord | null;
	/** The terms that are reached: none stands behind `all`. */
	readonly terms: readonly SpfTerm[];
	readonly all: Qualifier | null;
}

export interface SpfAudit {
	/** By name, the domain first. What could not be looked up is there with the reason. */
	readonly nodes: ReadonlyMap<Name, Looked<SpfNode>>;
	readonly count: SpfCount;
	/** Terms whose question has no answer: void look-ups. */
	readonly voids: readonly SpfTerm[];
	/** Includes and redirects that lead to nothing, which makes the whole policy void. */
	readonly gone: readonly SpfGone[];
	/** Why some of it was not looked at, each a clause. */
	readonly unseen: readonly string[];
	/** The `all` at the end of the domain's record, or of the one that it redirects to; null when there is none. */
	readonly all: Looked<Qualifier | null>;
}

export interface SpfGone {
	readonly term: string;
	/** Whose record says so. */
	readonly of: Name;
	readonly target: Name;
	/** True when the name itself does not exist, false when only its SPF record is missing. */
	readonly nameMissing: boolean;
}

const DEEPEST = 10;
export const FOLLOWED = ['include', 'redirect'];

/** Reads a domain's policy and what it leads to, level by level, without a sender. Asks no more than `lookups` allows. */
export async function auditSpf(domain: Name, lookups: Lookups): Promise<SpfAudit> {
	const nodes = new Map<Name, Looked<SpfNode>>();
	let level: readonly Name[] = [domain];
	for (let depth = 0; level.length > 0 && depth <= DEEPEST; depth++) {
		const found = await Promise.all(level.map((name) => nodeAt(name, lookups)));
		for (const [index, name] of level.entries()) nodes.set(name, found[index] as Looked<SpfNode>);
		level = [...new Set(found.flatMap(targetsOf))].filter((name) => !nodes.has(name));
	}
	const known = [...nodes.values()].flatMap((node) => ('seen' in node ? [node.seen] : []));
	const hosts = await Promise.all(
		known.flatMap(({ terms }) => terms).map((term) => isVoid(term, nodes, lookups)),
	);
	const unseen = [
		...[...nodes.values()].flatMap((node) => ('notSeen' in node ? [node.notSeen] : [])),
		...level.map((name) => `SPF of ${shown(name)}: too many steps away`),
		...known.flatMap(({ terms }) =>
			terms
				.filter(({ kind, target }) => FOLLOWED.includes(kind) && target === null)
				.map(({ text }) => `${text}: it depends on who sends`),
		),
		...hosts.flatMap((host) => ('notSeen' in host ? [host.notSeen] : [])),
	];
	return {
		nodes,
		count: countLookups(domain, nodes),
		voids: hosts.flatMap((host) => ('seen' in host && host.seen !== null ? [host.seen] : [])),
		gone: known.flatMap((node) => goneFrom(node, nodes)),
		unseen: [...new Set(unseen)],
		all: allOf(domain, nodes),
	};
}

async function nodeAt(name: Name, lookups: Lookups): Promise<Looked<SpfNode>> {
	const answer = answered(await lookups.look(name, TYPE.TXT));
	if ('notSeen' in answer) return answer;
	const records = textsOf(answer.seen.records).filter(isSpf);
	const record = records.length === 1 ? parseSpf(records[0] as string) : null;
	const exists = answer.seen.rcode !== RCODE.NXDOMAIN;
	return seen({ name, exists, records, record, ...reached(name, record) });
}

/** Nothing behind `all` is ever looked at, and `redirect` only without one (RFC 7208, sections 5.1 and 6.1). */
function reached(name: Name, record: SpfRecord | null): Pick<SpfNode, 'terms' | 'all'> {
	const terms: SpfTerm[] = [];
	for (const { text, qualifier, mechanism } of record?.directives ?? []) {
		if (mechanism.kind === 'all') return { terms, all: qualifier };
		if (mechanism.kind === 'ip4' || mechanism.kind === 'ip6') continue;
		terms.push({ text, qualifier, kind: mechanism.kind, target: targetOf(mechanism.target, name) });
	}
	const redirect = record?.redirect ?? null;
	if (redirect !== null) {
		const target = targetOf(redirect, name);
		const text = `redirect=${target === null ? '…' : shown(target)}`;
		terms.push({ text, qualifier: '+', kind: 'redirect', target });
	}
	return { terms, all: null };
}

const targetOf = (target: readonly Piece[] | null, name: Name): Name | null => {
	if (target === null) return name;
	if (!isPlain(target)) return null;
	return nameFor(
		shortened(target.map((piece) => (typeof piece === 'string' ? piece : piece.letter)).join('')),
	);
};

const targetsOf = (node: Looked<SpfNode>): Name[] =>
	'notSeen' in node
		? []
		: node.seen.terms.flatMap(({ kind, target }) =>
				FOLLOWED.includes(kind) && target !== null ? [target] : [],
			);

/** The term when its question has no answer, or null. Whether a `ptr` or a macro has one depends on who sends. */
async function isVoid(
	term: SpfTerm,
	nodes: SpfAudit['nodes'],
	lookups: Lookups,
): Promise<Looked<SpfTerm | null>> {
	const { kind, target } = term;
	if (target === null || kind === 'ptr') return seen(null);
	if (FOLLOWED.includes(kind)) {
		const node = nodes.get(target);
		return seen(node !== undefined && 'seen' in node && !node.seen.exists ? term : null);
	}
	for (const type of kind === 'mx' ? [TYPE.MX] : kind === 'a' ? [TYPE.A, TYPE.AAAA] : [TYPE.A]) {
		const answer = answered(await lookups.look(target, type));
		if ('notSeen' in answer) return answer;
		if (answer.seen.records.length > 0) return seen(null);
	}
	return seen(term);
}

function goneFrom({ name, terms }: SpfNode, nodes: SpfAudit['nodes']): SpfGone[] {
	return terms.flatMap(({ kind, target, text }) => {
		const node = target === null || !FOLLOWED.includes(kind) ? undefined : nodes.get(target);
		if (node === undefined || 'notSeen' in node || node.seen.records.length > 0) return [];
		return [{ term: text, of: name, target: node.seen.name, nameMissing: !node.seen.exists }];
	});
}

function allOf(domain: Name, nodes: SpfAudit['nodes']): SpfAudit['all'] {
	const passed = new Set<Name>();
	let name = domain;
	while (!passed.has(name)) {
		passed.add(name);
		const node = nodes.get(name);
		if (node === undefined || 'notSeen' in node) return node ?? notSeen(`SPF of ${shown(name)} was not read`);
		const { all, terms, record } = node.seen;
		if (record === null || record.problems.length > 0)
			return notSeen(`the SPF record of ${shown(name)} cannot be used`);
		const redirect = terms.find(({ kind }) => kind === 'redirect');
		if (all !== null || redirect === undefined) return seen(all);
		if (redirect.target === null) return notSeen(`${redirect.text}: it depends on who sends`);
		name = redirect.target;
	}
	return notSeen('the SPF records redirect in a circle');
}
