import type { Looked } from '../../finding';
import type { Name } from '../../wire/name';
import { FOLLOWED, type SpfNode } from './audit';
import type { Mechanism } from './record';

/** A term whose network is so large that nearly everybody is in it. */
export interface WideTerm {
	/** As it stands in the record. */
	readonly text: string;
	/** Whose record says so. */
	readonly of: Name;
}

/**
 * Nobody has more: some companies have a block of 8 bits of IPv4, and what is handed to the registry of a whole continent
 * is 12 bits of IPv6. Source: https://www.iana.org/assignments/ipv6-unicast-address-assignments
 */
const LEAST = { four: 8, six: 13 } as const;

/**
 * The terms that are reached and let the senders of such a network send. A record that is included in order to refuse
 * whoever it names lets nobody send.
 */
export function wideTerms(domain: Name, nodes: ReadonlyMap<Name, Looked<SpfNode>>): WideTerm[] {
	const reached = new Set([domain]);
	const found: WideTerm[] = [];
	// A set is walked to the end of what is added to it meanwhile.
	for (const name of reached) {
		const node = nodes.get(name);
		// A record with a mistake lets nobody send.
		if (node === undefined || 'notSeen' in node || node.seen.record?.problems.length !== 0) continue;
		found.push(...wideIn(node.seen));
		for (const { kind, qualifier, target } of node.seen.terms)
			if (FOLLOWED.includes(kind) && qualifier === '+' && target !== null) reached.add(target);
	}
	return found;
}

function wideIn({ name, record }: SpfNode): WideTerm[] {
	const directives = record?.directives ?? [];
	const end = directives.findIndex(({ mechanism }) => mechanism.kind === 'all');
	return directives
		.slice(0, end < 0 ? directives.length : end)
		.filter(({ qualifier, mechanism }) => qualifier === '+' && isWide(mechanism))
		.map(({ text }) => ({ text, of: name }));
}

function isWide(mechanism: Mechanism): boolean {
	if (mechanism.kind === 'ip4') return mechanism.bits < LEAST.four;
	if (mechanism.kind === 'ip6') return mechanism.bits < LEAST.six;
	if (mechanism.kind !== 'a' && mechanism.kind !== 'mx') return false;
	return mechanism.bits4 < LEAST.four || mechanism.bits6 < LEAST.six;
}
