import { type Lookup, type Lookups, failedLookup } from '../lookup';
import type { Name } from '../wire/name';

/** Look-ups that remember what they were asked. */
export interface Remembering extends Lookups {
	wasAsked(name: Name, type: number): boolean;
}

export function remembering(lookups: Lookups): Remembering {
	const known = new Map<string, Promise<Lookup>>();
	const keyOf = (name: Name, type: number) => `${type} ${name}`;
	return {
		wasAsked: (name, type) => known.has(keyOf(name, type)),
		look(name, type) {
			const key = keyOf(name, type);
			const answer = known.get(key) ?? lookups.look(name, type);
			known.set(key, answer);
			return answer;
		},
	};
}

/** Allows so many questions that were not asked before. What is over that fails, and is then not checked. */
export function limited(lookups: Remembering, questions: number): Lookups {
	let left = questions;
	return {
		look(name, type) {
			if (!lookups.wasAsked(name, type) && left-- <= 0)
				return Promise.resolve(overBudget(name, type, questions));
			return lookups.look(name, type);
		},
	};
}

/** Asks nothing: of what was not asked before there is none. */
export const knownOnly = (lookups: Remembering): Lookups => ({
	look: (name, type) =>
		lookups.wasAsked(name, type)
			? lookups.look(name, type)
			: Promise.resolve({ ...overBudget(name, type, 0), failed: null }),
});

const overBudget = (name: Name, type: number, questions: number): Lookup =>
	failedLookup(name, type, {
		kind: 'over budget',
		what: `not asked, as the limit of ${questions} questions was reached`,
	});
