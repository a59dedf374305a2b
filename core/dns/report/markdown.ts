import { unlinked, visible } from '../../visible';
import { minuteShown } from '../times';
import type { DomainReport } from './result';

/**
 * The report for a message or a ticket. Nothing that comes from the domain can become a link, an image, a heading or
 * HTML; only a reader that makes a link of every bare name does so of names in here, too.
 */
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
		`Looked at ${minuteShown(Date.parse(checkedAt))}; ${checked} checks were made.`,
		'',
	].join('\n\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const plain = (text: string): string =>
	unlinked(
		visible(text)
			.trim()
			.replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
			// What would begin a list, or make the line above a heading.
			.replace(/^(?:\d+(?=\.)|(?=[-=]))/, '$&\\')
			// Not with a backslash: some readers, n8n's own Markdown node among them, take that for text and what follows for HTML.
			.replace(/[&<>]/g, (sign) => entities[sign] ?? ''),
	);
