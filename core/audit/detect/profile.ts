import { z } from 'zod';
import { DAY_BUCKETS } from './series';
import { improbableFrom } from './tail';

const HOURS = 24;
const DAYS = 7;
const HOUR_BUCKETS = DAY_BUCKETS / HOURS;
const WEEK = DAYS * DAY_BUCKETS;
const MEMORY = 3 * WEEK;
const PEAK_HALVES = 14 * HOUR_BUCKETS;
const CHANCE = 1e-6;
const MARGIN = 1.25;

const finite = z.number().finite();

/** What windows of one series hold at each hour of the day and on each day of the week. */
export const profileShape = z.object({
	/** How many windows it knows. */
	n: finite,
	/** Mean of each hour (UTC) and of each day of the week; the first is a Thursday, as 1 January 1970 was. */
	hours: z.array(finite).length(HOURS),
	days: z.array(finite).length(DAYS),
	/** The highest of each hour lately. */
	peaks: z.array(finite).length(HOURS),
	/** Mean of the squares of what was not expected. */
	residue: finite,
});
export type Profile = z.output<typeof profileShape>;

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

export const emptyProfile = (): Profile => ({
	n: 0,
	hours: zeros(HOURS),
	days: zeros(DAYS),
	peaks: zeros(HOURS),
	residue: 0,
});

/** In its first week it sees each day for the first time; how far it errs is learned in the second. */
export const isKnown = ({ n }: Profile): boolean => n >= 2 * WEEK;

/** Takes in `gap` empty windows, then the one of this bucket, which held `count`. */
export function learnProfile(profile: Profile, bucket: number, count: number, gap: number): void {
	// What came before those is forgotten in any case.
	for (let empty = bucket - Math.min(gap, MEMORY); empty < bucket; empty++) learnOne(profile, empty, 0);
	learnOne(profile, bucket, count);
}

function learnOne(profile: Profile, bucket: number, count: number): void {
	const { hour, day } = timeOf(bucket);
	const { hours, days, peaks } = profile;
	profile.n = Math.min(profile.n + 1, MEMORY);
	const weight = 1 / profile.n;
	if (profile.n > WEEK)
		profile.residue = toward(
			profile.residue,
			(count - expected(profile, bucket)) ** 2,
			1 / (profile.n - WEEK),
		);
	hours[hour] = toward(at(hours, hour), count, Math.min(1, HOURS * weight));
	days[day] = toward(at(days, day), count, Math.min(1, DAYS * weight));
	peaks[hour] = short(Math.max(at(peaks, hour) * 0.5 ** (1 / PEAK_HALVES), count));
}

/** The least count that is strange at this hour of this day, in a profile that is known; never less than `least`. */
export function strangeAt(profile: Profile, bucket: number, least: number): number {
	const mean = expected(profile, bucket);
	const usual = meanOf(profile.hours);
	const dispersion = usual > 0 ? Math.max(1, profile.residue / usual) : 1;
	const improbable = improbableFrom(mean, mean * dispersion, CHANCE);
	return Math.max(least, improbable, Math.ceil(MARGIN * highest(profile, bucket)));
}

function expected({ hours, days }: Profile, bucket: number): number {
	const { hour, next, part, day } = timeOf(bucket);
	return (at(hours, hour) * (1 - part) + at(hours, next) * part) * shareOf(days, day);
}

/** The hour before or after counts as well: people begin earlier or later. Of a quiet day nothing is expected that was there on others only. */
function highest({ days, peaks }: Profile, bucket: number): number {
	const { hour, next, day } = timeOf(bucket);
	return Math.max(at(peaks, hour), at(peaks, next)) * Math.min(1, shareOf(days, day));
}

/** How much there is on a day of the week, where 1 is as much as on all of them in the mean. */
function shareOf(days: readonly number[], day: number): number {
	const mean = meanOf(days);
	return mean > 0 ? at(days, day) / mean : 1;
}

interface Time {
	readonly day: number;
	readonly hour: number;
	/** The hour whose middle is nearest but one, and how much of the way to that it is: what is usual changes by and by. */
	readonly next: number;
	readonly part: number;
}

function timeOf(bucket: number): Time {
	const inDay = bucket % DAY_BUCKETS;
	const hour = Math.floor(inDay / HOUR_BUCKETS);
	const fromMiddle = (inDay + 0.5) / HOUR_BUCKETS - hour - 0.5;
	const next = (hour + (fromMiddle < 0 ? HOURS - 1 : 1)) % HOURS;
	return { day: Math.floor(bucket / DAY_BUCKETS) % DAYS, hour, next, part: Math.abs(fromMiddle) };
}

const meanOf = (values: readonly number[]): number =>
	values.reduce((sum, each) => sum + each, 0) / values.length;

const at = (values: readonly number[], index: number): number => values[index] ?? 0;

const toward = (value: number, next: number, weight: number): number =>
	short(value + (next - value) * weight);

/** Few digits: there are hundreds of these in a state. */
const short = (value: number): number => Math.round(value * 10_000) / 10_000;
