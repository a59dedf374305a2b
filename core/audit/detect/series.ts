import { z } from 'zod';
import { improbableFrom } from './tail';

const finite = z.number().finite();

/** What windows of one series usually hold: mean and mean of squares, over how many, and the highest lately. */
export const seriesShape = z.object({ n: finite, m: finite, q: finite, peak: finite });
export type Series = z.output<typeof seriesShape>;

export const emptySeries = (): Series => ({ n: 0, m: 0, q: 0, peak: 0 });

/** Windows end every five minutes; a week of them is remembered, so that a weekend does not make Monday strange. */
export const BUCKET_MS = 300_000;
export const DAY_BUCKETS = 288;
const MEMORY = 7 * DAY_BUCKETS;
const PEAK_HALVES = 14 * DAY_BUCKETS;
const CHANCE = 1e-7;

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
}

/** The least count that is strange in this series, and never less than `least`. */
export function strangeFrom({ n, m, q, peak }: Series, least: number): number {
	// In its first day a series has no shape yet: twice its highest is strange.
	if (n < DAY_BUCKETS) return Math.max(least, Math.ceil(2 * peak));
	const tail = improbableFrom(m, q - m * m, CHANCE);
	return Math.max(least, tail, Math.ceil(1.25 * peak));
}
