import type { Looked } from '../../finding';
import type { Name } from '../../wire/name';
import type { SpfNode } from './audit';

export interface SpfCount {
	/** How many terms ask when nothing matches before the end; Infinity when records include each other in a circle. */
	readonly total: number;
	/** What each term of the domain's own record adds to that, in its order. */
	readonly byTerm: readonly { readonly text: string; readonly lookups: number }[];
	/** False when part of the tree was not seen: there may be more. */
	readonly isComplete: boolean;
}

/**
 * Counts the terms that ask (RFC 7208, section 4.6.4). A record that is included twice counts twice, so each is worked
 * out once and then added up.
 */
export function countLookups(domain: Name, nodes: ReadonlyMap<Name, Looked<SpfNode>>): SpfCount {
	const totals = new Map<Name, number>();
	const above = new Set<Name>();
	let isComplete = true;
	const byTerm = termsOf(domain).map((term) => ({ text: term.text, lookups: costOf(term) }));
	return { total: byTerm.reduce((sum, { lookups }) => sum + lookups, 0), byTerm, isComplete };

	function termsOf(name: Name): SpfNode['terms'] {
		const node = nodes.get(name);
		if (node !== undefined && 'seen' in node) return node.seen.terms;
		isComplete = false;
		return [];
	}

	function costOf({ kind, target }: SpfNode['terms'][number]): number {
		if (kind !== 'include' && kind !== 'redirect') return 1;
		if (target !== null) return 1 + totalOf(target);
		isComplete = false;
		return 1;
	}

	function totalOf(name: Name): number {
		if (above.has(name) || name === domain) return Infinity;
		const known = totals.get(name);
		if (known !== undefined) return known;
		above.add(name);
		const total = termsOf(name).reduce((sum, term) => sum + costOf(term), 0);
		above.delete(name);
		totals.set(name, total);
		return total;
	}
}
