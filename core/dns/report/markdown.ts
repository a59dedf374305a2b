import type { DomainReport } from './result';

/** The report for a message or a ticket. Nothing that comes from the domain can become a link, an image or a heading. */
export function markdownReport(report: DomainReport): string {
	const { domain, light, sentence, next, findings, notChecked, dnssec, checked, checkedAt } = report;
	return [
		`# ${plain(domain)}`,
		`**${light.toUpperCase()}** ${plain(sentence)}`,
		...(next === '' ? [] : [`**To do first.** ${plain(next)}`]),
		'## Findings',
		...(findings.length === 0 ? ['Nothing was found.'] : []),
		...findings.map(
			({ id, severity, title, evidence, remedy, basis }) =>
				`- **${plain(title)}** (${severity}, ${plain(id)}, ${plain(basis)})\n  ${plain(remedy)}\n  Seen: ${plain(evidence)}`,
		),
		'## Signatures (DNSSEC)',
		plain(dnssec.why),
		'## Not checked',
		...(notChecked.length === 0 ? ['Everything could be looked at.'] : []),
		...notChecked.map(({ id, title, why }) => `- ${plain(id)} ${plain(title)}: ${plain(why)}`),
		`Looked at ${checkedAt}; ${String(checked)} checks were made.`,
		'',
	].join('\n\n');
}

const plain = (text: string): string =>
	text
		.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, ' ')
		.replace(/[\\`*_{}[\]<>()#+!|~&]/g, (sign) => `\\${sign}`)
		// A bare address would be made a link by some readers.
		.replace(/:\/\//g, ':\u200b//');
