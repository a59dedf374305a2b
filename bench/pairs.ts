import { atMost, type Measurement } from './measurement';

/** The same thing done in two ways, one right after the other, in ms. */
export interface Pair {
	readonly base: number;
	readonly tried: number;
}

/**
 * How much longer the tried way takes: the median of the pairs' differences, and the interval that holds it in 95 of 100
 * cases, from the order of the differences alone, so that no distribution has to be assumed. `base` is the median of the
 * other way. In ms, to the microsecond.
 */
function compared(pairs: readonly Pair[]) {
	const differences = ascending(pairs.map(({ base, tried }) => tried - base));
	const half = 0.98 * Math.sqrt(pairs.length);
	const at = (place: number) =>
		rounded(differences[Math.min(differences.length - 1, Math.max(0, place))] ?? NaN);
	return {
		difference: rounded(median(differences)),
		low: at(Math.floor(pairs.length / 2 - half)),
		high: at(Math.ceil(pairs.length / 2 + half)),
		base: rounded(median(pairs.map(({ base }) => base))),
	};
}

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

export function median(values: readonly number[]): number {
	const sorted = ascending(values);
	return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

export interface Ways {
	readonly base: () => Promise<void>;
	readonly tried: () => Promise<void>;
}

/**
 * The same thing in both ways, one right after the other; which one goes first changes from pair to pair. The first
 * `warmUp` pairs do not count, nor does the time that `before` takes before each.
 */
export async function interleaved(
	{ base, tried }: Ways,
	{ pairs, warmUp, before }: { pairs: number; warmUp: number; before?: () => unknown },
): Promise<Pair[]> {
	const timed = async (work: () => Promise<void>) => {
		await before?.();
		const began = performance.now();
		await work();
		return performance.now() - began;
	};
	const found: Pair[] = [];
	for (let pair = -warmUp; pair < pairs; pair++) {
		const isBaseFirst = pair % 2 === 0;
		const one = await timed(isBaseFirst ? base : tried);
		const other = await timed(isBaseFirst ? tried : base);
		if (pair >= 0) found.push(isBaseFirst ? { base: one, tried: other } : { base: other, tried: one });
	}
	return found;
}

/** How much more the tried way takes, with how sure that is, against a goal that may go with what the other way takes. */
export function more(name: string, pairs: readonly Pair[], goalOf: (base: number) => number): Measurement {
	const { difference, low, high, base } = compared(pairs);
	const found = `median of ${String(pairs.length)} pairs, 95 % between ${String(low)} and ${String(high)}`;
	return atMost(`${name} (${String(base)} ms), ${found}`, difference, goalOf(base));
}
