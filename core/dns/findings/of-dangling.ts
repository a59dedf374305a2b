import type { Dangling } from '../dangling/lookup';
import type { Facts } from '../facts';
import { type Case, type Judgement, judgedEach } from '../finding';

/** Judges the aliases that lead nowhere in one of the ways. */
export const ofDangling = (
	{ dangling: { candidates } }: Facts,
	cases: (found: Dangling) => readonly Case[],
): Judgement => judgedEach(candidates, (found) => (found === null ? [] : cases(found)));
