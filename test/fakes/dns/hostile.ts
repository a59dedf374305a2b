import type { DomainReport } from '../../../core/dns/report/result';

/**
 * What somebody who owns a domain may put into any text of its report. Where it is not escaped and no policy forbids it,
 * each runs `ran.push(<its name>)`, or asks for `<origin>/<its name>`, as a page is opened and its parts are touched.
 */
export const active = (origin: string): Readonly<Record<string, string>> => ({
	script: `"></p></code></title><script>ran.push('script')</script>`,
	'script-from-elsewhere': `<script src="${origin}/script-from-elsewhere"></script>`,
	'image-that-fails': `<img src=x: onerror="ran.push('image-that-fails')">`,
	image: `<img src="${origin}/image">`,
	handler: `<p title=""onmouseover="ran.push('handler')" x="">text</p>`,
	drawing: `<svg onload="ran.push('drawing')"></svg>`,
	'script-in-drawing': `<svg><script>ran.push('script-in-drawing')</script></svg>`,
	'image-in-drawing': `<svg><image href="${origin}/image-in-drawing"/></svg>`,
	'end-of-style': `</style><style>@import url("${origin}/end-of-style");</style>`,
	'style-sheet': `<link rel=stylesheet href="${origin}/style-sheet">`,
	background: `<p style="background:url(${origin}/background)">text</p>`,
	link: `<a href="javascript:ran.push('link')">text</a>`,
	'link-in-entities': `<a href="&#106;avascript&colon;ran.push('link-in-entities')">text</a>`,
	'frame-of-data': `<iframe src="data:text/html,<img src=${origin}/frame-of-data>"></iframe>`,
	'frame-of-markup': `<iframe srcdoc="<script>parent.ran.push('frame-of-markup')</script>"></iframe>`,
	object: `<object data="${origin}/object"></object>`,
	form: `<form action="${origin}/form" target=f><button>text</button></form><iframe name=f></iframe>`,
	refresh: `<iframe srcdoc="<meta http-equiv=refresh content='0;url=${origin}/refresh'>"></iframe>`,
	details: `<details open ontoggle="ran.push('details')">text</details>`,
});

/** Texts that mean something in Markdown. */
export const marked: Readonly<Record<string, string>> = {
	link: '[text](https://evil.test)',
	'link that is a script': '[text](javascript:ran.push)',
	'link by reference': '[text][1]\n\n[1]: https://evil.test',
	image: '![text](https://evil.test/image)',
	'address in angles': '<https://evil.test>',
	'bare address': 'https://evil.test/?a=b',
	'bare name of a web page': 'WWW.evil.test',
	'bare address of mail': 'somebody@evil.test',
	'name of a person': '@somebody',
	heading: '# text',
	'heading on a line of its own': 'text\n\n# text',
	'line below a heading': '===',
	'rule or heading': '---',
	list: '- text',
	'list in other signs': '+ text * text',
	'list of numbers': '1. text',
	code: '    text',
	'code between fences': '```\ntext\n```',
	'code within a line': '`text`',
	table: '| a | b |\n|---|---|\n| c | d |',
	emphasis: '**text** _text_ ~~text~~',
	quote: '> text',
	footnote: '[^1]\n\n[^1]: text',
	'signs that are already escaped': '\\<img src=x\\> \\[text\\]\\(https://evil.test\\)',
};

/** What must be seen as it is, though it runs nothing by itself. */
export const confusing: Readonly<Record<string, string>> = {
	'entities of entities':
		'&lt;script&gt;ran.push(1)&lt;/script&gt; &amp;lt; &#60;img src=x&#62; &nbsp;&colon;',
	'an open comment': '<!-- text --!> <![CDATA[ text ]]> <?xml text ?>',
	'a text area that never ends': '<textarea><plaintext><noscript><template>',
	'quotes of all kinds': `'"\`\u2018\u201c' onclick='x' style="x`,
	'very long': 'a'.repeat(10_000),
	'very long, all marks': '<&">'.repeat(500),
	'another direction': 'مثال.com عليك',
};

/** Signs that turn writing around or that nobody sees. */
export const INVISIBLE: readonly string[] = [
	'\u202e',
	'\u2066',
	'\u061c',
	'\u200f',
	'\u200b',
	'\ufeff',
	'\u00ad',
	'\u2028',
	'\u0000',
	'\u001b',
	'\u{e0041}',
	'\ud800',
];

/** A report with the same text in each place that holds one. */
export const reportOf = (text: string): DomainReport => ({
	domain: text,
	light: 'red',
	sentence: text,
	next: text,
	counts: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
	findings: [{ id: text, severity: 'critical', title: text, evidence: text, remedy: text, basis: text }],
	checked: 3,
	notChecked: [{ id: text, title: text, blind: true, why: text }],
	dnssec: { verdict: 'bogus', why: text },
	checkedAt: '2026-11-25T20:00:00.000Z',
	questions: [{ resolver: text, purpose: text, sent: 3, limit: 18 }],
});
