import { looks, opened } from '../test/fakes/audit/detecting';
import {
	background,
	bursty,
	caller,
	chanceOf,
	daily,
	DAY_MS,
	event,
	MINUTE_MS,
	nightly,
	steady,
	type Rate,
} from '../test/fakes/audit/series';
import { rotated } from '../test/fakes/audit/rotated';
import { bestKnowing, knownLaws, type Law } from './detect-limit';
import { atMost, type Information, type Measurement } from './measurement';

export const name = 'detect';

const START = Date.UTC(2030, 0, 1);
const DAYS = 30;
const APP = caller('app');
const BURST = 20;
const QUARTER_MS = 15 * MINUTE_MS;
const TIMES = { usual: { series: 2, bursts: 5 }, full: { series: 20, bursts: 20 } };

/** How many reads in five minutes, as the reference has them; the busiest take longest and are for `--full`. */
const kinds: Readonly<Record<string, Rate>> = {
	'steady, 0.1': steady(0.1),
	'steady, 2': steady(2),
	'bursty, 2 by 0.5': bursty(2, 0.5),
	'daily, 0.2 to 8': daily(0.2, 8),
	'daily, quiet weekends': daily(0.2, 8, true),
	'a nightly job of 30': nightly(30),
	'bursty, 5 by 1, five secrets mostly': bursty(5, 1),
};
const busy: Readonly<Record<string, Rate>> = { 'steady, 20': steady(20), 'bursty, 20 by 2': bursty(20, 2) };

/** What a caller reads, where it is not any of its secrets as often as another: five over and over, and others now and then. */
const habits: Readonly<Record<string, (draw: () => number) => object>> = {
	'bursty, 5 by 1, five secrets mostly': (draw) => ({
		target: `secret/app/${draw() < 0.99 ? Math.floor(draw() * 5) : 5 + Math.floor(draw() * 25)}`,
	}),
};

/** When a kind does by itself what a burst does, in ms of the day, and how far from that the two may be taken for one another. */
const jobs: Readonly<Record<string, number>> = { 'a nightly job of 30': 2 * 60 * MINUTE_MS };
const REACH_MS = 45 * MINUTE_MS;

/** Beside these every burst stands out, whatever it reads; beside the others those of its own secrets have no goal. */
const quiet = new Set(['steady, 0.1', 'a nightly job of 30', 'bursty, 5 by 1, five secrets mostly']);

const OWN = 'of its own secrets';
const NO_GOAL =
	'it looks like what the caller does anyway: in bursty and daily series even a test that knows the true rate misses some (--full measures it), and this rule misses more';

const AT_THE_JOB = `${OWN} at about the time of the job`;
const LIKE_THE_JOB =
	'whoever reads no more than the job does, when it does, with its login and from its address, cannot be told from it';

const bursts: Readonly<Record<string, (each: number) => object>> = {
	'of other secrets': (each) => ({ actor: APP.actor, target: `secret/other/${each}` }),
	'of other secrets, from ten addresses': (each) => ({
		actor: APP.actor,
		from: `192.0.2.${each % 10}`,
		target: `secret/other/${each}`,
	}),
	'by a new caller': (each) => ({ actor: 'thief', target: `secret/app/${each}` }),
	'from a new address': (each) => ({ actor: APP.actor, from: '192.0.2.66', target: `secret/app/${each}` }),
	[OWN]: (each) => ({ actor: APP.actor, target: `secret/app/${each}` }),
};

type Row = Measurement | Information;

export async function run(full: boolean): Promise<readonly Row[]> {
	const { series, bursts: tries } = full ? TIMES.full : TIMES.usual;
	const reads = Object.entries(full ? { ...kinds, ...busy } : kinds).flatMap(([kind, rate]) =>
		ofReads(kind, rate, series, tries),
	);
	const limits = full ? Object.entries(knownLaws).map(([kind, law]) => ofLimit(kind, law)) : [];
	return [...reads, ...limits, ...ofFailures(series), ...(await ofRotations())];
}

function ofReads(kind: string, rate: Rate, series: number, tries: number): Row[] {
	let alarms = 0;
	const missed = new Map<string, { missed: number; of: number }>();
	for (let round = 0; round < series; round++) {
		const chance = chanceOf(`${kind} ${round}`);
		const { alerts, state } = looks(background(APP, rate, START, DAYS, chance, habits[kind]), DAY_MS);
		alarms = Math.max(alarms, opened(alerts).length);
		for (let each = 0; each < tries; each++) {
			const day = background(APP, rate, START + DAYS * DAY_MS, 1, chance, habits[kind]);
			const at = START + DAYS * DAY_MS + Math.floor(chance() * (DAY_MS - QUARTER_MS));
			for (const [what, more] of Object.entries(bursts)) {
				const burst = Array.from({ length: BURST }, (_, n) =>
					event(Math.floor(at + chance() * QUARTER_MS), more(n)),
				);
				const all = [...day, ...burst].sort((a, b) => a.time - b.time);
				const found = opened(looks(all, DAY_MS, undefined, state).alerts, 'R2');
				const isFound = found.some((alert) => alert.at >= at && alert.at <= at + QUARTER_MS);
				const row = what === OWN && isAtJob(kind, at) ? AT_THE_JOB : what;
				const before = missed.get(row) ?? { missed: 0, of: 0 };
				missed.set(row, { missed: before.missed + (isFound ? 0 : 1), of: before.of + 1 });
			}
		}
	}
	return [
		atMost(`reads ${kind} in five minutes: false alarms in 30 days, the most of ${series} series`, alarms, 1),
		...[...missed].map(([what, { missed: value, of }]) => {
			const name = `reads ${kind}: bursts of ${BURST} in a quarter of an hour ${what} not found, of ${of}`;
			if (what === AT_THE_JOB) return { name, value, why: LIKE_THE_JOB };
			return what === OWN && !quiet.has(kind) ? { name, value, why: NO_GOAL } : atMost(name, value, 0);
		}),
	];
}

function isAtJob(kind: string, at: number): boolean {
	const job = jobs[kind];
	return job !== undefined && Math.abs((at % DAY_MS) - job) <= REACH_MS;
}

function ofLimit(kind: string, law: Law): Information {
	const { series, bursts: tries } = TIMES.full;
	return {
		name: `reads ${kind}: bursts of ${BURST} in a quarter of an hour ${OWN} not found by one that knows the true rate, of ${series * tries}`,
		value: bestKnowing(law, series, tries),
		why: 'how far a rule could come, with alarms on one day of 30 at most in each series without a burst',
	};
}

/** Refused requests: somebody mistypes, an app has lost its access for good. */
function ofFailures(series: number): Measurement[] {
	return Object.entries({ ...kinds, 'a lost access, 5': steady(5) }).map(([kind, rate]) => {
		const most = Math.max(
			...Array.from({ length: series }, (_, round) => {
				const chance = chanceOf(`refused ${kind} ${round}`);
				const events = background(APP, rate, START, DAYS, chance, () => ({
					outcome: 'refused' as const,
					action: 'login' as const,
					target: 'auth/approle/login',
				}));
				return Math.max(...['R3', 'R4'].map((rule) => opened(looks(events, DAY_MS).alerts, rule).length));
			}),
		);
		return atMost(`refusals ${kind} in five minutes: false alarms of a kind in 30 days`, most, 1);
	});
}

async function ofRotations(): Promise<Measurement[]> {
	const { events, entries, keys, own, withoutValues } = await rotated();
	const given = { entries, keys, own, withoutValues };
	return [
		atMost('Keyturn’s own rotation: alarms', opened(looks(events, QUARTER_MS, () => given).alerts).length, 0),
	];
}
