import { sha256 } from '../secret';
import type { Cached } from './cached';

/**
 * How long a reading after a failed call is worth, in ms, if it gave what the call had carried. Less than the time that
 * a rotation leaves at the very least between publishing a value and killing the one before (S in
 * `core/rotation/bounds.ts`): when it kills a key, a reading of this age has already seen the one that replaces it. Where
 * a key dies first and is replaced afterwards, calls fail until then, and for at most this much longer.
 */
export const WORTH_MS = 3_000;

/** Readings after failed calls that changed nothing. A provider that fails each call must not have each ask the vault. */
export class FutileReadings {
	readonly #beganAt = new Map<string, number>();

	/** `read` is what came, and what had been there before. Times are of a clock that only goes forward. */
	keep(reading: string, read: Cached, beganAt: number): void {
		for (const [each, before] of this.#beganAt) if (!isWorth(before, beganAt)) this.#beganAt.delete(each);
		this.#beganAt.set(nameOf(reading, read), beganAt);
	}

	/** Whether one began a moment ago that gave exactly this. */
	justNow(reading: string, cached: Cached, now: number): boolean {
		const beganAt = this.#beganAt.get(nameOf(reading, cached));
		return beganAt !== undefined && isWorth(beganAt, now);
	}
}

const isWorth = (beganAt: number, now: number): boolean => now - beganAt < WORTH_MS;

/** No value is kept for the comparison, only a hash of it. */
const nameOf = (reading: string, { value, fetchedFor, origins }: Cached): string =>
	sha256(JSON.stringify([reading, value, fetchedFor, origins]));
