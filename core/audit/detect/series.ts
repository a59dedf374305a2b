import { z } from 'zod';
import { improbableFrom } from './tail';

const finite = z.number().finite();

/** What windows of one series usually hold: mean and mean of squares, over how many, and the highest lately. */
export const seriesShape = z.object({
	n: finite,
	m: finite,
	q: finite,
	peak: finite,
	/** From which count on it is strange by chance alone, and how many windows ago that was worked out. */
	tail: finite,
	stale: finite,
});
export type Series = z.output<typeof seriesShape>;

export const emptySeries = (): Series => ({ n: 0, m: 0, q: 0, peak: 0, tail: 1, stale: 0 });

/** Windows end every five minutes; a week of them is remembered, so that a weekend does not make Monday strange. */
export const BUCKET_MS = 300_000;
export const DAY_BUCKETS = 288;
const MEMORY = 7 * DAY_BUCKETS;
const PEAK_HALVES = 14 * DAY_BUCKETS;
const CHANCE = 1e-7;
/** How many more than twice as many a number that rises already may come to, in a week that nothing is known of. */
const BY_CHANCE = 6;
/** Working it out takes longer than all the rest, and it hardly moves within an hour. */
const STALE = 12;

/** Takes in `gap` empty windows, then one that held `count`. */
export function learn(series: Series, count: number, gap: number): void {
	const kept = series.n >= MEMORY ? (1 - 1 / MEMORY) ** gap : series.n / (series.n + gap);
	if (gap > 0) {
		series.m *= kept;
		series.q *= kept;
	}
	series.n = Math.min(series.n + gap + 1, MEMORY);
	const weight = 1 / series.n;
	series.m += (count - series.m) * weight;
	series.q += (count * count - series.q) * weight;
	series.peak = Math.max(series.peak * 0.5 ** ((gap + 1) / PEAK_HALVES), count);
	series.stale += gap + 1;
	if (series.n < DAY_BUCKETS || series.stale < STALE) return;
	series.tail = improbableFrom(series.m, series.q - series.m * series.m, CHANCE);
	series.stale = 0;
}

/**
 * The least count that is strange in this series, and never less than `least`; `lately` is the most that was seen and is
 * not learned yet.
 */
export function strangeFrom({ n, peak, tail }: Series, least: number, lately = 0): number {
	// In its first week a series has no shape yet, and a busy morning may come after quiet days only.
	if (n < MEMORY) {
		const rising = Math.ceil(2 * Math.max(peak, lately)) + (lately === 0 ? 0 : BY_CHANCE);
		return Math.max(least, n < DAY_BUCKETS ? 0 : tail, rising);
	}
	return Math.max(least, tail, Math.ceil(1.25 * peak));
}
