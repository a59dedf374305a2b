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
export function compared(pairs: readonly Pair[]) {
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
