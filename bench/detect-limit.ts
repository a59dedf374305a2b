import {
	background,
	bursty,
	caller,
	chanceOf,
	daily,
	dailyMean,
	DAY_MS,
	MINUTE_MS,
	type Rate,
} from '../test/fakes/audit/series';

const START = Date.UTC(2030, 0, 1);
const DAYS = 30;
const APP = caller('app');
const BURST = 20;
const QUARTER_MS = 15 * MINUTE_MS;
const BUCKET_MS = 5 * MINUTE_MS;
const MOST_READS = 260;

/** A series, and what nobody but who made it knows of it. */
export interface Law {
	readonly rate: Rate;
	/**
	 * How much likelier `count` reads in the quarter of an hour that ends at `end` are with a burst among them than without,
	 * as a logarithm.
	 */
	readonly ratio: (end: number, count: number) => number;
}

const sumOf = (terms: number, term: (at: number) => number): number =>
	Array.from({ length: terms }, (_, at) => term(at)).reduce((sum, each) => sum + each, 0);

/** Of Poisson’s distribution with a mean that goes with the time. */
const poissonLaw = (rate: Rate, meanOf: (bucket: number) => number): Law => ({
	rate,
	ratio(end, count) {
		const minute = (at: number) => Math.floor((end - QUARTER_MS + (at + 0.5) * MINUTE_MS) / BUCKET_MS);
		const mean = sumOf(15, (at) => meanOf(minute(at)) / 5);
		return sumOf(BURST, (at) => Math.log((count - at) / mean));
	},
});

/** Of a negative binomial distribution, of three buckets with this mean and size each. */
const burstyLaw = (mean: number, size: number): Law => ({
	rate: bursty(mean, size),
	ratio: (_end, count) =>
		sumOf(BURST, (at) => Math.log(((count - at) / (count - 1 - at + 3 * size)) * ((mean + size) / mean))),
});

export const knownLaws: Readonly<Record<string, Law>> = {
	'bursty, 2 by 0.5': burstyLaw(2, 0.5),
	'daily, 0.2 to 8': poissonLaw(daily(0.2, 8), dailyMean(0.2, 8)),
	'daily, quiet weekends': poissonLaw(daily(0.2, 8, true), dailyMean(0.2, 8, true)),
};

/**
 * How many of `series * tries` bursts of the caller’s own secrets are missed by a test that is told the law: the ratio of
 * the likelihoods of what a quarter of an hour holds, reads and distinct secrets, with a burst and without. Its limit is
 * the lowest at which no series has alarms on more than one of its days.
 */
export function bestKnowing({ rate, ratio }: Law, series: number, tries: number): number {
	let limit = -Infinity;
	const bursts: number[] = [];
	for (let round = 0; round < series; round++) {
		const chance = chanceOf(`limit ${round}`);
		const days = new Map<number, number>();
		for (const { time, score } of scores(background(APP, rate, START, DAYS, chance), ratio)) {
			const day = Math.floor(time / DAY_MS);
			days.set(day, Math.max(days.get(day) ?? -Infinity, score));
		}
		const [, second = -Infinity] = [...days.values()].sort((a, b) => b - a);
		limit = Math.max(limit, second);
		for (let each = 0; each < tries; each++) {
			const at = START + DAYS * DAY_MS + Math.floor(chance() * (DAY_MS - QUARTER_MS));
			const burst = Array.from({ length: BURST }, (_, n) => ({
				time: Math.floor(at + chance() * QUARTER_MS),
				target: `secret/app/${n}`,
			}));
			const day = background(APP, rate, START + DAYS * DAY_MS, 1, chance);
			const all = [...day, ...burst].sort((a, b) => a.time - b.time);
			const during = scores(all, ratio).filter(({ time }) => time >= at && time <= at + QUARTER_MS);
			bursts.push(Math.max(-Infinity, ...during.map(({ score }) => score)));
		}
	}
	return bursts.filter((score) => score <= limit).length;
}

interface Read {
	readonly time: number;
	readonly target: string;
}

/** At each read, what the quarter of an hour that ends with it speaks for. */
function scores(reads: readonly Read[], ratio: Law['ratio']): Array<{ time: number; score: number }> {
	const found: Array<{ time: number; score: number }> = [];
	const within = new Map<string, number>();
	let first = 0;
	for (const [last, { time, target }] of reads.entries()) {
		within.set(target, (within.get(target) ?? 0) + 1);
		for (let read = reads[first]; read !== undefined && read.time <= time - QUARTER_MS; read = reads[first]) {
			const left = (within.get(read.target) ?? 0) - 1;
			if (left === 0) within.delete(read.target);
			else within.set(read.target, left);
			first += 1;
		}
		const [count, distinct] = [last - first + 1, within.size];
		if (distinct < BURST || count > MOST_READS) continue;
		const distinctRatio =
			chanceOfDistinct(BURST, count - BURST, distinct) / chanceOfDistinct(0, count, distinct);
		found.push({ time, score: ratio(time, count) + Math.log(distinctRatio) });
	}
	return found;
}

const tables = new Map<number, number[][]>();

/** The chance that there are `distinct` of the caller’s secrets after `draws` more, where there were `before`. */
function chanceOfDistinct(before: number, draws: number, distinct: number): number {
	let table = tables.get(before);
	if (table === undefined) {
		const { secrets } = APP;
		let now = Array.from({ length: secrets + 1 }, (_, each): number => (each === before ? 1 : 0));
		table = [now];
		for (let draw = 0; draw < MOST_READS; draw++) {
			now = now.map((here, each) => (here * each + (now[each - 1] ?? 0) * (secrets - each + 1)) / secrets);
			table.push(now);
		}
		tables.set(before, table);
	}
	return table[draws]?.[distinct] ?? 0;
}
