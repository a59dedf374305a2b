import type { Name } from '../wire/name';
import { USUAL_NEEDS } from './allowance';
import type { Mark, Marks } from './marks';

/** The next domain to look at, and how many requests its certificates may take; 0 where they are not searched now. */
export interface Turn {
	readonly domain: Name;
	readonly needs: number;
}

/** In which order the domains of a portfolio are looked at in one run. */
export interface Queue {
	/**
	 * The domain that waited longest for a search of its certificates, when `allowed` is enough for it, whether or not it
	 * had its turn in this round; else the one of this round that waited longest. Null when the round is complete.
	 */
	next(allowed: number): Turn | null;
	/** How many requests the searches that come next take, at most `most`. */
	wanted(most: number): number;
	/** Takes in what other runs did meanwhile. */
	refresh(marks: Marks): void;
}

export function openQueue(domains: readonly Name[], first: Marks, round: number): Queue {
	let marks = first;
	const begun = new Set<Name>();
	const isDue = (domain: Name) => !begun.has(domain) && (marks.get(domain)?.round ?? 0) < round;
	const oldest = (of: (mark: Mark | undefined) => number) => (a: Name, b: Name) =>
		of(first.get(a)) - of(first.get(b));
	const byWait = [...domains].sort(oldest((mark) => mark?.checkedAt ?? 0));
	const bySearch = [...byWait.filter(isDue), ...byWait.filter((each) => !isDue(each))].sort(
		oldest((mark) => mark?.searchedAt ?? 0),
	);
	/** Those before these have had their turn for good. */
	let waiting = 0;
	let unsearched = 0;
	const needsOf = (domain: Name) => marks.get(domain)?.needs ?? USUAL_NEEDS;

	return {
		next(allowed) {
			while (waiting < byWait.length && !isDue(byWait[waiting] ?? '')) waiting++;
			while (begun.has(bySearch[unsearched] ?? '')) unsearched++;
			const [due, next] = [byWait[waiting], bySearch[unsearched]];
			if (due === undefined || next === undefined) return null;
			const needs = needsOf(next);
			const turn = needs <= allowed ? { domain: next, needs } : { domain: due, needs: 0 };
			begun.add(turn.domain);
			return turn;
		},
		wanted(most) {
			let sum = 0;
			for (let at = unsearched; at < bySearch.length && sum < most; at++) {
				const domain = bySearch[at] ?? '';
				if (!begun.has(domain)) sum += needsOf(domain);
			}
			return Math.min(sum, most);
		},
		refresh(newest) {
			marks = newest;
		},
	};
}
