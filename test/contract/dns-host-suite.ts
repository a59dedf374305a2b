import type { dnsHosts } from '../../core/dns/hosts';
import type { DnsHost, DnsHostDriver } from '../../core/dns/hosts/host';
import { zoneText } from '../../core/dns/zone-file/write';
import type { HttpResponse } from '../../core/ports';
import { Secret } from '../../core/secret';
import { fakeHost, VirtualTime, type FakeHost } from '../fakes/host';
import { fakeHosts } from '../fakes/dns/hosts';
import { exampleZone, line, ZONE } from '../fakes/dns/hosts/example';
import type { HostedZone } from '../fakes/dns/hosts/fake';
import { refusal } from './provider-suite';

const ADMIN = 'dns-token-0123456789abcdef';
const MARK = 'OWNER-AND-OTHER-THINGS';
const ORIGIN = 'https://dns-host.test';

interface Subject {
	readonly host: FakeHost;
	readonly zones: HostedZone[];
	open(origins?: readonly string[]): DnsHost;
}

function subjectOf(driver: DnsHostDriver, zones: HostedZone[], seesItself: boolean): Subject {
	const fake = fakeHosts[driver.id as keyof typeof dnsHosts]({
		origin: ORIGIN,
		admin: ADMIN,
		zones,
		seesItself,
		mark: MARK,
	});
	const host = fakeHost({ time: new VirtualTime(), services: { [ORIGIN]: fake.handle } });
	return {
		host,
		zones,
		open: (origins = [ORIGIN]) =>
			driver.open(fake.settings, new Secret(ADMIN, 'keyturn/admin/dns', origins), host),
	};
}

const answer = (status: number, body: string, headers: Record<string, string> = {}): HttpResponse => ({
	status,
	headers,
	body,
});
const html = `<!doctype html><title>Sign in</title><p>${MARK}</p>`;

/** Answers that no zone may be made of. */
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
	['an empty object', answer(200, '{}'), 'UNEXPECTED_ANSWER'],
	['nesting 10,000 deep', answer(200, `${'['.repeat(10_000)}${']'.repeat(10_000)}`), 'UNEXPECTED_ANSWER'],
	['__proto__', answer(200, '{"__proto__":{"result":[],"rrsets":[]}}'), 'UNEXPECTED_ANSWER'],
];

const isExport = (path: string): boolean => /export|zonefile/.test(path);

/** What every DNS host's driver must do. */
export function dnsHostSuite(title: string, driver: DnsHostDriver): void {
	const begin = (zones = [exampleZone()], seesItself = true) => subjectOf(driver, zones, seesItself);
	/** Records without those that the host has in its file alone. */
	const shared = (records: Parameters<typeof zoneText>[0]) =>
		zoneText(records)
			.split('\n')
			.filter(
				(each) =>
					!driver.unlisted.some((type) => each.startsWith(`${ZONE} `) && each.includes(` IN ${type} `)),
			)
			.join('\n');

	describe(`DNS host ${title}`, () => {
		it('gives the zone file and the list, which hold the same records', async () => {
			const { open, host } = begin();
			const { records, listed, unread, special } = await open().copy(ZONE);
			expect(unread).toEqual([]);
			expect(records).toHaveLength(exampleZone().lines.length);
			expect(shared(records)).toBe(shared(listed));
			expect(zoneText(records)).toContain('"semi;colon" "and \\"quotes\\" \\\\ \\228"');
			expect(special).toEqual([]);
			expect(new Set(host.sent.map(({ method }) => method))).toEqual(new Set(['GET']));
			expect(host.sent.length).toBeLessThanOrEqual(3);
			// A zone file is bytes: as UTF-8 it would come with holes.
			const files = host.sent.filter(({ url }) => isExport(url));
			expect(files.map(({ encoding }) => encoding)).toEqual(['latin1']);
		});

		it('sees each of the two by itself: a record that only one has is in one only', async () => {
			const { open, host } = begin();
			host.between = (request, service) => {
				const response = service(request);
				return isExport(request.path)
					? { ...response, body: response.body.replace('192.0.2.20', '192.0.2.21') }
					: response;
			};
			const { records, listed } = await open().copy(ZONE);
			expect(shared(records)).not.toBe(shared(listed));
		});

		it('keeps of the host’s own form what it names and nothing else', async () => {
			const { native } = await begin().open().copy(ZONE);
			expect(JSON.stringify(native)).toContain('192.0.2.99');
			expect(JSON.stringify(native)).not.toContain(MARK);
			expect(JSON.stringify(native)).not.toContain('created');
		});

		it('texts beyond ASCII are the same bytes in both', async () => {
			const { records, listed, unread } = await begin([exampleZone(line(`u.${ZONE}`, 'TXT', '"é ü 漢"'))])
				.open()
				.copy(ZONE);
			expect(unread).toEqual([]);
			expect(shared(records)).toBe(shared(listed));
			expect(zoneText(records)).toContain('u.example.org. 3600 IN TXT "\\195\\169 ');
		});

		it('reads long lists to their end', async () => {
			const many = Array.from({ length: 1_203 }, (_, index) =>
				line(`n${index}.${ZONE}`, 'A', `192.0.2.${index % 256}`),
			);
			const { listed, records } = await begin([exampleZone(...many)])
				.open()
				.copy(ZONE);
			expect(shared(listed)).toBe(shared(records));
			expect(listed.length).toBeGreaterThan(1_203);
		});

		it('a list that never ends is an error after few requests', async () => {
			const { open, host } = begin();
			host.between = (request, service) => {
				if (host.sent.length > 500) throw new Error('five hundred pages were read');
				const response = service({ ...request, query: { ...request.query, page: '1', cursor: '' } });
				const next = `<https://dns-host.test/?cursor=p${host.sent.length}>; rel="next"`;
				const page = request.query['page'] ?? '1';
				const body = response.body
					.replace(/"page":\d+,/, `"page":${page},`)
					.replace(/"total_pages":\d+/, '"total_pages":1000000');
				return { ...response, headers: { ...response.headers, link: next }, body };
			};
			const outcome = await open()
				.copy(ZONE)
				.then(
					() => 'done',
					(error: unknown) => (error as { code: string }).code,
				);
			// A host without pages has no list that could go on.
			expect([driver.id === 'powerdns' ? 'done' : 'UNEXPECTED_ANSWER']).toContain(outcome);
			expect(host.sent.length).toBeLessThan(250);
		});

		it.each(['elsewhere.org.', 'sub.example.org.', 'org.'])(
			'a zone that the token does not reach: %s',
			async (zone) => {
				const error = await refusal(() => begin().open().copy(zone));
				expect(error).toMatchObject({ code: 'NOT_LISTED' });
				expect(error.message).toContain(zone.slice(0, -1));
			},
		);

		it.each(faults)('%s to any request is an error without a word of it', async (_name, response, code) => {
			for (const [index, only] of [/^(?!.*(?:export|zonefile))/, /export|zonefile/].entries()) {
				const { open, host } = begin();
				host.between = (request, service) => (only.test(request.path) ? response : service(request));
				const error = await refusal(() => open().copy(ZONE));
				// A text may hold what an object may not, and is then no zone file.
				expect([code, ...(index === 1 ? ['UNEXPECTED_ANSWER', 'NO_ANSWER'] : [])]).toContain(error.code);
				const said = `${error.message} ${error.next} ${JSON.stringify(error)}`;
				for (const word of [MARK, ADMIN, 's3cret']) expect(said).not.toContain(word);
				expect(error.retryAfter).toBe(code === 'RATE_LIMITED' ? 41 : undefined);
				expect('cause' in error).toBe(false);
			}
		});

		it.each([
			['$INCLUDE', '$INCLUDE /etc/passwd', /line 2: \$INCLUDE/],
			['$GENERATE', '$GENERATE 1-9 h$ A 192.0.2.$', /line 2: \$GENERATE/],
			['a type that nobody knows', `s3cret.${ZONE} 60 IN WALLET s3cret`, /line 2: WALLET/],
			['a name outside the zone', 's3cret.example.net. 60 IN A 192.0.2.1', /line 2: the name is outside/],
			['half a line', `s3cret.${ZONE} 60 IN TXT "s3cret`, /line 2: a text in quotes/],
		])('%s in the zone file is refused, with its line', async (_name, bad, words) => {
			const { open, host } = begin();
			host.between = (request, service) => {
				const response = service(request);
				return isExport(request.path) ? { ...response, body: `; top\n${bad}\n${response.body}` } : response;
			};
			const error = await refusal(() => open().copy(ZONE));
			expect(error).toMatchObject({ code: 'UNEXPECTED_ANSWER', message: expect.stringMatching(words) });
			expect(error.message).not.toContain('s3cret');
		});

		it.each(['', '; nothing\n', `www.${ZONE} 60 IN A 192.0.2.1\n`])(
			'a zone file without a top is none: %j',
			async (body) => {
				const { open, host } = begin();
				host.between = (request, service) => (isExport(request.path) ? answer(200, body) : service(request));
				expect(await refusal(() => open().copy(ZONE))).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
			},
		);

		it('a listed record that cannot be read is told, and the others are there', async () => {
			const { open, host } = begin();
			host.between = (request, service) => {
				const response = service(request);
				return isExport(request.path)
					? response
					: { ...response, body: response.body.replace('192.0.2.99', 'nonsense') };
			};
			const { unread, listed } = await open().copy(ZONE);
			expect(unread).toEqual(['s3cret-project.example.org A']);
			expect(listed.length).toBeGreaterThan(10);
		});

		it('sends its credential to the origins that its keeper wrote, and nowhere else', async () => {
			const { open, host } = begin();
			const elsewhere = open(['https://elsewhere.test']);
			expect((await refusal(() => elsewhere.copy(ZONE))).code).toBe('ORIGIN_REFUSED');
			expect(await elsewhere.reach(ZONE)).toMatchObject({ zones: { notSeen: expect.any(String) } });
			expect(host.sent).toEqual([]);
			expect(open().origin).toBe(ORIGIN);
		});

		it('tells how many zones the token reaches, and whether it may change them', async () => {
			expect(await begin().open().reach(ZONE)).toEqual({ zones: { seen: 1 }, mayWrite: { seen: true } });
			const three = ['a.test.', 'b.test.'].map((name) => ({ name, lines: [] }));
			expect(
				await begin([exampleZone(), ...three])
					.open()
					.reach(ZONE),
			).toMatchObject({ zones: { seen: 3 } });
		});

		it('says so where it cannot be seen', async () => {
			expect(await begin([exampleZone()], false).open().reach(ZONE)).toMatchObject({
				mayWrite: { notSeen: expect.any(String) },
			});
			for (const [, response] of faults) {
				const { open, host } = begin();
				host.between = () => response;
				const reach = await open().reach(ZONE);
				expect(Object.values(reach).map((fact) => Object.keys(fact)[0])).toEqual(['notSeen', 'notSeen']);
				expect(JSON.stringify(reach)).not.toContain(MARK);
			}
		});
	});
}
