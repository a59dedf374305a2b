import type { Judged } from '../../../../../core/dns/report/judge';
import { reportOf } from '../../../../../core/dns/report/report';
import type { Finding, Severity } from '../../../../../core/dns/finding';
import { sound } from '../../../../fakes/dns/facts';

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
