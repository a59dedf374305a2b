import { gatherMail } from '../../../../../core/dns/mail/gather';
import { isDkim, parseDkim } from '../../../../../core/dns/mail/dkim/key';
import { isDmarc, parseDmarc } from '../../../../../core/dns/mail/dmarc/record';
import { covers, parsePolicy } from '../../../../../core/dns/mail/mta-sts/policy';
import { isSpf, parseSpf } from '../../../../../core/dns/mail/spf/record';
import { checks } from '../../../../../core/dns/findings';
import { seen } from '../../../../../core/dns/finding';
import { sound } from '../../../../fakes/dns/facts';
import { fakeHost } from '../../../../fakes/host';
import { type Zone, zoneLookups } from '../../../../fakes/dns/zone';

const ofMail = Object.entries(checks)
	.filter(([id]) => /^(SPF|DKIM|DMARC|MTASTS|MX)-/.test(id))
	.map(([, check]) => check);
/** The second is as long as a record can be. */
const SIZES = [8_000, 64_000] as const;
const NOISE_MS = 50;

/** Texts that make a careless reader slow: long runs, nearly right, wrong at the end. */
const baits: Readonly<Record<string, (size: number) => string>> = {
	'one letter': (size) => 'a'.repeat(size),
	'NUL bytes': (size) => '\0'.repeat(size),
	'high bytes': (size) => '\xff'.repeat(size),
	spaces: (size) => `${' '.repeat(size)}x`,
	tabs: (size) => `${'\t'.repeat(size)}x`,
	dots: (size) => '.'.repeat(size),
	slashes: (size) => `a${'/'.repeat(size)}x`,
	prefixes: (size) => `a:b.test${'/24'.repeat(size / 3)}x`,
	digits: (size) => `a/${'1'.repeat(size)}x`,
	percents: (size) => `a:${'%'.repeat(size)}x`,
	macros: (size) => `exists:${'%{d}'.repeat(size / 4)}`,
	'an open macro': (size) => `exists:%{d${'1'.repeat(size / 2)}${'-'.repeat(size / 2)}`,
	'a long label': (size) => `a:b.${'a-'.repeat(size / 2)}!`,
	colons: (size) => `ip6:${':'.repeat(size)}`,
	groups: (size) => `ip6:${'1:'.repeat(size / 2)}`,
	terms: (size) => 'a:b.test '.repeat(size / 9),
	tags: (size) => 'x=y;'.repeat(size / 4),
	'the same tag': (size) => 'p=none;'.repeat(size / 7),
	semicolons: (size) => ';'.repeat(size),
	equals: (size) => `p${'='.repeat(size)}`,
	addresses: (size) => `p=none; rua=${'mailto:a@b.test,'.repeat(size / 16)}`,
	'a long address': (size) => `p=none; rua=mailto:${'a'.repeat(size)}`,
	'exclamation marks': (size) => `p=none; rua=${'!'.repeat(size)}`,
	base64: (size) => `p=${'A'.repeat(size)}`,
	'base64 with spaces': (size) => `p=${'A '.repeat(size / 2)}`,
	lines: (size) => 'mx: a.test\n'.repeat(size / 11),
	'a long pattern': (size) => `mx: ${'a-.'.repeat(size / 3)}!`,
	'carriage returns': (size) => `mx:${'\r'.repeat(size)}x`,
};

const readers: Readonly<Record<string, (text: string) => unknown>> = {
	SPF: (text) => (isSpf(`v=spf1 ${text}`) ? parseSpf(`v=spf1 ${text}`) : null),
	DMARC: (text) => (isDmarc(`v=DMARC1; ${text}`) ? parseDmarc(`v=DMARC1; ${text}`) : null),
	'what may be DMARC': (text) => isDmarc(`v${text}`),
	DKIM: (text) => (isDkim(`v=DKIM1; ${text}`) ? parseDkim(`v=DKIM1; ${text}`) : null),
	'MTA-STS': (text) => parsePolicy(text),
	'a pattern': (text) => covers(`*.${text}`, text),
};

const ATTEMPTS = 5;

/** How long it took, in ms. */
function time(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

describe.each(Object.entries(readers))('the reader of %s', (_name, read) => {
	it.each(Object.entries(baits))('is no slower than linear on %s', (_what, bait) => {
		const [short, long] = SIZES.map(bait) as [string, string];
		// Eight times the text: 8 times as long if linear, 64 if quadratic, and then seconds. A machine that does other
		// things as well disturbs one attempt or the other, not all of them.
		const isLinear = () => time(() => read(long)) < Math.max(NOISE_MS, 24 * time(() => read(short)));
		expect(Array.from({ length: ATTEMPTS }).some(isLinear)).toBe(true);
	});
});

describe('a hostile zone', () => {
	const facts = async (zone: Zone) => {
		const host = fakeHost({
			services: { 'https://mta-sts.example.test': () => ({ status: 200, headers: {}, body: '' }) },
		});
		const lookups = zoneLookups(zone);
		const mail = await gatherMail('example.test.', lookups, { host, free: async () => seen(null) });
		return { lookups, facts: { ...sound, domain: 'example.test.', now: 0, mail } };
	};
	it.each(Object.entries(baits))(
		'shows little of %s, and nothing that does not print',
		async (_what, bait) => {
			const text = bait(9_000);
			const zone: Zone = {
				'example.test.': { TXT: [`v=spf1 ${text}`], MX: [[1, 'mx.example.test.']] },
				'_dmarc.example.test.': { TXT: [`v=DMARC1; ${text}`] },
				'google._domainkey.example.test.': { TXT: [`v=DKIM1; ${text}`] },
				'_mta-sts.example.test.': { TXT: [`v=STSv1; id=${text}`] },
			};
			const { facts: given } = await facts(zone);
			const shown = JSON.stringify(ofMail.map((check) => check.judge(given)));
			expect(shown.length).toBeLessThan(20_000);
			expect(shown).toMatch(/^[\x20-\x7e“”…’�]*$/);
		},
	);

	it('asks no more than its budgets, however wide the tree of includes', async () => {
		const zone: Record<string, { TXT: string[] }> = {};
		for (let index = 0; index < 40; index++) {
			const next = Array.from(
				{ length: 12 },
				(_, at) => `include:n${(index * 7 + at + 1) % 40}.example.test`,
			);
			zone[`n${index}.example.test.`] = { TXT: [`v=spf1 ${next.join(' ')} -all`] };
		}
		zone['example.test.'] = { TXT: ['v=spf1 include:n0.example.test -all'] };
		const { lookups } = await facts(zone);
		const spf = lookups.asked.filter((question) => /^n\d+\.example/.test(question));
		expect(spf).toHaveLength(10);
	});

	it('adds up a tree that grows exponentially without walking it', async () => {
		const zone: Record<string, { TXT: string[] }> = {};
		for (let index = 0; index < 9; index++)
			zone[`n${index}.example.test.`] = {
				TXT: [`v=spf1 ${`include:n${index + 1}.example.test `.repeat(200)}-all`],
			};
		zone['n9.example.test.'] = { TXT: ['v=spf1 -all'] };
		zone['example.test.'] = { TXT: ['v=spf1 include:n0.example.test -all'] };
		const start = performance.now();
		const { facts: seen } = await facts(zone);
		expect(performance.now() - start).toBeLessThan(1_000);
		expect(seen.mail.spf.audit.count.total).toBeGreaterThan(200 ** 9);
	});
});
