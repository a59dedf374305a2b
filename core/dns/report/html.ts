import type { Finding } from '../finding';
import { visibleHtml } from '../../html-text';
import { minuteShown } from '../times';
import type { DomainReport } from './result';

/**
 * A page to read, print and forward. Everything in it may come from whoever owns the domain: it holds no script, loads
 * nothing, and its policy forbids both.
 */
export function htmlReport(report: DomainReport): string {
	const { domain, light, sentence, next, findings, notChecked, dnssec, checked, checkedAt, questions } =
		report;
	const unseen = notChecked.map(({ id, title, why }) => item(`${id} ${title}`, why));
	const asked = questions.map(
		({ resolver, purpose, sent, limit }) => `${resolver}, ${purpose}: ${sent} of at most ${limit}`,
	);
	return [
		'<!doctype html>',
		'<html lang="en"><head><meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
		'<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">',
		`<title>${visibleHtml(domain)}: domain check</title><style>${STYLE}</style></head><body>`,
		`<h1>${visibleHtml(domain)}</h1>`,
		`<p class="light ${light}"><b>${light}</b> ${visibleHtml(sentence)}</p>`,
		next === '' ? '' : `<p><b>To do first.</b> ${visibleHtml(next)}</p>`,
		section('Findings', findings.map(finding), 'Nothing was found.'),
		section('Signatures (DNSSEC)', [`<p>${visibleHtml(dnssec.why)}</p>`], ''),
		section('Not checked', unseen, 'Everything could be looked at.'),
		`<footer><p>Looked at ${minuteShown(Date.parse(checkedAt))}; ${checked} checks were made. What cannot be seen from outside (two-factor login, who may log in) was not.</p>`,
		`<p>Questions: ${asked.map(visibleHtml).join('; ')}.</p></footer>`,
		'</body></html>',
		'',
	].join('\n');
}

const STYLE =
	'body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff;overflow-wrap:anywhere}' +
	'.light{padding:.75rem 1rem;border-left:.5rem solid;background:#f5f5f7}' +
	'.red,.critical,.high{border-color:#c62828}.yellow,.medium{border-color:#b26a00}.green,.low,.info{border-color:#2e7d32}' +
	'.light b{text-transform:uppercase;margin-right:.5rem}article{border-left:.25rem solid;padding-left:1rem;margin:1rem 0}' +
	'article p{margin:.25rem 0}h3{margin:0;font-size:1rem}small,footer{color:#5f6368;font-size:.875rem}' +
	'@media(prefers-color-scheme:dark){body{color:#e8e8ea;background:#17171a}.light{background:#242428}small,footer{color:#a0a0a8}}';

const finding = ({ id, severity, title, evidence, remedy, basis }: Finding): string =>
	`<article class="${severity}"><h3>${visibleHtml(title)}</h3><p>${visibleHtml(remedy)}</p>` +
	`<p><code>${visibleHtml(evidence)}</code></p><small>${severity} · ${visibleHtml(id)} · ${visibleHtml(basis)}</small></article>`;

const item = (title: string, why: string): string =>
	`<p><b>${visibleHtml(title)}</b>: ${visibleHtml(why)}</p>`;

const section = (title: string, parts: readonly string[], empty: string): string =>
	`<h2>${title}</h2>\n${parts.length === 0 ? `<p>${empty}</p>` : parts.join('\n')}`;
