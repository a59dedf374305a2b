import { spfGone } from '../../../../../core/dns/findings/spf-gone';
import { spfLimits } from '../../../../../core/dns/findings/spf-limits';
import { spfNone } from '../../../../../core/dns/findings/spf-none';
import { spfOpen } from '../../../../../core/dns/findings/spf-open';
import { spfVoid } from '../../../../../core/dns/findings/spf-void';
import type { Check } from '../../../../../core/dns/finding';
import type { Zone } from '../../../../fakes/dns/zone';
import { evidenceOf, judgeMail } from './judging';

const all: readonly Check[] = [spfNone, spfVoid, spfLimits, spfOpen, spfGone];
const policy = (text: string, more: Zone = {}): Zone => ({ 'example.test.': { TXT: [text] }, ...more });
const good = policy('v=spf1 mx include:_spf.mail.test ~all', {
	'example.test.': {
		TXT: ['something else', 'v=spf1 mx include:_spf.mail.test ~all'],
		MX: [[10, 'mx.example.test.']],
	},
	'mx.example.test.': { A: ['192.0.2.10'] },
	'_spf.mail.test.': { TXT: ['v=spf1 ip4:198.51.100.0/24 -all'] },
});

describe('a good policy', () => {
	it.each(all)('has none of: $title', async (check) => {
		expect(await evidenceOf(check, { zone: good })).toEqual([]);
	});

	it.each(all)('is not called good when nobody answers: $title', async (check) => {
		expect(await judgeMail(check, { zone: good, failing: ['example.test. TXT'] })).toEqual({
			notChecked: 'TXT of example.test: nobody answers',
		});
	});

	it.each([spfVoid, spfLimits, spfOpen, spfGone])(
		'is not called good when an include is not seen: $title',
		async (check) => {
			expect(await judgeMail(check, { zone: good, failing: ['_spf.mail.test.'] })).toEqual({
				notChecked: 'TXT of _spf.mail.test: nobody answers',
			});
		},
	);

	it('is not believed when its signatures are wrong', async () => {
		expect(await judgeMail(spfNone, { zone: good, bogus: ['example.test.'] })).toEqual({
			notChecked: 'TXT of example.test: the answer’s signatures are wrong',
		});
	});
});

describe('SPF-01', () => {
	it('fires without a record', async () => {
		expect(await evidenceOf(spfNone, { zone: policy('v=spf10 -all') })).toEqual([
			'example.test has no TXT record that starts with v=spf1',
		]);
	});

	it('leaves nothing to the others then', async () => {
		for (const check of [spfVoid, spfLimits, spfOpen, spfGone])
			expect(await evidenceOf(check, { zone: { 'example.test.': {} } })).toEqual([]);
	});
});

describe('SPF-02', () => {
	it('shows two records', async () => {
		const zone = { 'example.test.': { TXT: ['v=spf1 -all', 'v=spf1 mx ~all'] } };
		expect(await evidenceOf(spfVoid, { zone })).toEqual([
			'example.test has 2 SPF records: “v=spf1 -all”, “v=spf1 mx ~all”',
		]);
	});

	it('names every mistake, also in what is included', async () => {
		const zone = policy('v=spf1 ipv4:192.0.2.1 include:_spf.mail.test a:1.2.3.4 exists exists/24 -all', {
			'_spf.mail.test.': { TXT: ['v=spf1 ip4:300.1.1.1 -all'] },
		});
		expect(await evidenceOf(spfVoid, { zone })).toEqual([
			'example.test: “ipv4:192.0.2.1” is no mechanism of SPF',
			'example.test: “a:1.2.3.4” does not end in a domain’s name',
			'example.test: “exists” names no target',
			'example.test: “exists/24” is not written as it must be',
			'_spf.mail.test: “ip4:300.1.1.1” has no IPv4 address',
		]);
	});

	const servers = Array.from({ length: 11 }, (_, index) => [index, `mx${String(index)}.many.test.`] as const);
	const tooMany = 'more than 10 mail servers behind one “mx”';
	const long = `${'a'.repeat(64)}.test`;
	it.each([
		['v=spf1 mx:many.test -all', tooMany],
		['v=spf1 include:inner.test -all', tooMany],
		[`v=spf1 include:${long} -all`, `${long} is included and has no SPF record`],
		// Void for whoever comes by IPv4.
		['v=spf1 a:six1.test a:six2.test a:six3.test -all', 'more than 2 void look-ups'],
	])('tells what makes receivers give up on %s', async (text, because) => {
		const sixes = [1, 2, 3].map((index) => [`six${String(index)}.test.`, { AAAA: ['2001:db8::5'] }] as const);
		const zone = policy(text, {
			'many.test.': { MX: servers },
			'inner.test.': { TXT: ['v=spf1 mx:many.test -all'] },
			...Object.fromEntries(servers.map(([, name]) => [name, { A: ['192.0.2.11'] }])),
			...Object.fromEntries(sixes),
		});
		expect(await evidenceOf(spfVoid, { zone })).toEqual([`receivers give up on it: ${because}`]);
	});

	it('is medium where receivers give up for strangers only', async () => {
		const lists = ['a', 'b', 'c'].map((each) => `exists:%{i}.${each}.example.test`);
		expect(await evidenceOf(spfVoid, { zone: policy(`v=spf1 ${lists.slice(1).join(' ')} -all`) })).toEqual(
			[],
		);
		for (const text of [lists.join(' '), 'ptr ptr:a.test ptr:b.test', `a:gone.test ${lists.join(' ')}`])
			expect(await judgeMail(spfVoid, { zone: policy(`v=spf1 ${text} -all`) })).toEqual({
				cases: [
					{
						severity: 'medium',
						evidence: expect.stringMatching(/^for senders that it does not know .* more than 2 names /),
						remedy: expect.stringContaining('%{i}'),
					},
				],
			});
	});

	it('is high where they give up whoever sends', async () => {
		const text = ['a', 'b', 'c'].map((each) => `exists:${each}.%{d}`).join(' ');
		expect(await judgeMail(spfVoid, { zone: policy(`v=spf1 ${text} -all`) })).toEqual({
			cases: [{ evidence: 'receivers give up on it: more than 2 void look-ups' }],
		});
	});

	it('leaves to the others what they tell: too many look-ups, names that are gone', async () => {
		const many = Array.from({ length: 11 }, (_, index) => `a:n${String(index)}.test`).join(' ');
		for (const text of [`v=spf1 ${many} -all`, 'v=spf1 include:gone.test -all'])
			expect(await judgeMail(spfVoid, { zone: policy(text) })).not.toMatchObject({ cases: [{}] });
	});
});

describe('SPF-03', () => {
	const includes = (count: number) => {
		const names = Array.from({ length: count }, (_, index) => `i${index}.mail.test`);
		const records = names.map((name) => [`${name}.`, { TXT: ['v=spf1 ip4:198.51.100.1 -all'] }] as const);
		return policy(
			`v=spf1 ${names.map((name) => `include:${name}`).join(' ')} -all`,
			Object.fromEntries(records),
		);
	};

	it('does not fire at ten', async () => {
		expect(await evidenceOf(spfLimits, { zone: includes(10) })).toEqual([]);
	});

	it('fires at eleven', async () => {
		const [evidence] = await evidenceOf(spfLimits, { zone: includes(11) });
		expect(evidence).toMatch(/^at least 11 look-ups, 10 are allowed: include:i0.mail.test \(1\), /);
	});

	it('counts through includes and redirects, and not behind all', async () => {
		const zone = policy('v=spf1 include:one.test include:one.test mx a redirect=two.test', {
			'example.test.': {
				TXT: ['v=spf1 include:one.test include:one.test mx a redirect=two.test'],
				MX: [[1, 'mx.test.']],
				A: ['192.0.2.3'],
			},
			'one.test.': { TXT: ['v=spf1 ptr exists:%{i}.list.test ?all a mx'] },
			'two.test.': { TXT: ['v=spf1 include:three.test -all'] },
			'three.test.': { TXT: ['v=spf1 ptr -all'] },
		});
		const [evidence] = await evidenceOf(spfLimits, { zone });
		expect(evidence).toBe(
			'11 look-ups, 10 are allowed: include:one.test (3), include:one.test (3), mx (1), a (1), redirect=two.test (3)',
		);
	});

	it('sees a circle', async () => {
		const zone = policy('v=spf1 include:one.test -all', {
			'one.test.': { TXT: ['v=spf1 include:two.test -all'] },
			'two.test.': { TXT: ['v=spf1 include:one.test -all'] },
		});
		expect(await evidenceOf(spfLimits, { zone })).toEqual(['the SPF records include each other in a circle']);
	});

	it('fires at three look-ups that lead to nothing, not at two', async () => {
		const two = 'v=spf1 a:one.gone.test mx:two.gone.test';
		expect(await evidenceOf(spfLimits, { zone: policy(`${two} -all`) })).toEqual([]);
		expect(await evidenceOf(spfLimits, { zone: policy(`${two} a:three.gone.test -all`) })).toEqual([
			'3 look-ups lead to nothing, 2 are allowed: a:one.gone.test, mx:two.gone.test, a:three.gone.test',
		]);
	});

	it('counts the same words in two records as two', async () => {
		const zone = policy('v=spf1 include:x.test include:y.test -all', {
			'x.test.': { TXT: ['v=spf1 a mx -all'] },
			'y.test.': { TXT: ['v=spf1 a mx -all'] },
		});
		expect(await evidenceOf(spfLimits, { zone })).toEqual([
			'4 look-ups lead to nothing, 2 are allowed: a, mx, a, mx',
		]);
	});

	it('does not call a host without IPv4 void', async () => {
		const hosts = ['one', 'two', 'three'].map(
			(name) => [`${name}.test.`, { AAAA: ['2001:db8::1'] }] as const,
		);
		const zone = policy('v=spf1 a:one.test a:two.test a:three.test -all', Object.fromEntries(hosts));
		expect(await evidenceOf(spfLimits, { zone })).toEqual([]);
	});
});

describe('SPF-05', () => {
	it('of a host that is gone nothing is claimed while the registry does not answer', async () => {
		const host = policy('v=spf1 a:host.gone.test -all');
		expect(await judgeMail(spfGone, { zone: host, free: null })).toEqual({
			notChecked: 'the registry is silent',
		});
		expect(await evidenceOf(spfGone, { zone: host })).toEqual([]);
	});

	it('asks about the domain that an alias leads to, and about four names at most', async () => {
		const alias = policy('v=spf1 a:host.gone.test -all', { 'host.gone.test.': { CNAME: ['x.free.test.'] } });
		expect(await judgeMail(spfGone, { zone: alias, free: ['free.test.'] })).toMatchObject({
			cases: [{ severity: 'critical' }],
		});
		const many = policy(`v=spf1 ${[1, 2, 3, 4, 5].map((n) => `a:n${String(n)}.gone.test`).join(' ')} -all`);
		expect(await judgeMail(spfGone, { zone: many })).toEqual({
			notChecked: 'no more than 4 missing names are looked up at registries',
		});
	});

	it('asks no registry about names under the domain itself, which nobody else can register', async () => {
		const hosts = [1, 2, 3, 4].map((n) => `a:old${String(n)}.example.test`).join(' ');
		const own = policy(`v=spf1 a:old.example.test -all`);
		expect(await judgeMail(spfGone, { zone: own, free: null })).toEqual({ cases: [] });
		const many = policy(`v=spf1 ${hosts} a:host.gone.test -all`);
		expect(await judgeMail(spfGone, { zone: many, free: ['gone.test.'] })).toMatchObject({
			cases: [{ evidence: expect.stringContaining('host.gone.test') }],
		});
	});

	it('does not answer for a mail server of which the registry says nothing', async () => {
		const mail = policy('v=spf1 -all', {
			'example.test.': { TXT: ['v=spf1 -all'], MX: [[10, 'mx.gone.test.']] },
		});
		expect(await judgeMail(spfGone, { zone: mail, free: null })).toEqual({ cases: [] });
	});

	const zone = policy('v=spf1 include:_spf.gone.test a:host.gone.test include:empty.test -all', {
		'empty.test.': { TXT: ['nothing'] },
	});

	it('fires for a name that is gone and for one without a policy', async () => {
		expect(await evidenceOf(spfGone, { zone })).toEqual([
			'include:_spf.gone.test in the record of example.test: there is no such name',
			'include:empty.test in the record of example.test: empty.test has no SPF record',
		]);
	});

	it('is critical when anybody can register the domain', async () => {
		const judgement = await judgeMail(spfGone, { zone, free: ['gone.test.'] });
		expect(judgement).toMatchObject({
			cases: [
				{
					severity: 'critical',
					evidence: 'include:_spf.gone.test: anybody can register the domain of _spf.gone.test',
				},
				{ evidence: 'include:empty.test in the record of example.test: empty.test has no SPF record' },
				{
					severity: 'critical',
					evidence: 'a:host.gone.test: anybody can register the domain of host.gone.test',
				},
			],
		});
	});
});
