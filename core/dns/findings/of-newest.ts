import { type Issuance, newestFor } from '../certificates/issued';
import type { Facts } from '../facts';
import { type Case, type Judgement, notChecked } from '../finding';
import type { Name } from '../wire/name';
import { partlyRead } from './partly-read';

/** Judges the newest certificate of each name that is in use, each certificate once. */
export function ofNewest(
	{ certificates: { issued, live } }: Facts,
	cases: (issuance: Issuance, name: Name) => readonly Case[],
): Judgement {
	if ('notSeen' in issued) return notChecked(issued.notSeen);
	const { issuances, complete } = issued.seen;
	// The newest come last: with a part missing, none of those read is known to be the newest.
	if (!complete) return partlyRead;
	const newest = new Map<Issuance, Name>();
	for (const name of live) {
		const issuance = newestFor(name, issuances);
		if (issuance !== null && !newest.has(issuance)) newest.set(issuance, name);
	}
	return { cases: [...newest].flatMap(([issuance, name]) => cases(issuance, name)) };
}
