import { htmlReport } from '../../../core/dns/report/html';
import { markdownReport } from '../../../core/dns/report/markdown';
import type { DomainReport } from '../../../core/dns/report/result';
import { visible } from '../../../core/visible';
import { sampleReport } from './sample-report';
import { outputsFrom, type Shown } from './shown';

/**
 * A report as later steps can use it. What the domain's owner, its servers or a registry wrote may stand in each text: it
 * is shown as a reader sees it, and in the two pages as what it is.
 */
export const domainRow = (report: DomainReport) => ({
	id: report.domain,
	domain: report.domain,
	light: report.light,
	sentence: visible(report.sentence),
	next: visible(report.next),
	...report.counts,
	findings: report.findings.map((finding) => visibleIn({ ...finding })),
	notChecked: report.notChecked.map((each) => ({ ...visibleIn({ ...each, blind: '' }), blind: each.blind })),
	checkedAt: report.checkedAt,
	markdown: markdownReport(report),
	html: htmlReport(report),
});

const visibleIn = (row: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(row).map(([name, text]) => [name, visible(text)]));

const sample = domainRow(sampleReport);

/** Everything that a step about a domain may show, in the words of the n8n node. */
const shown = {
	id: { label: 'ID', sample: sample.id },
	domain: { label: 'Domain', sample: sample.domain },
	light: { label: 'Light', sample: sample.light },
	sentence: { label: 'Sentence', sample: sample.sentence },
	next: { label: 'Next', sample: sample.next },
	critical: { label: 'Critical Findings', type: 'integer', sample: sample.critical },
	high: { label: 'High Findings', type: 'integer', sample: sample.high },
	medium: { label: 'Medium Findings', type: 'integer', sample: sample.medium },
	low: { label: 'Low Findings', type: 'integer', sample: sample.low },
	info: { label: 'Info Findings', type: 'integer', sample: sample.info },
	findings: {
		label: 'Findings',
		sample: sample.findings,
		children: {
			id: { label: 'ID' },
			severity: { label: 'Severity' },
			title: { label: 'Title' },
			evidence: { label: 'Evidence' },
			remedy: { label: 'Remedy' },
			basis: { label: 'Basis' },
		},
	},
	notChecked: {
		label: 'Not Checked',
		sample: sample.notChecked,
		children: {
			id: { label: 'ID' },
			title: { label: 'Looked For' },
			why: { label: 'Why' },
			blind: { label: 'Nobody Could Look', type: 'boolean' },
		},
	},
	checkedAt: { label: 'Checked At', type: 'datetime', sample: sample.checkedAt },
	markdown: { label: 'Markdown Report', sample: sample.markdown },
	html: { label: 'Web Page Report', sample: sample.html },
} satisfies Readonly<Record<string, Shown>>;

/** What one step about a domain shows. */
export const domainOutput = outputsFrom(shown);
