import { auditEvent } from '../../core/audit/events/event';
import type { AuditEvent } from '../../core/audit/events/event';
import type { AuditSource, ReadSource, SentSource } from '../../core/audit/sources/source';
import type { HttpResponse } from '../../core/ports';
import { Secret } from '../../core/secret';
import { fakeReadSources, sentLines } from '../fakes/audit/sources';
import type { FakeReadSource } from '../fakes/audit/sources/fake';
import { fakeHost, VirtualTime, type FakeHost } from '../fakes/host';
import { refusal } from './provider-suite';

const ADMIN = 'audit-admin-0123456789abcdef0123456789';
const MARK = 'VALUES-AND-OTHER-THINGS';
const MINUTE = 60_000;

const answer = (status: number, body: string, headers: Record<string, string> = {}): HttpResponse => ({
	status,
	headers,
	body,
});
const html = `<!doctype html><title>Sign in</title><p>${MARK}</p>`;
const faults: ReadonlyArray<readonly [string, HttpResponse, string]> = [
	['401', answer(401, MARK), 'ADMIN_REFUSED'],
	['403', answer(403, MARK), 'ADMIN_REFUSED'],
	['429', answer(429, MARK, { 'retry-after': '41' }), 'RATE_LIMITED'],
	['500', answer(500, MARK), 'SERVER_FAILED'],
	['503 as a web page', answer(503, html), 'SERVER_FAILED'],
	['a login page with 200', answer(200, html), 'UNEXPECTED_ANSWER'],
	['a redirect', answer(302, MARK, { location: 'https://elsewhere.test/' }), 'UNEXPECTED_ANSWER'],
	['no answer', answer(0, ''), 'NO_ANSWER'],
	['an answer of 20 MB', answer(200, 'x'.repeat(20 * 1024 * 1024)), 'NO_ANSWER'],
	['null', answer(200, 'null'), 'UNEXPECTED_ANSWER'],
	['nesting 10,000 deep', answer(200, `${'['.repeat(10_000)}${']'.repeat(10_000)}`), 'UNEXPECTED_ANSWER'],
];

interface Subject {
	readonly fake: FakeReadSource;
	readonly host: FakeHost;
	readonly time: VirtualTime;
	open(origins?: readonly string[]): AuditSource;
}

function begin(driver: ReadSource): Subject {
	const time = new VirtualTime();
	const fake = fakeReadSources[driver.id as keyof typeof fakeReadSources]({
		now: () => time.now,
		admin: ADMIN,
		mark: MARK,
	});
	const host = fakeHost({ time, services: { [fake.origin]: fake.handle } });
	const open = (origins = [fake.origin]) =>
		driver.open(fake.settings, new Secret(ADMIN, 'keyturn/admin/audit', origins), host);
	return { fake, host, time, open };
}

/** Reads to the end, and gives all events with the last cursor. */
async function all(source: AuditSource, cursor: string | null, until: number) {
	const events: AuditEvent[] = [];
	for (let place = cursor, turn = 0; ; turn++) {
		if (turn > 50) throw new Error('the source does not come to an end');
		const batch = await source.read(place, until);
		events.push(...batch.events);
		place = batch.cursor;
		if (!batch.more) return { ...batch, events };
	}
}

const tellsOf = (event: AuditEvent, id: string) => event.id === id || event.target.includes(id);

/** What every source that is asked must do. */
export function readSourceSuite(driver: ReadSource): void {
	describe(`audit source ${driver.id}, before its fake`, () => {
		/** A source that was read once, so that from now on it tells of what is new. */
		async function started() {
			const subject = begin(driver);
			const source = subject.open();
			const { cursor } = await all(source, null, subject.time.now);
			return { ...subject, source, cursor };
		}

		it('tells of each thing once, also where it comes late', async () => {
			const { fake, time, source, cursor } = await started();
			const ids: string[] = [];
			const told: AuditEvent[] = [];
			let place = cursor;
			for (let round = 0; round < 12; round++) {
				time.pass(5 * MINUTE);
				ids.push(
					fake.happen(time.now - 4 * MINUTE),
					fake.happen(time.now - 2 * MINUTE, driver.promises.delay),
				);
				const batch = await all(source, place, time.now);
				told.push(...batch.events);
				place = batch.cursor;
			}
			time.pass(driver.promises.delay + MINUTE);
			told.push(...(await all(source, place, time.now)).events);
			for (const id of ids) expect(told.filter((each) => tellsOf(each, id)).length).toBe(1);
			expect(told.length).toBe(ids.length);
		});

		it('gives the same for the same cursor, in the shape of an event, and what it promised', async () => {
			const { fake, time, source, cursor } = await started();
			time.pass(5 * MINUTE);
			fake.happen(time.now - MINUTE);
			const [first, second] = [await source.read(cursor, time.now), await source.read(cursor, time.now)];
			expect(second.events).toEqual(first.events);
			expect(first.events).toHaveLength(1);
			for (const each of first.events) {
				expect(auditEvent.parse(each)).toEqual(each);
				expect(each.source).toBe(driver.id);
				expect(driver.promises.visible).toContain(each.action);
			}
			expect(first.cursor.length).toBeLessThan(256 * 1024);
		});

		it('lets no value out, neither in events nor in the cursor', async () => {
			const { fake, time, source, cursor } = await started();
			time.pass(5 * MINUTE);
			fake.happen(time.now - MINUTE);
			const said = JSON.stringify(await all(source, cursor, time.now));
			for (const word of [MARK, ADMIN]) expect(said).not.toContain(word);
		});

		it.each(faults)(
			'%s is an error without a word of it, and loses nothing',
			async (_name, response, code) => {
				const { fake, host, time, source, cursor } = await started();
				time.pass(5 * MINUTE);
				const id = fake.happen(time.now - MINUTE);
				const { between } = host;
				host.between = () => response;
				const error = await refusal(() => source.read(cursor, time.now));
				expect(error.code).toBe(code);
				expect(error.retryAfter).toBe(code === 'RATE_LIMITED' ? 41 : undefined);
				for (const word of [MARK, ADMIN])
					expect(`${error.message} ${error.next} ${JSON.stringify(error)}`).not.toContain(word);
				expect('cause' in error).toBe(false);
				host.between = between;
				const { events } = await all(source, cursor, time.now);
				expect(events.filter((each) => tellsOf(each, id))).toHaveLength(1);
			},
		);

		it.each([-4 * MINUTE, 4 * MINUTE])(
			'a clock that is %d ms off loses and doubles nothing',
			async (skew) => {
				const { fake, host, time, source, cursor } = await started();
				host.skewMs = skew;
				const told: AuditEvent[] = [];
				const ids: string[] = [];
				let place = cursor;
				for (let round = 0; round < 6; round++) {
					time.pass(3 * MINUTE);
					ids.push(fake.happen(time.now - 10_000));
					const batch = await all(source, place, host.clock.now());
					told.push(...batch.events);
					place = batch.cursor;
				}
				host.skewMs = 0;
				time.pass(30 * MINUTE);
				told.push(...(await all(source, place, time.now)).events);
				for (const id of ids) expect(told.filter((each) => tellsOf(each, id)).length).toBe(1);
			},
		);

		it('a time that went back reads nothing again and moves no cursor back', async () => {
			const { fake, time, source, cursor } = await started();
			time.pass(5 * MINUTE);
			fake.happen(time.now - MINUTE);
			const first = await all(source, cursor, time.now);
			const back = await all(source, first.cursor, time.now - 3 * MINUTE);
			expect(back.events).toEqual([]);
			expect(back.readTo).toBeGreaterThanOrEqual(first.readTo);
		});

		it.each(['', '{}', 'null', '{"v":2}', '[]', MARK])(
			'refuses the cursor %j without repeating it',
			async (cursor) => {
				const { time, open, host } = begin(driver);
				const error = await refusal(() => open().read(cursor, time.now));
				expect(error.code).toBe('BAD_INPUT');
				expect(error.message).not.toContain(MARK);
				expect(host.sent).toEqual([]);
			},
		);

		it('sends its credential to the origins that its keeper wrote, and nowhere else', async () => {
			const { time, open, host, fake } = begin(driver);
			const error = await refusal(() => open(['https://elsewhere.test']).read(null, time.now));
			expect(error.code).toBe('ORIGIN_REFUSED');
			expect(host.sent).toEqual([]);
			expect(open().origin).toBe(fake.origin);
		});
	});
}

/** What every source whose lines are sent must do. */
export function sentSourceSuite(driver: SentSource): void {
	const at = Date.UTC(2030, 0, 1);
	const lines = (id: string, time = at) => sentLines[driver.id as keyof typeof sentLines](id, time, MARK);

	describe(`audit source ${driver.id}, its lines`, () => {
		it('makes one event of each thing, oldest first, whatever is between', () => {
			const text = [...lines('b', at + 2_000), '', ...lines('a', at), ...lines('b', at + 2_000)].join('\n');
			const { events, gaps } = driver.take(text, at);
			expect(events.map(({ id }) => id)).toEqual(['a', 'b']);
			expect(gaps).toEqual([]);
			for (const each of events) {
				expect(auditEvent.parse(each)).toEqual(each);
				expect(driver.promises.visible).toContain(each.action);
			}
		});

		it('lets no value out', () => {
			expect(
				JSON.stringify(driver.take([...lines('a'), MARK, `{"x":"${MARK}"}`].join('\n'), at)),
			).not.toContain(MARK);
		});

		it.each(['{', 'null', '[]', '{"type":"response"}', html, '\u0000', '['.repeat(10_000)])(
			'a line that cannot be read is a gap, and the others are there: %.20s',
			(bad) => {
				const { events, gaps } = driver.take([...lines('a'), bad, ...lines('b', at + MINUTE)].join('\n'), at);
				expect(events.map(({ id }) => id)).toEqual(['a', 'b']);
				expect(gaps).toEqual([
					{ from: at, to: at + MINUTE, why: expect.stringMatching(/^1 of the lines could not be read/) },
				]);
			},
		);

		it('where nothing can be read, the gap is the day before', () => {
			const { gaps } = driver.take('x', at);
			expect(gaps).toMatchObject([{ from: at - 86_400_000, to: at }]);
		});
	});
}
