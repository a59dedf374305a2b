import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDomain } from '../../../../core/dns/check-domain';
import { clockFault, timed } from '../../../../core/dns/clock';
import type { HttpRequest } from '../../../../core/ports';
import type { PlainHandler } from '../../../../demo/http/plain';
import { dohAnswer, ENDPOINTS } from '../../../fakes/dns/internet';
import { IANA, REGISTRY, iana, registry, sound } from '../../../fakes/dns/rdap';
import { type World, signedWorld } from '../../../fakes/dns/signed/world';
import { VirtualTime, fakeHost } from '../../../fakes/host';
import { checked, worldWith } from '../../../fakes/dns/whole-check';
import { DAY, NOW } from './dnssec/worlds';

const DAY_MS = DAY * 1_000;
const fortnight = (from: number) => ({ from: NOW + from * DAY, to: NOW + (from + 14) * DAY });

/** Zones whose signatures hold from this day on, counted from what this machine takes for today; the domain's may differ. */
const worldFrom = (above: number, own = above): World =>
	signedWorld({
		zones: [
			{ name: '.', validity: fortnight(above) },
			{ name: 'com.', validity: fortnight(above) },
			{ name: 'example.com.', records: ['example.com. A 198.51.100.1'], validity: fortnight(own) },
		],
	});

/** Checks example.com on a machine whose clock stands at NOW: ahead of both resolvers' and the registry's by these ms. */
async function check(world: World, { dates = [] as readonly (number | null)[] } = {}) {
	const dated =
		(handler: PlainHandler, ahead: number | null | undefined): PlainHandler =>
		(request) => {
			const answer = handler(request);
			if (ahead == null) return answer;
			const date = new Date(NOW * 1_000 - ahead).toUTCString();
			return { ...answer, headers: { ...answer.headers, date } };
		};
	const resolver: PlainHandler = ({ query }) =>
		dohAnswer(world, { url: `https://x/dns-query?dns=${query['dns'] ?? ''}` } as HttpRequest);
	const [first, second, list] = dates;
	const registered = sound('example.com', {
		events: [{ eventAction: 'expiration', eventDate: new Date((NOW + 3 * DAY) * 1_000).toISOString() }],
		secureDNS: { delegationSigned: true },
	});
	const host = fakeHost({
		time: new VirtualTime(NOW * 1_000),
		services: {
			'https://first.test': dated(resolver, first),
			'https://second.test': dated(resolver, second),
			[IANA]: dated(iana, list),
			[REGISTRY]: dated(registry({ 'example.com': registered }), list),
		},
	});
	const report = await checkDomain('example.com.', host, { endpoints: ENDPOINTS, anchors: world.anchors });
	return {
		...report,
		ids: report.findings.map(({ id }) => id),
		blind: new Map(report.notChecked.filter(({ blind }) => blind).map(({ id, why }) => [id, why])),
	};
}

const OF_TIME = [
	'DNSSEC-02',
	'DNSSEC-03',
	'DNSSEC-04',
	'DNSSEC-05',
	'REG-03',
	'TLS-01',
	'TLS-02',
	'TLS-03',
	'CT-04',
];

describe('a clock by which the root zone’s signatures are not valid', () => {
	test.each([
		['30 days ahead', -44, 'ran out on'],
		['a year behind', 365, 'begins on'],
	])('%s: the clock is blamed, and nobody else', async (_what, from, words) => {
		const { dnssec, sentence, next, light, ids, blind } = await check(worldFrom(from));
		expect(dnssec).toMatchObject({
			verdict: 'indeterminate',
			why: expect.stringContaining('the clock of this machine is wrong, or the resolver gives old answers'),
		});
		expect(sentence).toMatch(
			/^Nothing that depends on the time could be checked: the clock of this machine /,
		);
		expect(sentence).toContain(words);
		expect(next).toMatch(/^Set the clock of the machine that runs this check, then check again\./);
		expect(light).not.toBe('green');
		expect(ids.filter((id) => /^DNSSEC|^REG-03/.test(id))).toEqual([]);
		for (const id of [...OF_TIME, 'DNSSEC-06', 'DNSSEC-10', 'SPF-01', 'DMARC-01'])
			expect([id, blind.get(id)]).toEqual([id, expect.stringContaining('the clock of this machine')]);
	});

	test('beside servers that have the same time: the resolver is blamed', async () => {
		const { dnssec, next, light } = await check(worldFrom(-44), { dates: [0, 0, 0] });
		expect(dnssec.verdict).toBe('indeterminate');
		expect(next).toMatch(/^The clock of this machine is right, so the first resolver gives old answers: /);
		expect(light).not.toBe('green');
	});

	test('the control: a zone of the domain’s own whose signatures ran out is broken', async () => {
		const { dnssec, sentence, ids } = await check(worldFrom(-1, -44));
		expect(dnssec.verdict).toBe('bogus');
		expect(sentence).toMatch(/^example\.com needs you: /);
		expect(ids).toEqual(expect.arrayContaining(['DNSSEC-02', 'DNSSEC-03', 'REG-03']));
	});
});

describe('a clock that is not that of the servers', () => {
	test.each([
		[3 * DAY_MS, '3 days ahead of those'],
		[-3 * DAY_MS, '3 days behind those'],
		[3 * 3_600_000, '3 hours ahead of those'],
		[-11 * 60_000, '11 minutes behind those'],
	])('by %s ms is told, and what depends on it is not checked', async (ahead, words) => {
		// Signatures of the domain that seem to have run out, or not to hold yet.
		const { dnssec, sentence, next, light, ids, blind } = await check(
			worldFrom(-1, ahead > 0 ? -14.5 : 0.5),
			{ dates: [ahead, ahead, ahead] },
		);
		expect(sentence).toContain(`the clock of this machine is ${words} of all servers that were asked`);
		expect(next).toMatch(/^Set the clock /);
		expect(dnssec.verdict).toBe('indeterminate');
		expect(light).not.toBe('green');
		expect(ids.filter((id) => OF_TIME.includes(id))).toEqual([]);
		for (const id of OF_TIME) expect(blind.get(id)).toContain(words);
	});

	test('by some minutes is none', async () => {
		const { sentence, ids } = await check(worldFrom(-1), { dates: [9 * 60_000, 9 * 60_000, 9 * 60_000] });
		expect(sentence).not.toContain('clock');
		expect(ids).toContain('REG-03');
	});

	test.each([
		['the second resolver', [3 * DAY_MS, 0, null]],
		['the registry', [3 * DAY_MS, 3 * DAY_MS, 0]],
	])('is believed when %s has the same time', async (_who, dates) => {
		const { dnssec, sentence, ids } = await check(worldFrom(-1, -14.5), { dates });
		expect(sentence).not.toContain('clock');
		expect(dnssec.verdict).toBe('bogus');
		expect(ids).toEqual(expect.arrayContaining(['DNSSEC-03', 'REG-03']));
	});
});

describe('the time of an answer', () => {
	const aheadBy = async (headers: Readonly<Record<string, string>>, at = 'https://a.test') => {
		const { host, ahead } = timed(
			fakeHost({
				time: new VirtualTime(Date.UTC(2030, 0, 1, 12)),
				services: { [at]: () => ({ status: 200, headers, body: '' }) },
			}),
			'example.com.',
		);
		const asking = { method: 'GET', url: `${at}/`, headers: {}, timeoutMs: 1, maxBytes: 1 } as const;
		await host.http(asking);
		return ahead();
	};

	test.each<[Readonly<Record<string, string>>, number | null]>([
		[{ date: 'Tue, 01 Jan 2030 12:00:00 GMT' }, 0],
		[{ date: 'Tue, 01 Jan 2030 11:00:00 GMT' }, 3_600_000],
		[{ date: 'Tue, 01 Jan 2030 11:00:00 GMT', age: '3600' }, 0],
		[{ date: 'Tue, 01 Jan 2030 13:00:00 GMT' }, -3_600_000],
		[{ date: 'yesterday' }, null],
		[{ date: 'Tue, 01 Jan 2030 12:00:00 GMT', age: 'old' }, null],
		[{}, null],
	])('%j', async (headers, ahead) => {
		expect(await aheadBy(headers)).toBe(ahead);
		expect(clockFault(ahead, []) === null).toBe(ahead === null || ahead === 0);
	});

	test.each([
		['https://example.com', null],
		['https://mta-sts.example.com', null],
		['https://mta-sts.example.com:8443', null],
		['https://notexample.com', 3_600_000],
		['https://com', 3_600_000],
	])('of %s, while example.com is checked', async (at, ahead) => {
		expect(await aheadBy({ date: 'Tue, 01 Jan 2030 11:00:00 GMT' }, at)).toBe(ahead);
	});
});

test('a web server of the checked domain cannot make this clock look wrong', async () => {
	const date = new Date(1_000 * NOW - 3 * DAY_MS).toUTCString();
	const { report, opened } = await checked(worldWith(), {
		site: () => ({ status: 200, headers: { date }, body: 'a page' }),
	});
	expect(opened).toContain('https://example.tld/');
	expect(report.sentence).not.toContain('clock');
});

describe('a check that reads the time', () => {
	const FOLDER = join(__dirname, '../../../../core/dns/findings');
	const sources = readdirSync(FOLDER).map((file) => {
		const text = readFileSync(join(FOLDER, file), 'utf8');
		// Comments and what is said to people.
		const code = text.replace(/\/\*[^]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
		return { file, code };
	});
	const reading = sources.filter(({ code }) => /\bnow\b/.test(code));

	test('there are some', () => {
		expect(reading.map(({ file }) => file)).toEqual(
			expect.arrayContaining(['dangling-free-domain.ts', 'registrar-ends-soon.ts', 'tls-not-renewed.ts']),
		);
	});

	test.each(reading)('$file is not made with a wrong clock, or looks whether it is wrong', ({ code }) => {
		expect(code).toMatch(/readsClock: true|facts\.clock === null/);
	});
});
