import { openBootstrap } from '../../../../../core/dns/registrar/bootstrap';
import { lookFree } from '../../../../../core/dns/registrar/free';
import { lookRegistration } from '../../../../../core/dns/registrar/lookup';
import type { HttpResponse } from '../../../../../core/ports';
import type { PlainHandler } from '../../../../../demo/http/plain';
import { fakeLookups } from '../../../../fakes/dns/answers';
import { IANA, OTHER_REGISTRY, REGISTRY, iana, registry, sound } from '../../../../fakes/dns/rdap';
import { fakeHost } from '../../../../fakes/host';

const COM = 'example.com.';
const answer = (status: number, body = '', headers: Record<string, string> = {}): PlainHandler => {
	return () => ({ status, headers, body });
};

function stage(services: Readonly<Record<string, PlainHandler>> = {}) {
	const host = fakeHost({
		services: { [IANA]: iana, [REGISTRY]: registry({ 'example.com': sound('example.com') }), ...services },
	});
	return { host, bootstrap: openBootstrap(host), urls: () => host.sent.map(({ url }) => url) };
}

/** What is read of a registry's answer. */
async function seenOf(registered: object) {
	const { host, bootstrap } = stage({ [REGISTRY]: registry({ 'example.com': registered }) });
	const looked = await lookRegistration(COM, host, bootstrap);
	if (!('seen' in looked) || looked.seen === null) throw new Error('it was not read');
	return looked.seen;
}

describe('a registration', () => {
	it('is read from the registry that IANA lists', async () => {
		const { host, bootstrap, urls } = stage();
		expect(await lookRegistration(COM, host, bootstrap)).toEqual({
			seen: {
				registrar: 'Example Registrar',
				statuses: ['client transfer prohibited', 'client update prohibited', 'client delete prohibited'],
				created: Date.UTC(2010, 0),
				changed: Date.UTC(2029, 0),
				expires: Date.UTC(2031, 0),
				nameServers: ['ns1.example.net.', 'ns2.example.net.'],
				secureDns: { signed: false, ds: [] },
				contacts: { shown: true, visible: [] },
			},
		});
		expect(urls()).toEqual([`${IANA}/rdap/dns.json`, `${REGISTRY}/v1/domain/example.com`]);
		expect(host.sent[1]?.headers).toEqual({ accept: 'application/rdap+json' });
	});

	it.each([
		['status', { locked: true }, 'statuses', []],
		['status', Array(9_999).fill('ok'), 'statuses', []],
		['events', [{ eventAction: 7, eventDate: '2031-01-01T00:00:00Z' }], 'expires', null],
		['nameservers', [{ ldhName: ['ns1.example.net'] }], 'nameServers', []],
		['secureDNS', { delegationSigned: 'false' }, 'secureDns', null],
		['entities', { roles: ['registrar'] }, 'registrar', null],
	])(
		'with an odd member %s says nothing of that, and of the rest what it says',
		async (member, odd, field, unsaid) => {
			const registered = sound('example.com');
			const whole = await seenOf(registered);
			const { [field as keyof typeof whole]: said, ...rest } = whole;
			expect(said).not.toEqual(unsaid);
			const { [field as keyof typeof whole]: left, ...others } = await seenOf({
				...registered,
				[member]: odd,
			});
			expect(left).toEqual(unsaid);
			const belongs = { events: ['created', 'changed'], entities: ['contacts'] }[member] ?? [];
			for (const [name, value] of Object.entries(rest))
				if (!belongs.includes(name)) expect(others).toHaveProperty(name, value);
		},
	);

	it.each(['2030-13-45T00:00:00Z', '2030-02-01T99:00:00Z', '01/02/2030', 'soon'])(
		'has no end where that is no time: %s',
		async (eventDate) => {
			const events = [{ eventAction: 'expiration', eventDate }];
			expect(await seenOf({ ...sound('example.com'), events })).toMatchObject({
				expires: null,
				changed: null,
			});
		},
	);

	it.each([
		['DS records alone', { dsData: [{ keyTag: '7', algorithm: 13, digestType: 2, digest: 'AB CD' }] }, true],
		['keys alone', { keyData: [{ flags: 257 }] }, true],
		['a word for it', { delegationSigned: true }, true],
		['a word against it', { delegationSigned: false }, false],
		['neither', { maxSigLife: 1 }, null],
	])('says by %s whether it is signed', async (_what, secureDNS, signed) => {
		const { secureDns } = await seenOf({ ...sound('example.com'), secureDNS });
		const ds = 'dsData' in secureDNS ? [{ keyTag: 7, algorithm: 13, digestType: 2, digest: 'abcd' }] : [];
		expect(secureDns).toEqual(signed === null ? null : { signed, ds });
	});

	it('is told the registrar by a card of which another property is odd', async () => {
		const card = ['vcard', [['version'], 'x', ['fn', {}, 'text', 'Example Registrar'], null]];
		const entities = [{ objectClassName: 'entity', roles: ['registrar'], vcardArray: card }];
		expect((await seenOf({ ...sound('example.com'), entities })).registrar).toBe('Example Registrar');
	});

	it.each([
		['registrar expiration', '2030-02-01T00:00:00Z', Date.UTC(2030, 1)],
		['registrar expiration', '2032-01-01T00:00:00Z', Date.UTC(2031, 0)],
		['reregistration', '2030-02-01T00:00:00Z', Date.UTC(2031, 0)],
	])('ends with the earlier of the registry’s end and %s on %s', async (eventAction, eventDate, expires) => {
		const { events, ...rest } = sound('example.com');
		const registered = { ...rest, events: [...events, { eventAction, eventDate }] };
		const { host, bootstrap } = stage({ [REGISTRY]: registry({ 'example.com': registered }) });
		expect(await lookRegistration(COM, host, bootstrap)).toMatchObject({ seen: { expires } });
	});

	it('does not end when its data were written, which some registrars tell as its end', async () => {
		const { events, ...rest } = sound('example.com');
		const eventDate = '2029-12-24T00:00:00Z';
		const written = ['registrar expiration', 'last update of RDAP database'].map((eventAction) => ({
			eventAction,
			eventDate,
		}));
		const registered = { ...rest, events: [...events, ...written] };
		const { host, bootstrap } = stage({ [REGISTRY]: registry({ 'example.com': registered }) });
		expect(await lookRegistration(COM, host, bootstrap)).toMatchObject({
			seen: { expires: Date.UTC(2031, 0) },
		});
	});

	it('costs one list and one request a domain', async () => {
		const { host, bootstrap, urls } = stage();
		for (const name of [COM, 'a.com.', 'b.net.']) await lookRegistration(name, host, bootstrap);
		expect(urls().filter((url) => url.startsWith(IANA))).toHaveLength(1);
		expect(urls()).toHaveLength(4);
	});

	it('is asked for at the longest ending that fits, by https', async () => {
		const { host, bootstrap, urls } = stage({ [OTHER_REGISTRY]: registry({}) });
		for (const name of ['example.co.uk.', 'example.org.']) await lookRegistration(name, host, bootstrap);
		expect(urls().slice(1)).toEqual([
			`${OTHER_REGISTRY}/couk/domain/example.co.uk`,
			`${OTHER_REGISTRY}/rdap/domain/example.org`,
		]);
	});

	it('is not seen for an ending without a registry that speaks https, and known to have none', async () => {
		const { host, bootstrap } = stage();
		for (const name of ['example.zz.', 'example.open.']) {
			expect(await bootstrap.serverOf(name)).toEqual({ seen: null });
			expect(await lookRegistration(name, host, bootstrap)).toEqual({
				notSeen: expect.stringContaining('has no server'),
			});
		}
	});

	it('of an ending that IANA does not list is asked for where we know it to be, with or without the list', async () => {
		const io = 'https://rdap.identitydigital.services';
		for (const list of [iana, answer(500)]) {
			const { host, bootstrap, urls } = stage({ [IANA]: list, [io]: registry({}) });
			expect(await lookRegistration('example.io.', host, bootstrap)).toEqual({ seen: null });
			expect(urls()).toContain(`${io}/rdap/domain/example.io`);
		}
	});

	it('is null when the registry knows no such domain, and nothing above is tried', async () => {
		const { host, bootstrap, urls } = stage();
		expect(await lookRegistration('www.example.com.', host, bootstrap)).toEqual({ seen: null });
		expect(urls()).toHaveLength(2);
	});

	it.each(['.', 'com.', 'a b.com.', '\\000.com.', 'a\\.b.com.', 'a/../b.com.'])(
		'is not asked for %s',
		async (name) => {
			const { host, bootstrap } = stage();
			expect(await lookRegistration(name, host, bootstrap)).toHaveProperty('notSeen');
			expect(host.sent).toEqual([]);
		},
	);
});

const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
const refused: ReadonlyArray<readonly [string, PlainHandler, RegExp]> = [
	['429 with a time', answer(429, '', { 'retry-after': '60' }), /429.*60 s/],
	['429 with a year', answer(429, '', { 'retry-after': '31536000' }), /429.*3600 s/],
	['503', answer(503, 'x'), /the server answered 503/],
	['403', answer(403, 'x'), /does not answer us \(403\)/],
	['400', answer(400, '{}'), /answered 400/],
	['a web page', answer(200, ' <!doctype html>'), /a web page came/],
	['a web page as 404', answer(404, '<html>'), /a web page came/],
	['nothing', answer(200), /not JSON/],
	['silence', answer(0), /no complete answer came/],
	['100 MB', answer(200, 'x'.repeat(100 * 1024 * 1024)), /no complete answer came/],
	['10,000 levels', answer(200, deep), /not the expected form/],
	[
		'a text that looks like a domain',
		answer(200, JSON.stringify(JSON.stringify(sound('example.com')))),
		/not the expected form/,
	],
	[
		'__proto__',
		answer(200, `{"__proto__":${JSON.stringify(sound('example.com'))}}`),
		/not the expected form/,
	],
	['another domain', answer(200, JSON.stringify(sound('example.net'))), /for another domain/],
	['a redirect to nowhere', answer(302), /redirects/],
	['a redirect into a network', answer(302, '', { location: 'https://10.0.0.1/' }), /not followed/],
	['a redirect to this machine', answer(302, '', { location: 'http://localhost/x' }), /not followed/],
	['a redirect to a name without a dot', answer(302, '', { location: 'https://intranet/' }), /not followed/],
	[
		'a redirect with a login',
		answer(302, '', { location: 'https://a:b@rdap.other.example/' }),
		/not followed/,
	],
	[
		'a redirect without encryption',
		answer(302, '', { location: 'http://rdap.other.example/' }),
		/not followed/,
	],
	['a redirect to a stranger', answer(302, '', { location: 'https://evil.example/' }), /no known registry/],
	['a redirect to itself', answer(301, '', { location: '/v1/domain/other.com' }), /to itself/],
	[
		'a redirect to another port',
		answer(301, '', { location: 'https://rdap.other.example:444/' }),
		/no known registry/,
	],
	['a redirect to what is no address', answer(307, '', { location: 'https://[' }), /no address/],
	['a redirect of another kind', answer(303, '', { location: `${OTHER_REGISTRY}/x` }), /redirects \(303\)/],
];

describe('an answer that is none', () => {
	it.each(refused)('%s is not seen', async (_what, handler, why) => {
		const { host, bootstrap, urls } = stage({ [REGISTRY]: handler });
		expect(await lookRegistration(COM, host, bootstrap)).toMatchObject({
			notSeen: expect.stringMatching(why),
		});
		expect(urls()).toHaveLength(2);
	});

	it('says when the registry may be asked again', async () => {
		const { host, bootstrap } = stage({ [REGISTRY]: answer(429, '', { 'retry-after': '60' }) });
		expect(await lookRegistration(COM, host, bootstrap)).toMatchObject({ retryAfter: 60 });
	});

	it.each([
		['500', answer(500)],
		['a web page', answer(200, '<html>')],
		['an empty list', answer(200, '{"services":[]}')],
		['no list', answer(200, '{"services":{"com":"https://x.example/"}}')],
		['10,000 levels', answer(200, deep)],
		[
			'only addresses inside a network',
			answer(200, '{"services":[[["com"],["https://10.0.0.1/","https://intranet/"]]]}'),
		],
	])('%s in place of IANA’s list is not seen, and no registry is asked', async (_what, list) => {
		const { host, bootstrap } = stage({ [IANA]: list });
		expect(await bootstrap.serverOf(COM)).toHaveProperty('notSeen');
		expect(await lookRegistration(COM, host, bootstrap)).toHaveProperty('notSeen');
		expect(host.sent).toHaveLength(1);
	});
});

describe('a redirect to another registry', () => {
	const to = (location: string, status = 302) => answer(status, '', { location });
	const there = `${OTHER_REGISTRY}/rdap/domain/example.com`;

	it.each([301, 302, 307, 308])('is followed once: %i', async (status) => {
		const { host, bootstrap, urls } = stage({
			[REGISTRY]: to(there, status),
			[OTHER_REGISTRY]: registry({ 'example.com': sound('example.com') }),
		});
		expect(await lookRegistration(COM, host, bootstrap)).toHaveProperty(
			'seen.registrar',
			'Example Registrar',
		);
		expect(urls().slice(1)).toEqual([`${REGISTRY}/v1/domain/example.com`, there]);
	});

	it('is not followed twice', async () => {
		const { host, bootstrap } = stage({ [REGISTRY]: to(there), [OTHER_REGISTRY]: to(`${REGISTRY}/v1/x`) });
		expect(await lookRegistration(COM, host, bootstrap)).toEqual({
			notSeen: expect.stringContaining('redirects again'),
		});
		expect(host.sent).toHaveLength(3);
	});

	it('between two that point at each other keeps nobody waiting', async () => {
		const { host, bootstrap } = stage({ [REGISTRY]: to(there), [OTHER_REGISTRY]: to(`${REGISTRY}/v1/x`) });
		const both = [COM, 'example.org.'].map((name) => lookRegistration(name, host, bootstrap));
		expect(await Promise.all(both)).toEqual(Array(2).fill({ notSeen: expect.stringContaining('again') }));
	});
});

it('asks a registry one question at a time, and several registries at once', async () => {
	const { host } = stage({ [OTHER_REGISTRY]: registry({}) });
	const { http } = host;
	const under: string[] = [];
	let most = 0;
	const slow = {
		...host,
		async http(request: Parameters<typeof http>[0]): Promise<HttpResponse> {
			const { origin } = new URL(request.url);
			expect(under).not.toContain(origin);
			under.push(origin);
			most = Math.max(most, under.length);
			await new Promise((resolve) => setTimeout(resolve, 2));
			under.splice(under.indexOf(origin), 1);
			// One that gives no answer must not hold up the others.
			if (request.url.endsWith('/b.com')) throw new Error('lost');
			return http(request);
		},
	};
	const open = openBootstrap(slow);
	const names = ['a.com.', 'b.com.', 'c.net.', 'd.org.', 'e.org.', 'f.co.uk.'];
	const found = await Promise.all(names.map((name) => lookRegistration(name, slow, open)));
	expect(found.filter((each) => 'seen' in each)).toHaveLength(5);
	expect(most).toBe(2);
});

describe('a name that does not exist', () => {
	const taken = registry({ 'example.com': sound('example.com') });
	const other = registry({ 'taken.co.uk': sound('taken.co.uk') });
	it.each([
		['x.gone.com.', {}, { seen: 'gone.com.' }],
		['gone.com.', {}, { seen: 'gone.com.' }],
		['gone.example.com.', { 'example.com. SOA': [] }, { seen: null }],
		// Registered and without name servers: nobody else can have it.
		['x.example.com.', {}, { seen: null }],
		['a.gone.co.uk.', { 'co.uk. SOA': [] }, { seen: 'gone.co.uk.' }],
		['a.taken.co.uk.', { 'co.uk. SOA': [] }, { seen: null }],
		// It lives, although no registry tells of it.
		['a.dept.co.uk.', { 'co.uk. SOA': [], 'dept.co.uk. SOA': [] }, { seen: null }],
		[
			'a.gone.co.uk.',
			{ 'co.uk. SOA': [], 'gone.co.uk. SOA': 'silent' as const },
			{ notSeen: expect.any(String) },
		],
		['gone.com.', { 'gone.com. SOA': 'SERVFAIL' as const }, { notSeen: expect.any(String) }],
		['gone.com.', { 'gone.com. SOA': 'silent' as const }, { notSeen: expect.any(String) }],
		['gone.com.', { 'gone.com. SOA': [] }, { notSeen: expect.any(String) }],
		['x.gone.zz.', {}, { notSeen: expect.any(String) }],
		['gone.', {}, { seen: null }],
	])('%s', async (name, zone, expected) => {
		const { host, bootstrap } = stage({ [REGISTRY]: taken, [OTHER_REGISTRY]: other });
		host.services[IANA] = (request) => ({
			...iana(request),
			body: iana(request).body.replace('co.uk', 'uk'),
		});
		const lookups = fakeLookups(zone);
		expect(await lookFree(name, lookups, host, bootstrap)).toEqual(expected);
		expect(lookups.asked.length).toBeLessThanOrEqual(2);
		expect(host.sent.length).toBeLessThanOrEqual(3);
	});
});
