import { randomBytes } from 'node:crypto';
import type { Anchor } from '../../core/dns/dnssec/anchors';
import { checkDomain } from '../../core/dns/check-domain';
import { ENDPOINTS } from '../../core/dns/endpoints';
import type { Http } from '../../core/ports';
import { createApp } from '../../zapier-app/src/app';
import { systemClock } from '../../zapier-app/src/host';
import { guardedHttp } from '../../zapier-app/src/http/guarded';
import { domainRow } from '../../zapier-app/src/outputs/domain';
import { sampleReport } from '../../zapier-app/src/outputs/sample-report';
import { DOMAIN, NOW_MS, outside, RECORDS, SlowWorld, worldOf } from './outside';
import { type How, type Input, runAsZapier } from './stage';

/** The zones of the tests are signed from a root of their own. */
let mockAnchors: readonly Anchor[] = [];
jest.mock('../../core/dns/dnssec/anchors', () => ({
	get ROOT_ANCHORS() {
		return mockAnchors;
	},
}));

const world = worldOf();
beforeEach(() => (mockAnchors = world.anchors));

type Row = Readonly<Record<string, unknown>>;
interface Told extends Row {
	readonly findings: readonly Row[];
	readonly notChecked: ReadonlyArray<Row & { readonly why: string }>;
	readonly markdown: string;
	readonly html: string;
}

const SECRET = 'kt-canary-0123456789abcdef';
const still = { ...systemClock, now: () => NOW_MS };

async function check(http: Http, input: Input = { domain: DOMAIN }, how: How = {}, clock = still) {
	const sent: string[] = [];
	const watched: Http = async (request) => {
		sent.push(request.url);
		return await http(request);
	};
	const ran = await runAsZapier(createApp(watched, clock), 'creates.check_domain.operation.perform', {
		authData: {
			vault_kind: 'hashicorp',
			vault_address: 'https://vault.example.org',
			identity: 'approle/role',
			bootstrap_credential: SECRET,
			realm: 'secret',
			scope_path: 'keyturn',
			...how.authData,
		},
		inputData: input,
		inputDataRaw: how.typed ?? input,
		meta: { isLoadingSample: false, ...how.meta },
	});
	return { ...ran, told: ran.results as Told, sent };
}

const whys = ({ notChecked }: Told) => notChecked.map(({ why }) => why);
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

test('it says what the check says, under the domain’s name, and asks the vault nothing', async () => {
	const { told, error, sent } = await check(outside(world));
	expect(error).toBeUndefined();
	const host = {
		clock: still,
		http: outside(world),
		actor: 'test',
		random: randomBytes,
	};
	const report = await checkDomain(`${DOMAIN}.`, host, { endpoints: ENDPOINTS });
	expect(told).toEqual({ ...domainRow(report), id: DOMAIN });
	const { outputFields } = createApp(outside(world)).creates.check_domain.operation;
	expect(Object.keys(told).sort()).toEqual(outputFields.map(({ key }) => key).sort());
	expect(told.findings.length + told.notChecked.length).toBeGreaterThan(3);
	expect(told['high']).toBe(told.findings.filter(({ severity }) => severity === 'high').length);
	expect(told.markdown).toContain(`# ${DOMAIN}`);
	expect(told.html).toMatch(/^<!doctype html>/);
	expect(sent.filter((url) => url.includes('vault'))).toEqual([]);
});

test('a test in the editor is a check like any other: it writes nothing', async () => {
	const { told } = await check(outside(world), { domain: DOMAIN }, { meta: { isLoadingSample: true } });
	expect(told).toEqual((await check(outside(world))).told);
});

test('a domain comes from an earlier step, and what was named with it is looked for', async () => {
	const input = {
		domain: ' Example.COM. ',
		mail_selectors: 's1, mail2026',
		certificate_companies: 'pki.goog',
	};
	const { told, sent } = await check(outside(world), input, { typed: { ...input, domain: '{{1__domain}}' } });
	expect(told['domain']).toBe(DOMAIN);
	const asked = sent.map((url) => Buffer.from(new URL(url).searchParams.get('dns') ?? '', 'base64url'));
	expect(asked.some((question) => question.includes('mail2026\u000a_domainkey'))).toBe(true);
	expect(ids(told.findings)).toContain('CT-01');
	expect(ids((await check(outside(world))).told.findings)).not.toContain('CT-01');
});

test('a name that nobody has is red', async () => {
	const { told } = await check(outside(world), { domain: 'nobody.com' });
	expect(told).toMatchObject({ id: 'nobody.com', light: 'red', findings: [] });
});

describe('who is asked', () => {
	const own = {
		first_resolver: 'https://dns.example.org/dns-query',
		second_resolver: 'https://dns2.example.org/q',
	};

	test('is whom the Zap’s author names', async () => {
		const { sent } = await check(outside(world), { domain: DOMAIN, ...own });
		const hosts = new Set(sent.map((url) => new URL(url).hostname));
		expect([...hosts]).toEqual(expect.arrayContaining(['dns.example.org', 'dns2.example.org']));
		expect([...hosts].filter((host) => /cloudflare|google/.test(host))).toEqual([]);
	});

	test('is the public two where nothing is filled in', async () => {
		const { sent } = await check(outside(world), {
			domain: DOMAIN,
			first_resolver: '',
			second_resolver: ' ',
		});
		const hosts = new Set(sent.map((url) => new URL(url).hostname));
		expect([...hosts]).toEqual(expect.arrayContaining(['cloudflare-dns.com', 'dns.google']));
	});

	test.each(['first_resolver', 'second_resolver'] as const)(
		'is nobody that an earlier step names: %s',
		async (field) => {
			const input = { domain: DOMAIN, [field]: own[field] };
			for (const typed of [
				'{{1__resolver}}',
				'https://{{1__host}}/dns-query',
				undefined,
				'https://dns.other.org',
			]) {
				const { error, sent } = await check(outside(world), input, {
					typed: { ...input, [field]: typed },
				});
				expect(error?.message).toContain('must be chosen by hand');
				expect(sent).toEqual([]);
			}
			// Not even when nothing came of it this time.
			const emptied = await check(
				outside(world),
				{ domain: DOMAIN, [field]: '' },
				{ typed: { [field]: '{{1__x}}' } },
			);
			expect(emptied.error?.message).toContain('must be chosen by hand');
		},
	);

	test('is nobody at an address that is none', async () => {
		const { error, sent } = await check(outside(world), { domain: DOMAIN, first_resolver: 'ftp://x' });
		expect(error?.message).toContain('First Resolver');
		expect(sent).toEqual([]);
	});
});

test.each([
	['nothing', '', 'it is empty'],
	[
		'an address',
		'https://example.com/x',
		'it is a web address, not a domain. Type the domain alone, such as example.com.',
	],
	['an IP address', '169.254.169.254', 'it is an IP address'],
	['a list', ['example.com'], 'it is empty'],
	['a secret', 'sk-live-0123456789abcdef', 'looks like a secret'],
])('%s in the place of a domain is told, and nothing is asked', async (_what, domain, sentence) => {
	const { error, sent } = await check(outside(world), { domain });
	expect(error?.message).toContain(`Domain: `);
	expect(error?.message).toContain(sentence);
	expect(error?.message).not.toContain('0123456789');
	expect(sent).toEqual([]);
});

describe('the domain’s own servers, where whoever owns the domain leads us', () => {
	const PAGE = 'There isn’t a GitHub Pages site here.';

	/** The app's own client towards the domain's names, over a network whose every attempt to connect is seen. */
	async function led(address: string | null) {
		const connected: string[] = [];
		const resolved: string[] = [];
		const guarded = guardedHttp({
			resolve: async (name) => {
				resolved.push(name);
				return address === null ? [] : [{ address, family: address.includes(':') ? 6 : 4 }];
			},
			request: (url) => {
				connected.push(url.hostname);
				throw Object.assign(new Error(PAGE), { code: 'ECONNREFUSED' });
			},
		});
		return { ...(await check(outside(world, guarded))), connected, resolved: [...new Set(resolved)].sort() };
	}
	const OPENED = [`a.old.${DOMAIN}`, DOMAIN, `mta-sts.${DOMAIN}`, `www.${DOMAIN}`];

	test('the control: public ones are connected to', async () => {
		const { connected, resolved } = await led('93.184.216.34');
		expect(resolved).toEqual(OPENED);
		expect([...new Set(connected)].sort()).toEqual(OPENED);
	});

	test.each([
		'127.0.0.1',
		'10.0.0.7',
		'169.254.169.254',
		'192.168.1.1',
		'::1',
		'fd00::1',
		'fe80::1',
		'::ffff:10.0.0.1',
	])('%s is not connected to, and each is told as not checked', async (address) => {
		const { told, connected, resolved, error } = await led(address);
		expect(error).toBeUndefined();
		expect(resolved).toEqual(OPENED);
		expect(connected).toEqual([]);
		const refused = whys(told).filter((why) => why.includes('inside a private network. Nothing was sent'));
		for (const name of OPENED.filter((each) => each !== `www.${DOMAIN}`))
			expect(refused.join('\n')).toContain(`Request to ${name}: `);
		expect(told['light']).not.toBe('green');
	});

	test.each([301, 302, 307, 308])('where they send on to (%i) is not asked', async (status) => {
		const headers = { location: 'https://169.254.169.254/latest/meta-data' };
		const { told, sent } = await check(outside(world, async () => ({ status, headers, body: '' })));
		expect(sent.filter((url) => url.includes('169.254'))).toEqual([]);
		expect(told.findings.length).toBeGreaterThan(0);
	});
});

describe('the time of a run', () => {
	const BUDGET_MS = 25_000;

	async function timed(delayOf: SlowWorld['delayOf'], input: Input = { domain: DOMAIN }) {
		const slow = new SlowWorld();
		slow.delayOf = delayOf;
		const ran = await check(slow.slow(outside(world)), input, {}, slow.clock);
		return { ...ran, ms: slow.clock.monotonic() };
	}

	test('on a good network it is seconds', async () => {
		const { ms, error } = await timed(() => 40);
		expect(error).toBeUndefined();
		expect(ms).toBeLessThan(2_000);
	});

	test.each([1_000, 2_500, 3_900, 9_900, 3_600_000])(
		'each answer takes %i ms: it ends in time, and says what it did not see',
		async (delay) => {
			const { ms, told, error } = await timed(() => delay);
			expect(error).toBeUndefined();
			expect(ms).toBeLessThanOrEqual(BUDGET_MS);
			expect(told['light']).not.toBe('green');
			expect(told.notChecked.filter(({ blind }) => blind === true).length).toBeGreaterThan(3);
		},
	);

	test('what the time was too short for is told as such, and what was seen stays', async () => {
		const { told, ms } = await timed(({ url }) => (url.includes('cloudflare') ? 3_500 : 20));
		expect(ms).toBeGreaterThan(20_000);
		expect(whys(told).join('\n')).toContain('TXT of s2.example.com: no complete answer came');
		expect(told.findings.length).toBeGreaterThan(0);
	});

	test('a domain whose servers hang costs the rest nothing', async () => {
		const { told, ms } = await timed(({ url }) => (url.includes(DOMAIN) ? Infinity : 20));
		expect(ms).toBeGreaterThan(9_000);
		expect(ms).toBeLessThanOrEqual(BUDGET_MS);
		expect(whys(told).join('\n')).not.toContain('cloudflare');
	});

	test('a name of many labels, each asked one after the other, ends in time', async () => {
		const domain = `${Array.from({ length: 100 }, () => 'a').join('.')}.${DOMAIN}`;
		const { ms, error } = await timed(() => 3_900, { domain });
		expect(error).toBeUndefined();
		expect(ms).toBeLessThanOrEqual(BUDGET_MS);
	});
});

describe('hostile texts', () => {
	const MARKS = '\u202e\u2066\u200b\u0000\u0007';
	const CURLY = '{{bundle.authData.bootstrap_credential}}';
	const HOSTILE = `<script>alert(1)</script> <!channel> [a](javascript:b)\n# x ${MARKS}${CURLY}`;

	/** Every text of a row, in rows of rows as well. */
	const textsOf = (value: unknown): string[] =>
		typeof value === 'string'
			? [value]
			: typeof value === 'object' && value !== null
				? Object.values(value).flatMap(textsOf)
				: [];

	test('are shown as a reader sees them, and mean nothing in the two pages', () => {
		const finding = { ...sampleReport.findings[0]!, evidence: HOSTILE, remedy: HOSTILE, title: HOSTILE };
		const { markdown, html, ...row } = domainRow({
			...sampleReport,
			sentence: HOSTILE,
			next: HOSTILE,
			findings: [finding],
			notChecked: [{ ...sampleReport.notChecked[0]!, why: HOSTILE, title: HOSTILE }],
		});
		expect(textsOf(row).filter((text) => text.includes('alert(1)'))).toHaveLength(7);
		for (const text of [...textsOf(row), markdown, html])
			expect(text).not.toMatch(/[\u0000\u0007\u200b\u202e\u2066]./u);
		for (const text of textsOf(row)) expect(text).not.toContain('\n');
		expect(html).not.toMatch(/<script|<!channel/);
		expect(markdown).not.toMatch(/^# x|(?<!\\)<!channel/m);
	});

	test('from DNS and from the registry: Zapier puts nothing into their braces', async () => {
		const hostile = worldOf([...RECORDS, `example.com. TXT "v=spf1 ${CURLY} +all"`]);
		mockAnchors = hostile.anchors;
		const { told, logs } = await check(outside(hostile, undefined, { status: [`${MARKS}${CURLY}`] }));
		const texts = textsOf(told);
		expect(texts.join('\n')).toContain(CURLY);
		expect(texts.filter((text) => /[\u0000\u0007\u202e\u2066]/.test(text))).toEqual([]);
		expect(JSON.stringify([told, logs])).not.toContain(SECRET);
	});
});
