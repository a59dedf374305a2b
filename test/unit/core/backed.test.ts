import { isGood, isUsable, type Cached } from '../../../core/backed/cached';
import { FutileReadings, WORTH_MS } from '../../../core/backed/futile-readings';
import { Flights } from '../../../core/backed/flights';
import { allowedOrigins } from '../../../core/backed/hosts';
import { placementOf, placements } from '../../../core/backed/placement';
import { backedSettings } from '../../../core/backed/settings';
import { targetOf } from '../../../core/backed/target';
import { S } from '../../../core/rotation/bounds';

const NOW = Date.UTC(2030, 0, 1);
const terms = { cacheMs: 300_000, mark: 'm' };
const cached = (changes: Partial<Cached> = {}): Cached => ({
	value: 'v',
	fetchedAt: NOW,
	askedAt: NOW,
	fetchedFor: 'm',
	origins: [],
	...changes,
});

describe('how long a value is used', () => {
	test.each([
		[0, true, true],
		[300, true, true],
		[300.001, false, true],
		[600, false, true],
		[600.001, false, false],
		[-60, true, true],
		[-60.001, false, false],
	])('%d s after it was read: without asking %s, while the vault is down %s', (age, good, usable) => {
		const now = NOW + age * 1_000;
		expect([isGood(cached(), terms, now), isUsable(cached(), terms, now)]).toEqual([good, usable]);
	});

	test('after the vault was asked in vain, it is left alone for 10 s, but not beyond two Cache Times', () => {
		const at = (age: number, asked: number) =>
			isGood(cached({ askedAt: NOW + asked * 1_000 }), terms, NOW + age * 1_000);
		expect([at(400, 390), at(401, 390), at(400, 401), at(600, 599), at(601, 599)]).toEqual([
			true,
			false,
			false,
			true,
			false,
		]);
	});

	test('never one that is empty, or that was read for something else', () => {
		for (const changes of [{ value: '' }, { fetchedFor: 'n' }, { fetchedFor: '' }])
			expect([isGood(cached(changes), terms, NOW), isUsable(cached(changes), terms, NOW)]).toEqual([
				false,
				false,
			]);
	});
});

describe('Allowed Hosts', () => {
	test.each([
		['api.example.com', ['https://api.example.com']],
		[
			' API.example.com:8443 ,https://eu.example.com/',
			['https://api.example.com:8443', 'https://eu.example.com'],
		],
		['a.example\nb.example;a.example', ['https://a.example', 'https://b.example']],
		['http://127.0.0.1:8080 http://localhost:1', ['http://127.0.0.1:8080', 'http://localhost:1']],
		['https://api.example.com:443', ['https://api.example.com']],
		['bücher.example', ['https://xn--bcher-kva.example']],
		['[::1]:8080', ['https://[::1]:8080']],
	])('%j', (list, origins) => {
		expect(allowedOrigins(list)).toEqual(origins);
	});

	test.each([
		['', 'at least one host'],
		[' ,; ', 'at least one host'],
		['*', 'each host in full'],
		['*.example.com', 'each host in full'],
		['https://*', 'each host in full'],
		['api.example.com/v1', 'after the host'],
		['api.example.com?x', 'after the host'],
		['api.example.com#x', 'after the host'],
		['me@api.example.com', 'no user name'],
		['me:pw@api.example.com', 'no user name'],
		['api.example.com:0x50', 'not an address'],
		['api.example.com:70000', 'not an address'],
		['http://intranet:8080', 'proxy on this machine'],
		['http://10.0.0.7', 'proxy on this machine'],
		['http://192.168.1.4', 'https://, or'],
		['ftp://files.example.com', 'use https://'],
		['javascript://x', 'use https://'],
		['https://', 'not an address'],
		[Array.from({ length: 51 }, (_, at) => `h${at}.example`).join(), 'at most 50'],
	])('%j is refused', (list, what) => {
		expect(() => allowedOrigins(list)).toThrow(what);
	});
});

describe('Send As', () => {
	test('each way puts the value in exactly one place', () => {
		const settings = { header: 'X-Key', parameter: 'k', userName: 'u' };
		const placed = Object.keys(placements).map((sendAs) =>
			placementOf({ ...settings, sendAs }).place('VALUE'),
		);
		for (const each of placed) expect(JSON.stringify(each).split('VALUE')).toHaveLength(2);
		expect(new Set(placed.map((each) => JSON.stringify(each))).size).toBe(4);
	});

	test.each([
		[{ sendAs: 'bearer' }, true],
		[{ sendAs: 'header', header: 'Authorization' }, true],
		[{ sendAs: 'header', header: 'X-Key' }, false],
		[{ sendAs: 'query', parameter: 'k' }, false],
		[{ sendAs: 'basic' }, false],
	])('%j: taken away before a redirect elsewhere: %j', (settings, cleared) => {
		expect(placementOf(settings as Record<string, string>).clearedOnRedirect).toBe(cleared);
	});

	test.each([
		[{ sendAs: 'body' }, 'no such way'],
		[{ sendAs: 'toString' }, 'no such way'],
		[{ sendAs: 'header', header: '' }, 'letters, digits'],
		[{ sendAs: 'header', header: 'a b' }, 'letters, digits'],
		[{ sendAs: 'header', header: 'x\r\ny' }, 'letters, digits'],
		[{ sendAs: 'header', header: 'HOST' }, 'cannot carry'],
		[{ sendAs: 'query', parameter: 'a&b' }, 'letters, digits'],
		[{ sendAs: 'basic', userName: 'a:b' }, 'colon'],
	])('%j is refused', (settings, what) => {
		expect(() => placementOf(settings as Record<string, string>)).toThrow(what);
	});
});

describe('the address of a request', () => {
	test.each([
		['https://a.example/x', undefined, 'https://a.example/x'],
		['/x', 'https://a.example/v1/', 'https://a.example/v1/x'],
		['x', 'https://a.example/v1', 'https://a.example/v1/x'],
		['//b.example/x', 'https://a.example', 'https://b.example/x'],
		['https://b.example', 'https://a.example', 'https://b.example/'],
		['@b.example', 'https://a.example', 'https://a.example/@b.example'],
		['https://a.example\\@b.example/', undefined, 'https://a.example/@b.example/'],
		['https://a.example@b.example/', undefined, 'https://a.example@b.example/'],
	])('%j at %j is %j', (address, base, href) => {
		expect(targetOf(address, base).href).toBe(href);
	});

	test('which is none is refused without repeating it', () => {
		expect(() => targetOf('https://')).toThrow('Request: this is not an address');
	});
});

describe('what a cached value belongs to', () => {
	const settings = {
		address: 'https://v',
		mount: 'secret',
		path: 'p',
		field: 'value',
		allowedHosts: 'a.example',
		cacheSeconds: '300',
	};
	const of = (changes: object = {}) => backedSettings({ ...settings, ...changes });

	test.each(['address', 'namespace', 'mount', 'path', 'field', 'refresh'])(
		'another %s is another value',
		(name) => {
			expect(of({ [name]: 'x' }).mark).not.toBe(of().mark);
		},
	);

	test('another login is another reading, and is not readable in its name', () => {
		expect(of({ secretId: 'the-secret-id' }).reading).not.toBe(of().reading);
		expect(of({ secretId: 'the-secret-id' }).reading).not.toContain('the-secret-id');
		expect(of({ allowedHosts: 'b.example' }).reading).toBe(of().reading);
	});

	test.each(['', '0', '-1', '1.5', 'soon', '86401', 'Infinity'])(
		'a Cache Time of %j is refused',
		(cacheSeconds) => {
			expect(() => of({ cacheSeconds })).toThrow('whole seconds');
		},
	);
});

describe('a reading after a failed call that changed nothing', () => {
	const told = (read: Partial<Cached>, ask: Partial<Cached>, after: number, reading = 'r') => {
		const futile = new FutileReadings();
		futile.keep('r', cached(read), 50);
		return futile.justNow(reading, cached(ask), 50 + after);
	};

	test('stands for the next ones for some seconds, from when it began', () => {
		expect([0, WORTH_MS - 1, WORTH_MS].map((after) => told({}, {}, after))).toEqual([true, true, false]);
	});

	test('is remembered beside others for as long, and then forgotten', () => {
		const futile = new FutileReadings();
		futile.keep('r', cached(), 0);
		futile.keep('s', cached(), 1);
		expect(futile.justNow('r', cached(), 2)).toBe(true);
		expect(futile.justNow('s', cached(), 2)).toBe(true);
	});

	test('is worth less than the time between a new value and the death of the old one', () => {
		expect(WORTH_MS).toBeLessThan(S);
	});

	test('says nothing of another value, entry, login or set of origins', () => {
		expect(told({}, { value: 'w' }, 1)).toBe(false);
		expect(told({}, { fetchedFor: 'n' }, 1)).toBe(false);
		expect(told({}, { origins: ['https://a.example'] }, 1)).toBe(false);
		expect(told({}, {}, 1, 'other')).toBe(false);
	});
});

describe('shared work', () => {
	const started: (() => void)[] = [];
	const flights = new Flights<number>();
	let begun = 0;
	const work = () =>
		new Promise<number>((resolve) => {
			const number = (begun += 1);
			started.push(() => resolve(number));
		});
	beforeEach(() => {
		begun = 0;
		started.length = 0;
	});

	test('who joins gets what is under way; who must not, what begins after it, together', async () => {
		const answers = [
			flights.join('a', work),
			flights.join('a', work),
			flights.after('a', work),
			flights.after('a', work),
			flights.join('b', work),
		];
		expect(begun).toBe(2);
		started[0]?.();
		started[1]?.();
		await answers[0];
		await new Promise((resolve) => setTimeout(resolve, 1));
		expect(begun).toBe(3);
		started[2]?.();
		expect(await Promise.all(answers)).toEqual([1, 1, 3, 3, 2]);
	});

	test('who comes while others wait for the next waits with them; who comes after it begins anew', async () => {
		const first = flights.join('a', work);
		const second = flights.after('a', work);
		const third = flights.after('a', work);
		started[0]?.();
		await first;
		await new Promise((resolve) => setTimeout(resolve, 1));
		started[1]?.();
		expect(await Promise.all([second, third])).toEqual([2, 2]);
		const under = flights.join('a', work);
		const later = flights.after('a', work);
		started[2]?.();
		await under;
		await new Promise((resolve) => setTimeout(resolve, 1));
		started[3]?.();
		expect([await under, await later, begun]).toEqual([3, 4, 4]);
	});

	test('a failure is told to all who share it, and is not kept', async () => {
		const fail = () => Promise.reject(new Error('down'));
		const answers = await Promise.allSettled(
			[flights.join('a', fail), flights.join('a', fail), flights.after('a', work)].map(async (each, at) => {
				if (at === 2) setTimeout(() => started[0]?.(), 5);
				return each;
			}),
		);
		expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
	});
});
