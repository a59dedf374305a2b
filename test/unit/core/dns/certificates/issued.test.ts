import { covers, lookIssued } from '../../../../../core/dns/certificates/issued';
import type { PlainHandler } from '../../../../../demo/http/plain';
import { LOGS, certspotter, entry } from '../../../../fakes/dns/certspotter';
import { fakeHost } from '../../../../fakes/host';

const stage = (handler: PlainHandler) => fakeHost({ services: { [LOGS]: handler } });
const five = [1, 2, 3, 4, 5].map((id) => entry(id, [`n${id}.example.com`]));
const always =
	(status: number, body: string, headers: Record<string, string> = {}): PlainHandler =>
	() => ({ status, headers, body });

it('reads what was issued, page by page until an empty one', async () => {
	const host = stage(certspotter(five));
	const looked = await lookIssued('example.com.', host);
	expect(looked).toMatchObject({ seen: { complete: true, cursor: '5', issuances: { length: 5 } } });
	expect(looked).toHaveProperty('seen.issuances.0', {
		names: ['n1.example.com.'],
		issuer: 'Let’s Encrypt',
		issuerDomains: ['letsencrypt.org'],
		from: Date.UTC(2029, 11, 20),
		until: Date.UTC(2030, 1, 4),
		publicKey: 'cc'.repeat(32),
		revoked: false,
	});
	const asked = `${LOGS}/v1/issuances?domain=example.com&include_subdomains=true&expand=dns_names&expand=issuer&expand=issuer.caa_domains`;
	expect(host.sent.map(({ url }) => url)).toEqual([asked, ...[2, 4, 5].map((id) => `${asked}&after=${id}`)]);
});

it('goes on from a cursor', async () => {
	const host = stage(certspotter(five));
	expect(await lookIssued('example.com.', host, { after: '3' })).toMatchObject({
		seen: { issuances: [{ names: ['n4.example.com.'] }, { names: ['n5.example.com.'] }], cursor: '5' },
	});
	expect(await lookIssued('example.com.', host, { after: '5' })).toEqual({
		seen: { issuances: [], complete: true, cursor: '5' },
	});
});

it('tells when there were more than it asks for', async () => {
	const host = stage(certspotter(five));
	expect(await lookIssued('example.com.', host, { mostPages: 2 })).toMatchObject({
		seen: { complete: false, cursor: '4', issuances: { length: 4 } },
	});
	expect(host.sent).toHaveLength(2);
});

it('reads a company without a short name, and names in any case', async () => {
	const issuer = { name: 'C=GB, O="Sectigo Limited", CN=R36' };
	const host = stage(certspotter([entry(1, ['*.EXAMPLE.com', 'a..b'], { issuer, revoked: null })]));
	expect(await lookIssued('example.com.', host)).toMatchObject({
		seen: {
			issuances: [
				{ names: ['*.example.com.'], issuer: 'Sectigo Limited', issuerDomains: null, revoked: false },
			],
		},
	});
});

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
it.each([
	['429', always(429, '{"code":"rate_limited"}', { 'retry-after': '1800' }), /429.*1800 s/],
	['403', always(403, '{"code":"not_allowed_by_plan"}'), /does not answer us/],
	['500', always(500, ''), /answered 500/],
	['a web page', always(200, '<html>'), /web page/],
	['a redirect', always(302, '', { location: 'http://127.0.0.1/' }), /redirects/],
	['silence', always(0, ''), /no complete answer/],
	['100 MB', always(200, 'x'.repeat(100 * 1024 * 1024)), /no complete answer/],
	['10,000 levels', always(200, deep), /form/],
	['an object', always(200, '{"__proto__":[]}'), /form/],
	['an endless list', always(200, JSON.stringify(Array(5_001).fill(entry(1, [])))), /form/],
	['names without end', always(200, JSON.stringify([entry(1, Array(2_001).fill('a.example.com'))])), /form/],
	['no dates', always(200, JSON.stringify([entry(1, [], { not_after: 'soon' })])), /without dates/],
	['the same page again and again', always(200, JSON.stringify([entry(1, ['a.example.com'])])), /came twice/],
])('%s is not seen', async (_what, handler, why) => {
	const host = stage(handler);
	expect(await lookIssued('example.com.', host)).toMatchObject({ notSeen: expect.stringMatching(why) });
	expect(host.sent.length).toBeLessThanOrEqual(2);
});

it('ends with pages that never end', async () => {
	let id = 0;
	const host = stage(() => ({
		status: 200,
		headers: {},
		body: JSON.stringify([entry((id += 1), ['a.example.com'])]),
	}));
	expect(await lookIssued('example.com.', host)).toMatchObject({ seen: { complete: false } });
	expect(host.sent).toHaveLength(5);
});

it('says when it may be asked again', async () => {
	const host = stage(always(429, '', { 'retry-after': '1800' }));
	expect(await lookIssued('example.com.', host)).toMatchObject({ retryAfter: 1_800 });
});

it.each([
	['example.com.', 'example.com.', true],
	['*.example.com.', 'www.example.com.', true],
	['*.example.com.', 'example.com.', false],
	['*.example.com.', 'a.www.example.com.', false],
	['*.example.com.', '*.example.com.', true],
	['*.com.', 'example.com.', true],
	['www.example.com.', 'example.com.', false],
])('a certificate for %s counts for %s: %s', (certified, name, counts) =>
	expect(covers(certified, name)).toBe(counts),
);
