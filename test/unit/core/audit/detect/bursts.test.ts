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
} from '../../../../fakes/audit/series';
import { looks, opened } from '../../../../fakes/audit/detecting';

const START = Date.UTC(2030, 0, 1);
const DAYS = 12;

// The bench measures all of it over 30 days and more often; here each kind is seen once.
const kinds: ReadonlyArray<readonly [string, Rate]> = [
	['steady', steady(0.1)],
	['bursty', bursty(1, 0.5)],
	['daily with weekends', daily(0.1, 2, true)],
	['a nightly job', nightly(60)],
];

describe.each(kinds)('beside a series that is %s', (name, rate) => {
	const chance = chanceOf(name);
	const before = background(caller('app'), rate, START, DAYS, chance);
	const { alerts, state } = looks(before, DAY_MS);

	it('raises at most one alarm, at its very beginning', () => {
		expect(opened(alerts).length).toBeLessThanOrEqual(1);
		// And it is over: it does not come back night after night.
		expect(alerts.filter(({ state: at }) => at === 'closed').length).toBe(opened(alerts).length);
		for (const alert of opened(alerts)) expect(alert.at).toBeLessThan(START + DAY_MS);
	});

	it.each([
		[
			'secrets that it does not read usually',
			(each: number) => ({ actor: 'app', target: `secret/other/${each}` }),
		],
		['by a caller that nobody knows', (each: number) => ({ actor: 'thief', target: `secret/app/${each}` })],
		[
			'from an address that nobody knows',
			(each: number) => ({ actor: 'app', target: `secret/app/${each}`, from: '192.0.2.66' }),
		],
	])('finds 20 reads in a quarter of an hour: %s', (_what, more) => {
		for (let round = 0; round < 5; round++) {
			const at = START + DAYS * DAY_MS + Math.floor(chance() * 20) * 60 * MINUTE_MS;
			const burst = Array.from({ length: 20 }, (_, each) =>
				event(Math.floor(at + chance() * 15 * MINUTE_MS), more(each)),
			);
			const day = background(caller('app'), rate, START + DAYS * DAY_MS, 1, chance);
			const all = [...day, ...burst].sort((a, b) => a.time - b.time);
			const found = opened(looks(all, DAY_MS, undefined, state).alerts, 'R2');
			expect(found.some((alert) => alert.at >= at && alert.at <= at + 15 * MINUTE_MS)).toBe(true);
		}
	});
});

/** 20 of its own secrets that a caller reads in a quarter of an hour. */
const ownBurst = (at: number) =>
	Array.from({ length: 20 }, (_, each) =>
		event(at + each * 40_000, { actor: 'app', target: `secret/app/${each}` }),
	);

// In each of these the reads of the first Monday went up to 20 sooner than what was learned of them.
it.each([
	...[15, 34, 58, 85].map((round) => `daily, quiet weekends ${round}`),
	...[50, 105, 270, 531].map((round) => `morning ${round}`),
])('the first busy morning after quiet days is no burst (%s)', (series) => {
	const chance = chanceOf(series);
	const { alerts } = looks(background(caller('app'), daily(0.2, 8, true), START, 3, chance), DAY_MS);
	expect(opened(alerts, 'R2').filter(({ at }) => at > START + 2 * DAY_MS)).toEqual([]);
});

it('in its first week a quiet caller’s burst of its own secrets is found', () => {
	const { state } = looks(background(caller('app'), steady(0.5), START, 3, chanceOf('early')), DAY_MS);
	const at = START + 3 * DAY_MS + DAY_MS / 2;
	expect(opened(looks(ownBurst(at), DAY_MS, undefined, state).alerts, 'R2')).toHaveLength(1);
});

describe('a caller that is busy by day and quiet at night and at weekends', () => {
	const days = 21;
	const rate = daily(0.2, 8, true);
	const { state } = looks(background(caller('app'), rate, START, days, chanceOf('office')), DAY_MS);
	/** The first two days are a weekend, and so are those three weeks later. */
	const [weekend, workday] = [START + days * DAY_MS, START + (days + 2) * DAY_MS];
	const foundAt = (from: number, hour: number) => {
		const at = from + hour * 60 * MINUTE_MS;
		const between = background(
			caller('app'),
			rate,
			weekend,
			(from - weekend) / DAY_MS + 1,
			chanceOf('later'),
		);
		const all = [...between, ...ownBurst(at)].sort((a, b) => a.time - b.time);
		return opened(looks(all, DAY_MS, undefined, state).alerts, 'R2').filter(
			(alert) => alert.at >= at && alert.at <= at + 15 * MINUTE_MS,
		).length;
	};

	it.each([
		['at night', workday, 0.5],
		['at noon of a quiet day', weekend, 12],
	])('20 of its own secrets in a quarter of an hour are a burst %s', (_when, day, hour) => {
		expect(foundAt(day, hour)).toBe(1);
	});

	it('at noon of a busy day they are not', () => {
		expect(foundAt(workday, 12)).toBe(0);
	});
});

it('what a nightly job does at its hour is no burst, and at any other hour it is one', () => {
	const chance = chanceOf('nightly');
	const { state } = looks(background(caller('app'), nightly(30), START, 20, chance), DAY_MS);
	const at = (hour: number) => {
		const own = Array.from({ length: 25 }, (_, each) =>
			event(START + 20 * DAY_MS + hour * 60 * MINUTE_MS + each * 20_000, {
				actor: 'app',
				target: `secret/app/${each}`,
			}),
		);
		return opened(looks(own, DAY_MS, undefined, state).alerts, 'R2').length;
	};
	expect([at(2), at(13)]).toEqual([0, 1]);
});

it('20 reads over two hours are no burst; 20 secrets over a day that are not read usually are told', () => {
	const known = looks(background(caller('app', 3), steady(0.5), START, 3, chanceOf('slow')), DAY_MS).state;
	const spread = (minutes: number, secrets: number) =>
		Array.from({ length: 20 }, (_, each) =>
			event(START + 3 * DAY_MS + each * minutes * MINUTE_MS, {
				actor: 'app',
				target: `secret/new/${each % secrets}`,
			}),
		);
	expect(opened(looks(spread(6, 3), DAY_MS, undefined, known).alerts, 'R2')).toEqual([]);
	const [alert, ...more] = opened(looks(spread(65, 20), DAY_MS, undefined, known).alerts, 'R2');
	expect(alert?.sentence).toMatch(
		/^20 secrets that are not read there usually were read in 24 hours by app from 10\.0\.0\.7/,
	);
	expect(more).toEqual([]);
});

it('a dozen secrets that a known caller does not read usually are told at once; its own are not', () => {
	const known = looks(background(caller('app', 12), steady(1), START, 3, chanceOf('dozen')), DAY_MS).state;
	const dozen = (folder: string) =>
		Array.from({ length: 12 }, (_, each) =>
			event(START + 3 * DAY_MS + each * 30_000, { actor: 'app', target: `secret/${folder}/${each}` }),
		);
	const [alert, ...more] = opened(looks(dozen('new'), DAY_MS, undefined, known).alerts, 'R2');
	expect(alert?.sentence).toMatch(
		/^10 secrets that are not read there usually were read in a quarter of an hour/,
	);
	expect(more).toEqual([]);
	expect(opened(looks(dozen('app'), DAY_MS, undefined, known).alerts, 'R2')).toEqual([]);
});

/** Five secrets over and over, and now and then one of 25 others. */
const habit = (draw: () => number) => ({
	target: `secret/app/${draw() < 0.99 ? Math.floor(draw() * 5) : 5 + Math.floor(draw() * 25)}`,
});

it('a busy caller that reads a few secrets over and over is found when it reads twenty of its own', () => {
	const rate = bursty(5, 1);
	const chance = chanceOf('habit');
	const before = background(caller('app'), rate, START, DAYS, chance, habit);
	const { alerts, state } = looks(before, DAY_MS);
	expect(opened(alerts).filter(({ at }) => at > START + DAY_MS)).toEqual([]);
	for (const hour of [1, 7, 12, 20]) {
		const at = START + DAYS * DAY_MS + hour * 60 * MINUTE_MS;
		const day = background(caller('app'), rate, START + DAYS * DAY_MS, 1, chance, habit);
		const all = [...day, ...ownBurst(at)].sort((a, b) => a.time - b.time);
		const [alert, ...more] = opened(looks(all, DAY_MS, undefined, state).alerts, 'R2');
		expect(alert?.sentence).toMatch(
			/^2\d different secrets were read in a quarter of an hour by app from 10\.0\.0\.7/,
		);
		expect(more).toEqual([]);
		expect(alert?.at).toBeGreaterThan(at);
		expect(alert?.at).toBeLessThan(at + 15 * MINUTE_MS);
	}
});

it('a weekly job that reads all secrets of a caller is told of once', () => {
	const few = background(caller('app', 5), steady(0.5), START, 30, chanceOf('weekly'));
	const jobs = [2, 9, 16, 23].flatMap((day) =>
		Array.from({ length: 30 }, (_, each) =>
			event(START + day * DAY_MS + 2 * 60 * MINUTE_MS + each * 4_000, {
				actor: 'app',
				target: `secret/app/${each}`,
			}),
		),
	);
	const { alerts } = looks(
		[...few, ...jobs].sort((a, b) => a.time - b.time),
		DAY_MS,
	);
	expect(opened(alerts, 'R2').map(({ at }) => Math.floor((at - START) / DAY_MS))).toEqual([2]);
});

it('how many different secrets a busy caller reads is learned within its first hours', () => {
	const { alerts } = looks(
		background(caller('app'), steady(20), START, 4, chanceOf('first hours')),
		DAY_MS / 4,
	);
	const closed = alerts.filter(({ rule, state }) => rule === 'R2' && state === 'closed');
	expect(closed).toHaveLength(1);
	expect(closed[0]!.at).toBeLessThan(START + DAY_MS + 6 * 60 * MINUTE_MS);
});

it('secrets that a caller does not usually read are counted wherever it reads them from, and are one incident', () => {
	const pool = (each: number) => `192.0.2.${each % 10}`;
	const before = background(caller('app'), steady(2), START, DAYS, chanceOf('pool')).map((read, at) => ({
		...read,
		from: pool(at),
	}));
	const { alerts, state } = looks(before, DAY_MS);
	const at = START + DAYS * DAY_MS + DAY_MS / 2;
	const burst = Array.from({ length: 20 }, (_, each) =>
		event(at + each * 40_000, { actor: 'app', target: `secret/other/${each}`, from: pool(each) }),
	);
	const [alert, ...more] = opened(looks(burst, DAY_MS, undefined, state).alerts, 'R2');
	expect(alert?.sentence).toBe(
		'10 secrets that are not read there usually were read in a quarter of an hour by app from several addresses, last secret/other/9.',
	);
	expect(more).toEqual([]);
	expect(opened(alerts).filter(({ at: when }) => when > START + DAY_MS)).toEqual([]);
});

it('secrets of its own that a caller reads from many addresses at once are counted together', () => {
	const pool = (each: number) => `192.0.2.${each % 10}`;
	const before = background(caller('app'), steady(0.3), START, DAYS, chanceOf('own pool')).map(
		(read, at) => ({
			...read,
			from: pool(at),
		}),
	);
	const { alerts, state } = looks(before, DAY_MS);
	// All secrets of a caller are new to it once, which is one incident and not one at each address.
	expect(opened(alerts, 'R2')).toHaveLength(1);
	expect(opened(alerts, 'R2').filter(({ at }) => at > START + 2 * DAY_MS)).toEqual([]);
	const at = START + DAYS * DAY_MS + DAY_MS / 2;
	for (const addresses of [2, 5, 10, 20]) {
		const burst = Array.from({ length: 20 }, (_, each) =>
			event(at + each * 40_000, {
				actor: 'app',
				target: `secret/app/${each}`,
				from: `198.51.100.${each % addresses}`,
			}),
		);
		const found = opened(looks(burst, DAY_MS, undefined, state).alerts, 'R2');
		expect(found.map(({ sentence }) => sentence)).toEqual([
			'20 different secrets were read in a quarter of an hour by app from several addresses, last secret/app/19.',
		]);
	}
	// From one it is told once, as of that one.
	const [alert, ...more] = opened(
		looks(
			ownBurst(at).map((read) => ({ ...read, from: '198.51.100.1' })),
			DAY_MS,
			undefined,
			state,
		).alerts,
		'R2',
	);
	expect(alert?.sentence).toContain('by app from 198.51.100.1');
	expect(more).toEqual([]);
});

it('identities that were refused one by one before are counted again when all of them are at once', () => {
	const refused = (each: number, time: number) =>
		event(time, { actor: `app-${each % 10}`, outcome: 'refused', target: 'secret/x', from: '' });
	const slowly = Array.from({ length: 10 }, (_, each) => refused(each, START + each * 4 * MINUTE_MS));
	const atOnce = Array.from({ length: 10 }, (_, each) =>
		refused(each, START + 41 * MINUTE_MS + each * 20_000),
	);
	expect(opened(looks(slowly, DAY_MS).alerts, 'R4')).toEqual([]);
	expect(opened(looks([...slowly, ...atOnce], DAY_MS).alerts, 'R4')).toHaveLength(1);
});

it('what is refused counts for failed log-ins, not for reads', () => {
	const tries = Array.from({ length: 30 }, (_, each) =>
		event(START + each * 20_000, {
			actor: 'nobody logged in',
			action: 'login',
			outcome: 'refused',
			target: `auth/userpass/login/u${each % 12}`,
		}),
	);
	const { alerts } = looks(tries, DAY_MS);
	expect(
		opened(alerts)
			.map(({ rule }) => rule)
			.sort(),
	).toEqual(['R3', 'R4']);
	expect(
		alerts
			.filter(({ state }) => state === 'closed')
			.map(({ rule }) => rule)
			.sort(),
	).toEqual(['R3', 'R4']);
});

it('knows each identity and each address apart, and keeps its state small', () => {
	const crowd = Array.from({ length: 4_000 }, (_, each) =>
		event(START + each * 5_000, {
			actor: `app-${each}`,
			from: `10.0.${each % 250}.1`,
			target: `secret/${each}`,
		}),
	);
	const { alerts, state } = looks(crowd, DAY_MS);
	expect(opened(alerts)).toEqual([]);
	expect(JSON.stringify(state).length).toBeLessThan(1024 * 1024);
});
