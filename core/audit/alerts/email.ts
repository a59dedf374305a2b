import { htmlOf } from '../../html-text';
import type { Severity } from '../../dns/finding';
import { type Alert, type AlertForm, KEEP, NO_CHECKPOINT } from './alert';
import { shown } from './shown';
import { plainAlert } from './text';

/** Subject, plain text and HTML. The subject is one line, so that no header can be put in (RFC 5322, section 2.2). */
export const email: AlertForm = {
	title: 'E-Mail',
	render(alert) {
		const { lead, title } = shown(alert);
		return { subject: `Keyturn: ${lead}: ${title}`, text: plainAlert(alert), html: html(alert) };
	},
};

/** Without script, link, image or anything to load; styles stand in the tags, as mail programs drop style sheets. */
function html(alert: Alert): string {
	const { lead, title, sentence, next, rows } = shown(alert);
	return [
		'<!doctype html>',
		`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${htmlOf(title)}</title></head>`,
		`<body style="${BODY}">`,
		`<p style="margin:0;color:${colours[alert.severity]};font-weight:bold">${htmlOf(lead)}</p>`,
		`<h1 style="margin:4px 0 12px;font-size:20px;line-height:1.3">${htmlOf(title)}</h1>`,
		`<p>${htmlOf(sentence)}</p>`,
		next === '' ? '' : `<p><b>What to do.</b> ${htmlOf(next)}</p>`,
		'<table style="border-collapse:collapse;font-size:14px">',
		...rows.map(
			([label, text]) =>
				`<tr><th scope="row" style="${CELL};text-align:left;font-weight:normal;color:#5f6368;overflow-wrap:break-word">${htmlOf(label)}</th><td style="${CELL}">${htmlOf(text)}</td></tr>`,
		),
		'</table>',
		...checkpoint(alert),
		'</body></html>',
		'',
	].join('\n');
}

const checkpoint = ({ checkpoint: note }: Alert): string[] =>
	note === null
		? [`<p>${NO_CHECKPOINT}</p>`]
		: [`<p style="margin:20px 0 4px;color:#5f6368">${KEEP}</p>`, `<pre style="${PRE}">${htmlOf(note)}</pre>`];

const BODY =
	'margin:0;padding:20px;max-width:640px;font:15px/1.5 Arial,Helvetica,sans-serif;color:#1b1b1f;background:#ffffff;overflow-wrap:anywhere';
const CELL = 'padding:4px 16px 4px 0;vertical-align:top';
const PRE =
	'margin:0;padding:12px;background:#f5f5f7;font:13px/1.45 Consolas,Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere';

const colours: Readonly<Record<Severity, string>> = {
	critical: '#c62828',
	high: '#c62828',
	medium: '#b26a00',
	low: '#5f6368',
	info: '#5f6368',
};
