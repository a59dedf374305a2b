import { z } from 'zod';
import { hasMark, marksIn, withMark } from './marks';
import { emptyProfile, isKnown, learnProfile, profileShape, strangeAt } from './profile';
import { BUCKET_MS, DAY_BUCKETS, emptySeries, learn, seriesShape, strangeFrom } from './series';

/** Any quarter of an hour lies in four buckets of five minutes. */
const WINDOW = 4;
/** What comes later than this is counted where it belongs and makes no burst any more. */
const LATE = 4;
const MOST_MARKS = 24;
const SLOT_DAYS = 14;
const MOST_SLOTS = 20;
const SLOT_REACH = 4;
/** A window with so much more than the mean stands alone. */
const ALONE = { least: 10, times: 8 };
const HOUR_BUCKETS = 12;
const DAY_HOURS = 24;

const whole = z.number().int();
export const burstShape = z.object({
	/** The last bucket that was learned. */
	last: whole,
	/** Buckets that are not learned yet: number, count, marks of the distinct things. */
	open: z.array(z.tuple([whole, whole, z.string().max(8 * MOST_MARKS)])).max(2 * WINDOW + LATE),
	counts: seriesShape,
	/** The same counts by hour and day of the week. */
	profile: profileShape.default(emptyProfile),
	distinct: seriesShape,
	/** When it was strange before: slot of the day, count, day. */
	slots: z.array(z.tuple([whole, whole, whole])).max(MOST_SLOTS),
	/** Distinct things by the hour, for what is slow. */
	hours: z.array(z.tuple([whole, whole])).max(DAY_HOURS),
});
export type Burst = z.output<typeof burstShape>;

export const emptyBurst = (at: number): Burst => ({
	last: bucketOf(at) - 1,
	open: [],
	counts: emptySeries(),
	profile: emptyProfile(),
	distinct: emptySeries(),
	slots: [],
	hours: [],
});

/** From when on it is a burst, where nothing is known of what is usual. */
export interface Limits {
	/** Things in any quarter of an hour; null: their number does not matter. */
	readonly count: number | null;
	/** Distinct ones among them. */
	readonly distinct: number | null;
	/** Distinct ones in 24 hours. */
	readonly daily: number | null;
	/**
	 * Whether the distinct ones are what the caller always uses: how many of them are usual is learned from its first day
	 * on, and a nightly job may use them all. Otherwise each is new to it.
	 */
	readonly own: boolean;
	/** What is explained and not counted, in any quarter of an hour. */
	readonly allowed: { readonly count: number; readonly distinct: number };
}

export interface Seen {
	readonly count: number;
	readonly distinct: number;
	readonly daily: number;
	/** Why it is one, or null when it is none. */
	readonly strange: 'count' | 'distinct' | 'daily' | null;
}

const bucketOf = (at: number): number => Math.floor(at / BUCKET_MS);

/** Takes in one thing of a series, at `at` in ms since 1970; `mark` only for what counts as distinct. */
export function take(
	burst: Burst,
	at: number,
	mark: string | null,
	{ count: least, distinct: leastDistinct, daily: leastDaily, own, allowed }: Limits,
): Seen {
	const bucket = bucketOf(at);
	settle(burst, bucket - LATE - WINDOW, own);
	if (bucket <= burst.last) return { count: 0, distinct: 0, daily: 0, strange: null };
	const fresh = add(burst, bucket, mark);
	const hour = Math.floor(bucket / HOUR_BUCKETS);
	burst.hours = burst.hours.filter(([each]) => hour - each < DAY_HOURS);
	if (fresh) addHour(burst, hour);

	const { count, distinct } = fullest(burst, bucket);
	const daily = burst.hours.reduce((sum, [, each]) => sum + each, 0);
	const seen = { count, distinct, daily };
	const normal = burst.distinct.m * (DAY_BUCKETS / WINDOW);
	// Only what is distinct itself makes or goes on with one: it must not last for as long as its window does.
	if (
		fresh &&
		leastDistinct !== null &&
		distinct - allowed.distinct >= strangeFrom(burst.distinct, leastDistinct) &&
		!(own && isUsualThen(burst, bucket, count))
	)
		return { ...seen, strange: 'distinct' };
	if (fresh && leastDaily !== null && daily - allowed.distinct >= Math.max(leastDaily, 3 * normal))
		return { ...seen, strange: 'daily' };
	if (least === null || count - allowed.count < strangeCount(burst, bucket, least))
		return { ...seen, strange: null };
	return { ...seen, strange: isUsualThen(burst, bucket, count) ? null : 'count' };
}

function add(burst: Burst, bucket: number, mark: string | null): boolean {
	let place = burst.open.find(([each]) => each === bucket);
	if (place === undefined) {
		place = [bucket, 0, ''];
		burst.open.push(place);
		burst.open.sort((a, b) => a[0] - b[0]);
	}
	place[1] += 1;
	if (mark === null) return false;
	const isFresh = !burst.open.some(
		([each, , marks]) => Math.abs(each - bucket) < WINDOW && hasMark(marks, mark),
	);
	place[2] = withMark(place[2], mark, MOST_MARKS);
	return isFresh;
}

function addHour(burst: Burst, hour: number): void {
	const place = burst.hours.find(([each]) => each === hour);
	if (place === undefined) burst.hours.push([hour, 1]);
	else place[1] += 1;
}

/** What the window that ends with a bucket holds. */
function windowAt({ open }: Burst, end: number): { count: number; distinct: number } {
	const within = open.filter(([bucket]) => bucket <= end && bucket > end - WINDOW);
	return {
		count: within.reduce((sum, [, count]) => sum + count, 0),
		distinct: new Set(within.flatMap(([, , marks]) => marksIn(marks))).size,
	};
}

/** The fullest of the windows that a bucket is in: what came late may complete one that ended after it. */
function fullest(burst: Burst, bucket: number): { count: number; distinct: number } {
	const windows = Array.from({ length: WINDOW }, (_, later) => windowAt(burst, bucket + later));
	return {
		count: Math.max(...windows.map(({ count }) => count)),
		distinct: Math.max(...windows.map(({ distinct }) => distinct)),
	};
}

/** The least count that is strange in the window that ends with this bucket. */
const strangeCount = (burst: Burst, bucket: number, least: number): number =>
	isKnown(burst.profile)
		? strangeAt(burst.profile, bucket, least)
		: strangeFrom(burst.counts, least, lately(burst, bucket));

/** The fullest of the windows that are not learned yet and ended before those began that this bucket is in. */
const lately = (burst: Burst, bucket: number): number =>
	Math.max(
		...Array.from({ length: LATE + 1 }, (_, earlier) => windowAt(burst, bucket - WINDOW - earlier).count),
	);

/** Learns every window up to `end`: nothing more can come for those. */
function settle(burst: Burst, end: number, own: boolean): void {
	for (let next = firstOf(burst, burst.last + 1); next <= end; next = firstOf(burst, burst.last + 1)) {
		const { count, distinct } = windowAt(burst, next);
		const gap = next - burst.last - 1;
		const usual = learnable(burst, next, count);
		learn(burst.counts, usual, gap);
		learnProfile(burst.profile, next, usual, gap);
		// In its first day everything is new to a caller.
		const isNew = !own && burst.distinct.n < DAY_BUCKETS;
		learn(burst.distinct, isNew ? 0 : Math.min(distinct, strangeFrom(burst.distinct, 1)), gap);
		burst.last = next;
	}
	if (end > burst.last) {
		skip(burst, end - burst.last);
		burst.last = end;
	}
	burst.open = burst.open.filter(([bucket]) => bucket > burst.last - WINDOW);
}

/** How much of a window counts as usual: an attack must not become so, nor a nightly job for all of the day. */
function learnable(burst: Burst, bucket: number, count: number): number {
	const { counts } = burst;
	const alone = ALONE.least + ALONE.times * counts.m;
	const limit =
		counts.n < DAY_BUCKETS ? alone : Math.min(alone, Math.max(strangeCount(burst, bucket, 1), ALONE.least));
	if (count < limit) return count;
	const known = isUsualThen(burst, bucket, count);
	remember(burst, bucket, count);
	return known ? Math.min(count, counts.m) : Math.min(count, limit);
}

/** The next window that holds anything, from `from` on. */
function firstOf({ open }: Burst, from: number): number {
	const ends = open.flatMap(([bucket]) => (bucket + WINDOW > from ? [Math.max(bucket, from)] : []));
	return ends.length === 0 ? Infinity : Math.min(...ends);
}

function skip(burst: Burst, empty: number): void {
	learnProfile(burst.profile, burst.last + empty, 0, empty - 1);
	for (const series of [burst.counts, burst.distinct]) learn(series, 0, empty - 1);
}

const slotOf = (bucket: number) => bucket % DAY_BUCKETS;
const dayOf = (bucket: number) => Math.floor(bucket / DAY_BUCKETS);

function remember(burst: Burst, bucket: number, count: number): void {
	const [slot, day] = [slotOf(bucket), dayOf(bucket)];
	const same = burst.slots.find((each) => near(each[0], slot) && each[2] === day);
	if (same !== undefined) same[1] = Math.max(same[1], count);
	else burst.slots = [...burst.slots, [slot, count, day] as [number, number, number]].slice(-MOST_SLOTS);
}

/** Whether about as much came at this time of an earlier day of the last fortnight: a nightly job is no burst. */
const isUsualThen = ({ slots }: Burst, bucket: number, count: number): boolean =>
	slots.some(
		([slot, reached, day]) =>
			near(slot, slotOf(bucket)) &&
			day < dayOf(bucket) &&
			day >= dayOf(bucket) - SLOT_DAYS &&
			count <= 1.5 * reached + 5,
	);

function near(a: number, b: number): boolean {
	const apart = Math.abs(a - b);
	return Math.min(apart, DAY_BUCKETS - apart) <= SLOT_REACH;
}
