import { createHash } from 'node:crypto';
import type { AuditEvent } from '../../../core/audit/events/event';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
const BUCKET_MS = 5 * MINUTE_MS;
const DAY_BUCKETS = 288;

/** Chance that is the same in every run. */
export type Chance = () => number;

export function chanceOf(seed: string): Chance {
	let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
	// A 32-bit xorshift with multiplication: no cryptography, only spread.
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export function poisson(mean: number, chance: Chance): number {
	if (mean > 30) return poisson(mean / 2, chance) + poisson(mean / 2, chance);
	const end = Math.exp(-mean);
	let [count, product] = [0, chance()];
	while (product > end) {
		count += 1;
		product *= chance();
	}
	return count;
}

/** Marsaglia and Tsang's method; shapes below one are lifted by a power of chance. */
function gamma(shape: number, scale: number, chance: Chance): number {
	if (shape < 1) return gamma(shape + 1, scale, chance) * chance() ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
		const v = (1 + c * normal) ** 3;
		if (v > 0 && Math.log(1 - chance()) < 0.5 * normal * normal + d - d * v + d * Math.log(v))
			return d * v * scale;
	}
}

/** How many things happen in one bucket of five minutes. */
export type Rate = (bucket: number, chance: Chance) => number;

export const steady =
	(mean: number): Rate =>
	(_bucket, chance) =>
		poisson(mean, chance);

/** Bursty: a negative binomial with this mean and size; the smaller the size, the burstier. */
export const bursty =
	(mean: number, size: number): Rate =>
	(_bucket, chance) =>
		poisson(gamma(size, mean / size, chance), chance);

/** Between `low` at night and `high` at noon; at weekends as at night. */
export const daily =
	(low: number, high: number, weekends = false): Rate =>
	(bucket, chance) =>
		poisson(dailyMean(low, high, weekends)(bucket), chance);

/** How many things `daily` makes in a bucket on average. */
export const dailyMean =
	(low: number, high: number, weekends = false) =>
	(bucket: number): number => {
		const weekend = weekends && Math.floor(bucket / DAY_BUCKETS) % 7 >= 5;
		const day = Math.sin(Math.PI * ((bucket % DAY_BUCKETS) / DAY_BUCKETS)) ** 2;
		return weekend ? low : low + (high - low) * day;
	};

/** A job that does `count` things each night at two, give or take some minutes, beside a little in the day. */
export const nightly =
	(count: number): Rate =>
	(bucket, chance) => {
		const due = Math.floor(bucket / DAY_BUCKETS) * 7919;
		const slot = 24 + (due % 3) - 1;
		return (bucket % DAY_BUCKETS === slot ? count : 0) + poisson(0.05, chance);
	};

export interface Caller {
	readonly actor: string;
	readonly from: string;
	readonly secrets: number;
}

export const caller = (actor: string, secrets = 30): Caller => ({ actor, from: '10.0.0.7', secrets });

let told = 0;
/** One event; what is not given is a read of a secret that a vault tells of. */
export const event = (time: number, more: Partial<AuditEvent> = {}): AuditEvent => ({
	id: `event-${(told += 1)}`,
	time,
	source: 'vault-audit-device',
	action: 'secret read',
	operation: 'read data',
	actor: 'app',
	target: 'secret/app',
	outcome: 'done',
	from: '10.0.0.7',
	hash: '0'.repeat(64),
	...more,
});

/** The events of so many days, oldest first; what is read is drawn from the caller's own secrets. */
export function background(
	{ actor, from, secrets }: Caller,
	rate: Rate,
	start: number,
	days: number,
	chance: Chance,
	more: (draw: Chance) => Partial<AuditEvent> = (draw) => ({
		target: `secret/${actor}/${Math.floor(draw() * secrets)}`,
	}),
): AuditEvent[] {
	const first = Math.floor(start / BUCKET_MS);
	const events: AuditEvent[] = [];
	for (let bucket = first; bucket < first + days * DAY_BUCKETS; bucket++) {
		const times = Array.from({ length: rate(bucket, chance) }, () => (bucket + chance()) * BUCKET_MS);
		for (const time of times.sort((a, b) => a - b))
			events.push(event(Math.floor(time), { actor, from, ...more(chance) }));
	}
	return events;
}
