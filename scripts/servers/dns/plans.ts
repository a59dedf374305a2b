import { createHash } from 'node:crypto';

import type { Plan } from './names';

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';

/** Names that say nothing of what is in the zones, the same for the same seed. */
export function otherPlan(seed: string): Plan {
	const word = (about: string, length: number) =>
		[...createHash('sha256').update(`${seed} ${about}`).digest()]
			.slice(0, length)
			.map((byte) => DIGITS.charAt(byte % DIGITS.length))
			.join('');
	// A letter in front: a top-level domain of digits would be taken for part of an address.
	return { tld: `x${word('top-level domain', 7)}`, label: (id) => word(id, 12) };
}
