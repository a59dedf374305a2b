import type { HttpResponse } from '../../core/ports';
import type { Provider } from '../../core/providers/provider';
import { Secret } from '../../core/secret';
import type { FakeHost } from '../fakes/host';
import {
	type Body,
	change,
	everyList,
	everyRecord,
	isComing,
	isIdName,
	isPast,
	spoil,
} from './changed-answers';
import { refusal, reveal, type ProviderSubject } from './provider-suite';

/** A fake whose answers a test may replace. */
export interface FaultySubject extends ProviderSubject {
	readonly host: FakeHost;
}

const MARK = 'BODY-OF-THE-ANSWER';
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
	status,
	headers: { date: new Date().toUTCString(), ...headers },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});
const html = `<!doctype html><html><title>Sign in</title><p>${MARK}</p></html>`;
const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

/** Answers that prove nothing: whatever is asked, they mean neither alive nor dead, neither made nor gone. */
const tellNothing: ReadonlyArray<readonly [string, HttpResponse]> = [
	['403 for a missing right', answer(403, { error: 'missing_scope', message: MARK })],
	['429', answer(429, { error: MARK }, { 'retry-after': '3' })],
	['429 that asks for a year', answer(429, MARK, { 'retry-after': '31536000' })],
	['429 that asks for nonsense', answer(429, MARK, { 'retry-after': '-1e999 or so' })],
	['500', answer(500, { error: MARK })],
	['502 as a web page', answer(502, html)],
	['503', answer(503, '')],
	['a login page with 200', answer(200, html, { 'content-type': 'text/html; charset=utf-8' })],
	['a login page with 200 and no type', answer(200, `\n${html}`)],
	['a login page with 401', answer(401, html, { 'content-type': 'text/html' })],
	['a redirect', answer(302, '', { location: 'https://elsewhere.test/login' })],
	['a permanent redirect', answer(308, html, { location: 'https://elsewhere.test/' })],
	['no answer', { status: 0, headers: {}, body: '' }],
	['an answer of 20 MB', answer(200, 'x'.repeat(20 * 1024 * 1024))],
	['an informal status', answer(299 + 300, '')],
];

/** Answers in good form at first sight that no API gives; only for those that read the body. */
const lies: ReadonlyArray<readonly [string, HttpResponse]> = [
	['nothing', answer(200, '')],
	['null', answer(200, 'null')],
	['a list', answer(200, [])],
	['an empty object', answer(200, {})],
	['nesting 10,000 deep', answer(200, deep)],
	['__proto__', answer(200, '{"__proto__":{"keyId":"a1","token_id":"a1","keys":[],"api_tokens":[]}}')],
	['ids that lead elsewhere', answer(200, { keyId: '../../keys/1', token_id: '../a', id: '..' })],
];

const codesAllowed: readonly string[] = [
	'NO_ANSWER',
	'UNEXPECTED_ANSWER',
	'SERVER_FAILED',
	'RATE_LIMITED',
	'ADMIN_REFUSED',
	'NEEDS_HUMAN',
];

/** What each driver makes of answers that nobody should believe. */
export function providerFaults(title: string, begin: () => FaultySubject): void {
	describe(`${title}: answers that nobody should believe`, () => {
		let subject: FaultySubject;
		let provider: Provider;
		const control = () => new Secret('value-of-the-old-key', 'a value', [provider.probeOrigin]);
		const secrets = () => [reveal(control()), ...(subject.admin === null ? [] : [reveal(subject.admin)])];
		const byPerson = () => subject.driver.made === 'by a person';
		const initial = () => subject.driver.initial(subject.settings);

		beforeEach(() => {
			subject = begin();
			provider = subject.driver.open(subject.settings, subject.admin, subject.host);
		});

		function clean(text: string): void {
			for (const secret of [...secrets(), MARK]) expect(text).not.toContain(secret);
			expect(text.length).toBeLessThan(600);
		}

		/** The verdict of one probe, or `unknown` for an error of ours. */
		async function look(): Promise<string> {
			try {
				const { verdict, keyId, answer: seen } = await provider.probe(control());
				expect(keyId).toBeNull();
				expect(Object.keys(seen).sort()).toEqual(['sha256', 'status']);
				return verdict;
			} catch (error) {
				const { message } = await refusal(() => {
					throw error;
				});
				clean(message);
				return 'unknown';
			}
		}

		/** What the service answers meanwhile, as JSON. */
		async function answersTo(run: () => Promise<unknown>): Promise<Body[]> {
			const seen: Body[] = [];
			subject.host.between = change((body) => {
				seen.push(body);
				return body;
			});
			await run();
			return seen;
		}

		/** Where the service puts a new key's value. */
		async function valueField(): Promise<string> {
			let value = '';
			const seen = await answersTo(async () => {
				value = reveal((await provider.create('kt-x-1.1.0', initial(), [])).value);
			});
			const fields: [string, unknown][] = [];
			for (const body of seen)
				everyRecord((record) => {
					fields.push(...Object.entries(record));
					return record;
				})(body);
			return fields.find(([, each]) => each === value)![0];
		}

		it.each([302, 404, 500, 503])('what is said of a living key says nothing under %d', async (status) => {
			const { origin, person } = subject;
			person?.make('made-by-a-person');
			const value = byPerson()
				? new Secret('made-by-a-person', 'a value', [origin])
				: (await provider.create('kt-x-1.1.0', initial(), [origin])).value;
			expect((await provider.probe(value)).verdict).toBe('alive');
			subject.host.between = (request, service) => ({ ...service(request), status });
			expect(await provider.probe(value)).toMatchObject({ verdict: 'unknown', keyId: null });
		});

		it.each(tellNothing)('%s is neither alive nor dead', async (_name, response) => {
			subject.host.between = () => response;
			expect(await look()).toBe('unknown');
		});

		it.each(lies)('%s proves no key to be alive', async (_name, response) => {
			subject.host.between = () => response;
			// Where a person names the address any 2xx counts, which is what the known-bad control is for.
			expect(await look()).toBe(byPerson() ? 'alive' : 'unknown');
		});

		it.each([...tellNothing, ...lies])(
			'%s to list, create and revoke is an error without a word of it',
			async (_name, response) => {
				if (byPerson()) return;
				// A service that lists in a bare array says no more with an empty one than that there is no key.
				const empty = response.body === '[]' && (await answersTo(() => provider.list())).some(Array.isArray);
				subject.host.between = () => response;
				for (const run of [
					...(empty ? [] : [() => provider.list()]),
					() => provider.create('kt-x-1.1.1', initial(), []),
					...(response.status === 200 ? [] : [() => provider.revoke('a1@2030-01-01T00:00:00Z')]),
				]) {
					const error = await refusal(run);
					expect(codesAllowed).toContain(error.code);
					expect(error.retryAfter ?? 0).toBeLessThanOrEqual(3_600);
					expect('cause' in error).toBe(false);
					clean(`${error.message} ${error.next}`);
				}
			},
		);

		it.each([302, 403, 409, 429, 500, 503])(
			'%d to the request that ends a key is an error, whatever was seen before it',
			async (status) => {
				if (byPerson()) return;
				const { id, value } = await provider.create('kt-x-1.1.1', initial(), [provider.probeOrigin]);
				subject.host.between = (request, service) =>
					request.method === 'GET' ? service(request) : answer(status, { error: MARK });
				clean((await refusal(() => provider.revoke(id))).message);
				subject.host.between = (request, service) => service(request);
				expect((await provider.probe(value)).verdict).toBe('alive');
				await provider.revoke(id);
				expect((await provider.probe(value)).verdict).toBe('dead');
			},
		);

		it('a key that somebody else ends in the same moment is gone, and no error', async () => {
			if (byPerson()) return;
			const { id, value } = await provider.create('kt-x-1.1.1', initial(), [provider.probeOrigin]);
			subject.host.between = (request, service) => {
				if (request.method !== 'GET') service(request);
				return service(request);
			};
			await provider.revoke(id);
			subject.host.between = (request, service) => service(request);
			expect((await provider.probe(value)).verdict).toBe('dead');
		});

		it('an error of the service that repeats what it was sent is not repeated', async () => {
			for (const status of [400, 401, 403, 409, 422, 429, 500]) {
				subject.host.between = (request) => answer(status, { error: MARK, request });
				expect(['unknown', 'dead']).toContain(await look());
				if (byPerson()) continue;
				for (const run of [() => provider.list(), () => provider.create('kt-x-1.1.1', initial(), [])]) {
					const error = await refusal(run);
					clean(`${error.message} ${error.next} ${JSON.stringify(error)}`);
				}
			}
		});

		it('a list whose entries hold values is cut down to id, name, restrictions and expiry', async () => {
			if (byPerson()) return;
			const before = await provider.list();
			await provider.create('kt-x-1.1.1', initial(), [provider.probeOrigin]);
			subject.host.between = (request, service) => {
				const { body, ...rest } = service(request);
				return {
					...rest,
					body: body
						.replaceAll('"name":', `"value":"${MARK}","secret":"${MARK}","name":`)
						.replaceAll('"note":', `"token":"${MARK}","note":`),
				};
			};
			const listed = await provider.list();
			expect(listed).toHaveLength(before.length + 1);
			expect(JSON.stringify(listed)).not.toContain(MARK);
			for (const each of listed)
				expect(Object.keys(each).sort()).toEqual(['expiresAt', 'id', 'name', 'restrictions']);
		});

		it.each(['../../keys/1', '..', '.', 'a/b', 'a?b', 'a#b', 'a%2fb', '', 'x'.repeat(300), 'a b', '\u0000'])(
			'the id %j is never taken over from an answer',
			async (id) => {
				if (byPerson()) return;
				await provider.create('kt-x-1.1.0', initial(), []);
				for (const run of [() => provider.create('kt-x-1.1.1', initial(), []), () => provider.list()]) {
					const spoilt = spoil(subject.host, isIdName, id);
					expect((await refusal(run)).code).toBe('UNEXPECTED_ANSWER');
					// Else the service calls its ids otherwise than `isIdName` expects.
					expect(spoilt).not.toEqual([]);
				}
			},
		);

		it.each(['', 'two\nlines', 'tab\tinside', ' padded ', '\u0000', 'x'.repeat(20_000)])(
			'the value %j is refused or told to be no key',
			async (value) => {
				if (byPerson()) return;
				const field = await valueField();
				subject.host.between = change(everyRecord((record) => ({ ...record, [field]: value })));
				const made = await provider.create('kt-x-1.1.1', initial(), []).catch(() => null);
				const fault = made === null ? 'refused' : made.value.fault();
				expect(fault).toEqual(expect.any(String));
				expect(fault).not.toContain('lines');
			},
		);

		it.each([
			['a word', 'soon'],
			['nothing', ''],
			['a day that is none', '2030-13-45T99:99:99Z'],
			['a year of five digits', '12030-01-01T00:00:00Z'],
			['the end of what a clock can tell', '+275761-01-01T00:00:00Z'],
			['a time before there were keys', '1900-01-01T00:00:00Z'],
			['a time in words', 'Tue, 01 Jan 2030 00:00:00 GMT'],
			['a number', 8.64e18],
			['a number below nought', -1],
			['a list', [0]],
		])('%s for a time is refused', async (_name, odd) => {
			if (byPerson() || !subject.driver.promises.expires) return;
			const made = await provider.create('kt-x-1.1.0', { ...initial(), lifetimeSeconds: 86_400 }, []);
			expect(made.restrictions.lifetimeSeconds).toBe(86_400);
			const { time } = subject.host;
			for (const [at, isMeant] of [isPast, isComing].entries()) {
				const spoilt = spoil(subject.host, (_, value) => isMeant(value, time.now), odd);
				expect((await refusal(() => provider.list())).code).toBe('UNEXPECTED_ANSWER');
				const wanted = { ...initial(), lifetimeSeconds: 86_400 };
				const again = await refusal(() => provider.create(`kt-x-1.1.${at + 1}`, wanted, []));
				expect(again.code).toBe('UNEXPECTED_ANSWER');
				expect(spoilt.length).toBeGreaterThan(1);
			}
		});

		it('a key that ended before it was made is refused', async () => {
			if (byPerson() || !subject.driver.promises.expires) return;
			await provider.create('kt-x-1.1.0', { ...initial(), lifetimeSeconds: 86_400 }, []);
			subject.host.between = change(
				everyRecord((record) => {
					const [past] = Object.values(record).filter((value) => isPast(value, subject.host.time.now));
					const [coming] = Object.values(record).filter((value) => isComing(value, subject.host.time.now));
					if (past === undefined || coming === undefined) return record;
					const turned = new Map<unknown, unknown>([
						[past, coming],
						[coming, past],
					]);
					return Object.fromEntries(
						Object.entries(record).map(([name, value]) => [name, turned.get(value) ?? value]),
					);
				}),
			);
			expect((await refusal(() => provider.list())).code).toBe('UNEXPECTED_ANSWER');
		});

		it('a list that never ends, or repeats its place, ends in an error after a bounded number of requests', async () => {
			if (byPerson()) return;
			for (const next of [() => 'the-same', () => `next-${subject.host.sent.length}`]) {
				const before = subject.host.sent.length;
				const goesOn = change((body) =>
					Array.isArray(body)
						? body
						: { ...body, next: next(), cursor: next(), has_more: true, last_id: next() },
				);
				subject.host.between = (request, service) => {
					// Without this a mistake in the driver would never end here either.
					if (subject.host.sent.length - before > 1_000) throw new Error('a thousand pages were read');
					return goesOn({ ...request, query: {} }, service);
				};
				const pages = await provider.list().then(
					() => 1,
					(error: unknown) => (error as { code: string }).code,
				);
				expect([1, 'UNEXPECTED_ANSWER']).toContain(pages);
				expect(subject.host.sent.length - before).toBeLessThan(250);
			}
		});

		it('a list whose pages come slowly ends in an error within 75 s, not after half an hour', async () => {
			if (byPerson()) return;
			await provider.create('kt-x-1.1.1', initial(), []);
			const began = subject.host.time.now;
			const asked: string[] = [];
			const goesOn = change((body) => {
				const next = `next-${asked.length}`;
				return Array.isArray(body) ? body : { ...body, next, cursor: next, has_more: true, last_id: next };
			});
			subject.host.between = (request, service) => {
				subject.host.time.pass(9_900);
				asked.push(request.path);
				return goesOn({ ...request, query: {} }, service);
			};
			const told = await provider.list().then(
				() => 'all of it',
				(error: unknown) => (error as { code: string }).code,
			);
			// Who asks for each key by itself as well has asked for one page all the same.
			const pages = asked.filter((path) => path === asked[0]).length;
			expect(told).toBe(pages > 1 ? 'OUT_OF_TIME' : 'all of it');
			expect(subject.host.time.now - began).toBeLessThan(75_000);
		});

		it('a key past its end is dead', async () => {
			if (byPerson()) return;
			const made = await provider.create('kt-x-1.1.1', initial(), [provider.probeOrigin]);
			const { lifetimeSeconds } = made.restrictions;
			if (lifetimeSeconds === null) return;
			subject.host.time.pass(lifetimeSeconds * 1_000 + 1_000);
			expect((await provider.probe(made.value)).verdict).toBe('dead');
		});

		it('a list of a million keys is refused, not read to its end', async () => {
			if (byPerson()) return;
			await provider.create('kt-x-1.1.1', initial(), []);
			subject.host.between = change(everyList((list) => Array.from({ length: 10_001 }, () => list[0])));
			expect((await refusal(() => provider.list())).code).toMatch(/UNEXPECTED_ANSWER|NO_ANSWER/);
		});
	});
}
