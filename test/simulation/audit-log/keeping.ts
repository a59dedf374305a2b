import { chance } from '../scheduler';
import type { World } from '../world';

/** What somebody who opens the log does with it. */
export type Deed = 'look' | 'append' | 'rotate key';

/** One run on the log: when it comes, in ms after the start. */
export interface Visit {
	readonly at: number;
	readonly does: Deed;
}

/** Who brings what was done into the log while keys are rotated, and where that log lies. */
export interface Keeping {
	readonly store: 'vault' | 'own';
	/** The runs of each keeper; odd ones are on Zapier. */
	readonly keepers: ReadonlyArray<readonly Visit[]>;
	/** Called once before anybody comes, to meddle with the world. */
	readonly script?: (world: World) => void;
}

/** Indexes from here on are keepers of the log. */
export const KEEPER = 20;

const MINUTE = 60_000;
/** The share of all random runs that have keepers, and of those that have the log in a store of its own. */
const KEPT = 0.15;
const OWN = 0.25;

/** Keepers for a random run: none in most, since they cost more time than the rotation. */
export function keepingOf(seed: number, share = KEPT): Keeping | null {
	const next = chance(seed ^ 0x510e527f);
	if (next() >= share) return null;
	return {
		store: next() < OWN ? 'own' : 'vault',
		keepers: Array.from({ length: 1 + Math.floor(next() * 3) }, () =>
			Array.from({ length: 2 + Math.floor(next() * 3) }, () => ({
				at: next() * 5 * MINUTE,
				does: deeds[Math.floor(next() * deeds.length)] ?? 'look',
			})),
		),
	};
}

const deeds: readonly Deed[] = ['look', 'look', 'look', 'look', 'append', 'append', 'rotate key'];
