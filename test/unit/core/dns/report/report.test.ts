import type { Lookup, Security } from '../../../../../core/dns/lookup';
import { htmlReport } from '../../../../../core/dns/report/html';
import type { Judged } from '../../../../../core/dns/report/judge';
import { markdownReport } from '../../../../../core/dns/report/markdown';
import { reportOf } from '../../../../../core/dns/report/report';
import type { Finding, Severity } from '../../../../../core/dns/finding';
import { DOMAIN, answer, sound } from '../../../../fakes/dns/facts';

const found = (severity: Severity, title: string): Finding => ({
	...{ id: 'X-01', severity, title, evidence: 'seen', basis: 'RFC 1' },
	remedy: `Mend what is ${severity}.`,
});
const blind = { id: 'X-02', title: 'Something', blind: true, why: 'the registry does not answer' };
const unnamed = { id: 'X-03', title: 'Another thing', blind: false, why: 'nobody named it' };

const told = (judged: Partial<Judged>) => {
	const { light, sentence, next } = reportOf(
		sound,
		{ findings: [], notChecked: [], checked: 9, ...judged },
		[],
	);
	return { light, sentence, next };
};

test('the worst finding is what to do first', () => {
	const findings = [found('high', 'Bad'), found('medium', 'Less bad')];
	expect(told({ findings, notChecked: [blind] })).toEqual({
		light: 'red',
		sentence: 'example.com needs you: bad, and 1 more finding; 1 check could not be made.',
		next: 'example.com: bad. Mend what is high.',
	});
});

test('where the light is yellow for what nobody could look at, that is told, and not what hardly matters', () => {
	expect(told({ findings: [found('info', 'Odd')], notChecked: [unnamed, blind] })).toEqual({
		light: 'yellow',
		sentence: 'Nothing bad was seen at example.com; 1 check could not be made.',
		next: 'example.com: check again later. Not looked at: the registry does not answer.',
	});
});

test('green leaves nothing to do', () => {
	expect(told({ findings: [found('low', 'Odd')], notChecked: [unnamed] })).toEqual({
		light: 'green',
		sentence: 'example.com looks well.',
		next: '',
	});
});

test.each([
	['SPF trusts a name that is gone', 'SPF trusts a name that is gone'],
	['DNSSEC is half on', 'DNSSEC is half on'],
	['A-labels are odd', 'A-labels are odd'],
	['X509 is old', 'X509 is old'],
	['Signatures have expired', 'signatures have expired'],
	['A signature does not fit', 'a signature does not fit'],
])('%s, within a sentence', (title, within) => {
	const { sentence, next } = told({ findings: [found('high', title)] });
	expect(sentence).toBe(`example.com needs you: ${within}.`);
	expect(next).toBe(`example.com: ${within}. Mend what is high.`);
});

describe('what is said of the signatures', () => {
	const verdict = (security: Security, what: string | null = null): Pick<Lookup, 'verdict'> => ({
		verdict: { security, link: what === null ? null : { zone: DOMAIN, reason: 'no answer', what } },
	});
	const looked = (security: Security, what: string | null, ...aliases: readonly string[]) =>
		answer('A', [], { ...verdict(security, what), aliases });
	const said = (top: Pick<Lookup, 'verdict'>, ...own: readonly Lookup[]) => {
		const facts = {
			...sound,
			apex: { ...sound.apex, soa: answer('SOA', [], top) },
			dnssec: { ...sound.dnssec, ds: answer('DS', [], verdict('secure')), own },
		};
		return reportOf(facts, { findings: [], notChecked: [], checked: 1 }, []).dnssec;
	};
	const signed = {
		verdict: 'secure',
		why: 'Signed, and every signature from the root down was checked here.',
	};
	const broken = {
		verdict: 'bogus',
		why: 'Signed, and the signatures do not hold. At example.com: it does not fit.',
	};

	test.each<[string, ReturnType<typeof said>, object]>([
		['signed', said(verdict('secure'), looked('secure', null)), signed],
		[
			'not signed',
			said(verdict('insecure')),
			{ verdict: 'insecure', why: 'Not signed; that this is so is proved.' },
		],
		['a zone below is not signed', said(verdict('secure'), looked('insecure', null)), signed],
		[
			'a part cannot be checked',
			said(verdict('secure'), looked('insecure', 'too many rounds', `b.${DOMAIN}`)),
			{
				verdict: 'insecure',
				why: 'Signed, but not in a way that protects all of it: some cannot be checked. At example.com: too many rounds.',
			},
		],
		[
			'the same where an alias leads elsewhere',
			said(verdict('secure'), looked('insecure', 'too many rounds', 'b.test.')),
			signed,
		],
		[
			'nobody answers where an alias leads',
			said(verdict('secure'), looked('indeterminate', 'silence', 'b.test.')),
			signed,
		],
		[
			'nobody answers',
			said(verdict('secure'), looked('indeterminate', 'silence')),
			{ verdict: 'indeterminate', why: 'Nobody could look. At example.com: silence.' },
		],
		[
			'one is broken',
			said(verdict('secure'), looked('secure', null), looked('bogus', 'it does not fit')),
			broken,
		],
		[
			'one is broken where an alias leads',
			said(verdict('secure'), looked('bogus', 'it does not fit', 'b.test.')),
			broken,
		],
	])('%s', (_what, dnssec, expected) => expect(dnssec).toEqual(expected));
});

test('as a page and as Markdown it says what to do first, and leaves that out where there is nothing', () => {
	const judged = { notChecked: [unnamed], checked: 9 };
	const bad = reportOf(sound, { ...judged, findings: [found('high', 'Bad')] }, []);
	const well = reportOf(sound, { ...judged, findings: [] }, []);
	for (const form of [htmlReport, markdownReport]) {
		expect(form(bad)).toMatch(/To do first\..* example\.com: bad\. Mend what is high\./);
		expect(form(bad)).toMatch(/X-03.*Another thing.*: nobody named it/);
		expect(form(bad)).not.toContain('Nothing was found.');
		expect(form(well)).not.toContain('To do first');
		expect(form(well)).toContain('Nothing was found.');
		expect(form({ ...well, notChecked: [] })).toContain('Everything could be looked at.');
	}
});
