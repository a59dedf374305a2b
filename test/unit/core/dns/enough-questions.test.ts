import type { World } from '../../../fakes/dns/signed/world';
import { signedWorld } from '../../../fakes/dns/signed/world';
import { checked, DOMAIN, kept, worldWith } from '../../../fakes/dns/whole-check';

/** RFC 8078, section 4: switch DNSSEC off. */
const off = (zone: string) => `${zone} CDS 0 0 0 00`;
const offByKey = (zone: string) => `${zone} CDNSKEY 0 3 0 AA==`;
const at = (domain: string) => kept().map((line) => line.replaceAll(DOMAIN, domain));
/** What stands at a name that is no zone of its own. */
const below = (domain: string) => at(domain).slice(3);
const wwwElsewhere = (domain: string) => [
	...at(domain).filter((line) => !line.startsWith('www.')),
	`www.${domain} CNAME site.host.other.`,
];
const host = { name: 'host.other.', records: ['site.host.other. A 198.51.100.9'] };
const underUk = (records: readonly string[]): World =>
	signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'uk.' },
			{ name: 'co.uk.' },
			{ name: 'example.co.uk.', records: [...records, off('example.co.uk.')] },
			{ name: 'other.' },
			host,
		],
	});

test.each<[string, World, string]>([
	['a domain', worldWith({ records: [...kept(), off(DOMAIN)] }), DOMAIN],
	['a domain that asks by keys alone', worldWith({ records: [...kept(), offByKey(DOMAIN)] }), DOMAIN],
	[
		'a domain whose www leads elsewhere',
		worldWith({ records: [...wwwElsewhere(DOMAIN), off(DOMAIN)] }, { name: 'other.' }, host),
		DOMAIN,
	],
	['a domain below an ending of two labels', underUk(at('example.co.uk.')), 'example.co.uk.'],
	['the same, whose www leads elsewhere', underUk(wwwElsewhere('example.co.uk.')), 'example.co.uk.'],
	[
		'a name within a zone',
		worldWith({ records: [...kept(), ...below('app.example.tld.'), off(DOMAIN)] }),
		'app.example.tld.',
	],
	[
		'a name within a zone below an ending of two labels',
		underUk([...at('example.co.uk.'), ...below('app.example.co.uk.')]),
		'app.example.co.uk.',
	],
	[
		'a name within a zone that is another’s',
		worldWith(
			{ records: [...kept(), 'app.example.tld. CNAME site.host.other.', off(DOMAIN)] },
			{ name: 'other.' },
			host,
		),
		'app.example.tld.',
	],
])(
	'the questions are enough for all signatures and for waiting key changes: %s',
	async (_what, world, domain) => {
		const { report, found } = await checked(world, { domain });
		expect(report.dnssec.verdict).toBe('secure');
		expect(found).toContain('DNSSEC-17 high');
		expect(report.notChecked.filter(({ why }) => /questions would be needed/.test(why))).toEqual([]);
		for (const { purpose, sent, limit } of report.questions)
			expect([purpose, sent <= limit]).toEqual([purpose, true]);
	},
);

test.each([
	['no alias', worldWith({ records: kept() }), 0],
	['an alias to elsewhere', worldWith({ records: wwwElsewhere(DOMAIN) }, { name: 'other.' }, host), 4],
])('of the chain behind aliases there is an account of its own: %s', async (_what, world, sent) => {
	const { report } = await checked(world);
	expect(report.questions.filter(({ purpose }) => purpose === 'where aliases lead')).toMatchObject([
		{ sent },
	]);
});
