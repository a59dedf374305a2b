import { htmlReport } from '../../../../../core/dns/report/html';
import { markdownReport } from '../../../../../core/dns/report/markdown';
import type { DomainReport } from '../../../../../core/dns/report/result';

/** What somebody who owns a domain may put into every text of the report. */
const HOSTILE =
	'"><script>alert(1)</script><img src=x onerror=alert(2)> [a](javascript:b) ![c](https://evil.example/p) \u202e# `x` https://evil.example';

const report: DomainReport = {
	domain: HOSTILE,
	light: 'red',
	sentence: HOSTILE,
	next: HOSTILE,
	counts: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
	findings: [
		{
			id: 'SPF-04',
			severity: 'critical',
			title: 'A title',
			evidence: HOSTILE,
			remedy: HOSTILE,
			basis: 'RFC 7208',
		},
	],
	checked: 3,
	notChecked: [{ id: 'REG-08', title: 'Another', blind: true, why: HOSTILE }],
	dnssec: { verdict: 'bogus', why: HOSTILE },
	checkedAt: '2026-11-25T20:00:00.000Z',
	questions: [{ resolver: HOSTILE, purpose: 'own names', sent: 3, limit: 18 }],
};

test('a web page of hostile texts holds no mark of theirs, no script, and loads nothing', () => {
	const page = htmlReport(report);
	const body = page.replace(/<style>[^]*?<\/style>/, '');
	expect([...body.matchAll(/<(\w+)/g)].map(([, tag]) => tag)).toEqual(
		expect.not.arrayContaining(['script', 'img', 'a', 'iframe', 'link']),
	);
	expect(body).not.toMatch(/<[^>]+\son\w+=/);
	expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
	expect(page).toContain('&quot;&gt;&lt;script&gt;');
	expect(page).not.toContain('\u202e');
});

test('a text of hostile texts holds no link, image, heading or mark of theirs', () => {
	const text = markdownReport(report);
	// Without what is escaped nothing of theirs may be left that means something.
	const meant = text.replace(/\\./g, '');
	expect(meant).not.toMatch(/[<>`[\]]|:\/\//);
	expect(meant.match(/^#/gm)).toHaveLength(4);
	expect(text).not.toContain('\u202e');
});

test('what was not checked stands in both', () => {
	for (const page of [htmlReport, markdownReport].map((make) => make(report))) {
		expect(page).toContain('Not checked');
		expect(page).toContain('REG-08'.slice(0, 3));
		expect(page).toContain('Another');
	}
});
