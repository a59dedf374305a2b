import { allowedBy, lookIssuerRules } from '../../../../../core/dns/certificates/caa';
import type { Looked } from '../../../../../core/dns/finding';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';

const rulesOf = (answers: Answers, name = 'www.example.com.') => lookIssuerRules(name, fakeLookups(answers));
const at = (...data: string[]) => rulesOf({ 'example.com. CAA': data }, 'example.com.');
const known = <Fact>(looked: Looked<Fact>): Fact => {
	if ('notSeen' in looked) throw new Error(looked.notSeen);
	return looked.seen;
};

describe('the climb', () => {
	it('ends at the first name with records, and asks no further', async () => {
		const lookups = fakeLookups({
			'example.com. CAA': ['0 issue a.example'],
			'com. CAA': ['0 issue b.example'],
		});
		expect(await lookIssuerRules('a.www.example.com.', lookups)).toMatchObject({
			seen: { at: 'example.com.', issue: [{ domain: 'a.example' }] },
		});
		expect(lookups.asked).toEqual(['a.www.example.com. CAA', 'www.example.com. CAA', 'example.com. CAA']);
	});

	it('goes up to the ending and not to the root', async () => {
		const lookups = fakeLookups({ '. CAA': ['0 issue a.example'] });
		expect(await lookIssuerRules('example.com.', lookups)).toMatchObject({
			seen: { at: null, asked: ['example.com.', 'com.'] },
		});
	});

	it('follows an alias at the name, and then goes on above the name and not above the alias', async () => {
		const answers: Answers = {
			'www.example.com. CNAME': ['x.example.net.'],
			'x.example.net. A': [],
			'example.net. CAA': ['0 issue wrong.example'],
			'example.com. CAA': ['0 issue right.example'],
		};
		expect(await rulesOf(answers)).toMatchObject({ seen: { issue: [{ domain: 'right.example' }] } });
		expect(await rulesOf({ ...answers, 'x.example.net. CAA': ['0 issue alias.example'] })).toMatchObject({
			seen: { at: 'www.example.com.', issue: [{ domain: 'alias.example' }] },
		});
	});

	it.each(['SERVFAIL', 'REFUSED', 'silent'] as const)(
		'ends unseen where there is no answer: %s',
		async (fault) => {
			const answers: Answers = { 'www.example.com. CAA': fault, 'example.com. CAA': ['0 issue a.example'] };
			expect(await rulesOf(answers)).toHaveProperty('notSeen');
		},
	);

	it('ends unseen where the answer is forged', async () => {
		const lookups = fakeLookups({ 'example.com. CAA': ['0 issue a.example'] }, 'bogus');
		expect(await lookIssuerRules('example.com.', lookups)).toHaveProperty('notSeen');
	});
});

describe('the records', () => {
	it.each([
		['a.example', { domain: 'a.example', parameters: {} }],
		['A.Example', { domain: 'a.example', parameters: {} }],
		[';', { domain: '', parameters: {} }],
		['', { domain: '', parameters: {} }],
		['  a.example ; ', { domain: 'a.example', parameters: {} }],
		[
			'a.example; validationmethods=dns-01,http-01; AccountUri=https://ca.example/acct/1',
			{
				domain: 'a.example',
				parameters: { validationmethods: 'dns-01,http-01', accounturi: 'https://ca.example/acct/1' },
			},
		],
	])('issue "%s"', async (value, { domain, parameters }) => {
		const { issue, faults } = known(await at(`0 issue ${value}`));
		expect(issue).toEqual([{ domain, parameters: new Map(Object.entries(parameters)) }]);
		expect(faults).toEqual([]);
	});

	it.each([
		'%%%%%',
		'a_b.example',
		'a.example validationmethods=dns-01',
		'a.example; x',
		'a.example; x=a b',
		'-a.example',
		'é.example',
	])('issue "%s" is a fault and allows nobody', async (value) => {
		const rules = known(await at(`0 issue ${value}`));
		expect(rules.faults).toHaveLength(1);
		expect(allowedBy(rules, false)).toEqual([]);
	});

	it('issuewild counts for wildcards only, and issue where there is none', async () => {
		const both = known(await at('0 issue a.example', '0 issuewild b.example'));
		expect([allowedBy(both, false), allowedBy(both, true)]).toEqual([['a.example'], ['b.example']]);
		const one = known(await at('0 issue a.example', '0 issue c.example'));
		expect([allowedBy(one, false), allowedBy(one, true)]).toEqual([
			['a.example', 'c.example'],
			['a.example', 'c.example'],
		]);
		const none = known(await at('0 issuewild ;'));
		expect([allowedBy(none, false), allowedBy(none, true)]).toEqual([null, []]);
	});

	it('tells report addresses, and tags that nobody knows', async () => {
		const rules = known(
			await at(
				'0 iodef mailto:a@example.com',
				'0 iodef nowhere',
				'128 tbs x',
				'0 future x',
				'128 issue a.example',
				'0 issuemail x',
			),
		);
		expect(rules).toMatchObject({
			reports: ['mailto:a@example.com'],
			criticalUnknown: ['tbs'],
			faults: ['iodef “nowhere”'],
		});
	});

	it('that cannot be read are not seen', async () => {
		const lookups = fakeLookups({ 'example.com. CAA': ['0 issue a.example'] });
		const broken = {
			...lookups,
			look: async (...asked: Parameters<typeof lookups.look>) => {
				const found = await lookups.look(...asked);
				return {
					...found,
					records: found.records.map((each) => ({ ...each, data: Uint8Array.of(0, 9, 1) })),
				};
			},
		};
		expect(await lookIssuerRules('example.com.', broken)).toHaveProperty('notSeen');
	});
});
