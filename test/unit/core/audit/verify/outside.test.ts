import { type OutsideCheckpoint, readOutside } from '../../../../../core/audit/verify/outside';
import { checkpointOf, draftOf, signerOf } from '../../../../fakes/audit/log';

const ORIGIN = 'keyturn.example/log';
const draft = draftOf(40);
const note = (size: number) => Buffer.from(checkpointOf(draft, size, [signerOf(1)])).toString();
const [three, forty] = [note(3), note(40)];
const lines = (text: string) => text.split('\n').slice(0, 3);
const rootOf = (text: string) => lines(text)[2]!;

const seen = (text: string) =>
	readOutside(text).checkpoints.map(
		({ origin, size, root }: OutsideCheckpoint) =>
			`${origin} ${size} ${Buffer.from(root).toString('base64')}`,
	);
const expected = [three, forty].map((each) => lines(each).join(' '));

const both = (change: (text: string) => string) =>
	`Hello,\n\n${change(three)}\nand then\n\n${change(forty)}\nBye 12`;
const html = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('+', '&#43;').replaceAll('=', '&#x3D;').replaceAll('/', '&sol;');
const quotedPrintable = (text: string) =>
	[...Buffer.from(text)]
		.map((byte) =>
			byte === 10 || (byte >= 32 && byte < 127 && byte !== 61)
				? String.fromCharCode(byte)
				: `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
		)
		.join('')
		.replace(/[^\n]{70}/g, '$&=\n');

it.each<[string, string]>([
	['as they were signed', both((text) => text)],
	['without their signatures', both((text) => `${lines(text).join('\n')}\n`)],
	['with carriage returns', both((text) => text.replaceAll('\n', '\r\n'))],
	['with carriage returns alone', both((text) => text.replaceAll('\n', '\r'))],
	['quoted in an answer', both((text) => text.replaceAll('\n', '\n> '))],
	['quoted twice', both((text) => text.replaceAll('\n', '\n>> > '))],
	['quoted without a space', both((text) => text.replaceAll('\n', '\n>'))],
	['indented', both((text) => text.replaceAll('\n', '\n\t    '))],
	['in a block of code', both((text) => `\`\`\`\n${text}\`\`\``)],
	[
		'with backticks around each line',
		both((text) =>
			lines(text)
				.map((line) => `\`${line}\``)
				.join('\n'),
		),
	],
	[
		'in bold',
		both((text) =>
			lines(text)
				.map((line) => `*${line}*`)
				.join('\n'),
		),
	],
	['with empty lines between', both((text) => lines(text).join('\n\n'))],
	['on one line', both((text) => lines(text).join(' '))],
	['in a table', both((text) => `| ${lines(text).join(' | ')} |`)],
	['as a row of CSV', both((text) => `"${lines(text).join('","')}"`)],
	['in JSON', JSON.stringify({ text: both((text) => text) })],
	['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ text: both((text) => text) }) })],
	[
		'in JSON that escapes all it can',
		JSON.stringify(both((text) => text)).replace(
			/[/=+]/g,
			(sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
		),
	],
	['in JSON with escaped slashes', JSON.stringify(both((text) => text)).replaceAll('/', '\\/')],
	[
		'as members of objects',
		`[${[three, forty].map((each) => JSON.stringify({ origin: ORIGIN, size: Number(lines(each)[1]), root: rootOf(each) })).join()}]`,
	],
	[
		'as members in the order of canonical JSON',
		`[${[three, forty].map((each) => JSON.stringify({ origin: ORIGIN, root: rootOf(each), size: Number(lines(each)[1]) })).join()}]`,
	],
	[
		'as members that are texts, with others',
		`[${[three, forty].map((each) => JSON.stringify({ at: 5, size: lines(each)[1], origin: ORIGIN, root: rootOf(each), more: [] }, null, 2)).join()}]`,
	],
	[
		'as members in JSON in JSON',
		JSON.stringify(
			JSON.stringify(
				[three, forty].map((each) => ({ root: rootOf(each), origin: ORIGIN, size: Number(lines(each)[1]) })),
			),
		),
	],
	[
		'as members cut out of an object',
		both((text) => `"origin" : "${ORIGIN}", "size": ${lines(text)[1]!}, "root":"${rootOf(text)}"`),
	],
	[
		'as members without quotes',
		both((text) => `{origin: ${ORIGIN}, size: ${lines(text)[1]!}, root: ${rootOf(text)}}`),
	],
	['with labels', both((text) => `origin: ${ORIGIN}\nsize: ${lines(text)[1]!}\nroot: ${rootOf(text)}`)],
	['in HTML', both((text) => `<div>${html(text).replaceAll('\n', '<br>')}</div>`)],
	[
		'in HTML with closed breaks',
		both((text) => `<p class="x">${html(text).replaceAll('\n', '<br />\n')}</p>`),
	],
	[
		'in HTML with a line a paragraph',
		both((text) => html(text).replace(/.+\n/g, (line) => `<p style="a">${line.trim()}</p>`)),
	],
	[
		'in HTML that was escaped once more, signs by their names',
		both((text) =>
			html(text).replaceAll('&#43;', '&plus;').replaceAll('&', '&amp;').replaceAll('\n', '&lt;br&gt;'),
		),
	],
	['in HTML with numbers for line breaks', both((text) => html(text).replaceAll('\n', '&#10;'))],
	['in HTML inside JSON', JSON.stringify(both((text) => html(text).replaceAll('\n', '<br/>')))],
	[
		'in HTML with the name as a link',
		both((text) =>
			html(text).replace(html(ORIGIN), `<a href="https://${ORIGIN}">${ORIGIN}</a>`).replaceAll('\n', '<br>'),
		),
	],
	['with spaces at the ends of lines', both((text) => text.replaceAll('\n', '  \n'))],
	['with spaces at the ends of lines and carriage returns', both((text) => text.replaceAll('\n', ' \t\r\n'))],
	['with other spaces at the ends of lines', both((text) => text.replaceAll('\n', '\u2003\u3000\n\u2009'))],
	['with separators of lines and paragraphs', both((text) => text.replaceAll('\n', '\u2028'))],
	['without white space before and after', lines(three).join('\n') + `\n${lines(forty).join('\n')}`],
	['quoted from the first line on', both((text) => text).replace(/^/gm, '> ')],
	[
		'quoted with carriage returns and hard spaces',
		both((text) => text)
			.replace(/^/gm, '>\u00a0')
			.replaceAll('\n', '\u00a0\r\n'),
	],
	['quoted in HTML', both((text) => html(text).replace(/^/gm, '&gt;&nbsp;').replaceAll('\n', '&#160;<br>'))],
	[
		'with marks for the direction of text',
		both((text) => text.replace(/.+\n/g, (line) => `\u2068${line.trim()}\u2069\u200e\n`)),
	],
	[
		'with hard spaces in quoted-printable',
		quotedPrintable(both((text) => text.replaceAll('\n', '\u00a0\n\u00a0'))),
	],
	[
		'with hard spaces of Latin-1 in quoted-printable',
		quotedPrintable(both((text) => text)).replaceAll('\n', '=A0\n'),
	],
	['with spaces in quoted-printable', quotedPrintable(both((text) => text)).replaceAll('\n', '=20\r\n')],
	['with hard spaces', both((text) => text.replaceAll('\n', '\u00a0\n\u00a0'))],
	['with marks of no width', both((text) => text.replaceAll('\n', '\u200b\n\ufeff'))],
	['in quoted-printable', quotedPrintable(both((text) => text))],
	[
		'in quoted-printable with carriage returns',
		quotedPrintable(both((text) => text)).replaceAll('\n', '\r\n'),
	],
	['with the name as a link of Slack', both((text) => text.replace(ORIGIN, `<https://${ORIGIN}|${ORIGIN}>`))],
	['with the name as a link of Teams', both((text) => text.replace(ORIGIN, `${ORIGIN}<http://${ORIGIN}/>`))],
	['with the name as an address', both((text) => text.replace(ORIGIN, `https://${ORIGIN}`))],
])('finds checkpoints %s', (_how, text) => {
	expect(seen(text).sort()).toEqual([...expected].sort());
});

it('takes a hash with another letter for another hash, which contradicts', () => {
	const root = rootOf(three);
	const other = `${root[0] === 'A' ? 'B' : 'A'}${root.slice(1)}`;
	expect(seen(three.replace(root, other))).toEqual([`${ORIGIN} 3 ${other}`]);
	const lower = root.toLowerCase();
	expect(seen(three.replace(root, lower))).not.toContain(expected[0]);
});

it('tells each once', () => {
	expect(seen(both((text) => text).repeat(3))).toHaveLength(2);
});

it.each([
	['no text', ''],
	['a hash alone', rootOf(three)],
	['a number and a hash', `3\n${rootOf(three)}`],
	['a hash that is too short', three.replace(rootOf(three), Buffer.alloc(31).toString('base64'))],
	[
		'a hash in hexadecimal digits',
		three.replace(rootOf(three), Buffer.from(rootOf(three), 'base64').toString('hex')),
	],
	['a number with a zero in front', three.replace('\n3\n', '\n03\n')],
	['a number with a word', three.replace('\n3\n', '\n3 entries\n')],
	[
		'a hash with a space in it',
		three.replace(rootOf(three), (root) => `${root.slice(0, 20)} ${root.slice(20)}`),
	],
	[
		'a hash over two lines',
		three.replace(rootOf(three), (root) => `${root.slice(0, 20)}\n${root.slice(20)}`),
	],
	[
		'a hash over two quoted lines',
		three.replace(rootOf(three), (root) => `${root.slice(0, 20)}\r\n> ${root.slice(20)}`),
	],
	['a hash without its padding', three.replace(rootOf(three), (root) => root.replace('=', ''))],
	['a hash with a letter more', three.replace(rootOf(three), (root) => `A${root}`)],
	['a hash in the alphabet for addresses', three.replace(rootOf(three), `-_${rootOf(three).slice(2)}`)],
	[
		'a hash with bits that stand for nothing',
		three.replace(rootOf(three), (root) => `${root.slice(0, 42)}${root[42] === 'B' ? 'C' : 'B'}=`),
	],
	[
		'a hash with a letter that looks the same',
		three.replace(rootOf(three), (root) => `\u0410${root.slice(1)}`),
	],
	['a number that lost its line', three.replace('\n3\n', '3\n')],
	['a hash that lost its line', three.replace('\n3\n', '\n3')],
	['a hash with a letter less', three.replace(rootOf(three), rootOf(three).slice(1))],
])('finds none in %s', (_what, text) => {
	expect(seen(text)).toEqual([]);
});

it.each([
	['backslashes', '\\'.repeat(200_000)],
	['opening braces', '{'.repeat(200_000)],
	['opening braces with quotes', '{"origin":'.repeat(4_000)],
	['opening tags', '<div '.repeat(40_000)],
	['ampersands', '&#'.repeat(100_000)],
	['equal signs', '= '.repeat(100_000)],
	['equal signs and spaces', `=${' '.repeat(199_999)}`],
	['quotes and spaces', `"${' '.repeat(10)}`.repeat(4_000)],
	['quotes and many spaces', `"${' '.repeat(199_000)}`],
	['hashes', `${rootOf(three)}\n`.repeat(4_000)],
])('reads 200,000 characters of %s in a moment', (_what, text) => {
	const began = performance.now();
	readOutside(text);
	expect(performance.now() - began).toBeLessThan(3_000);
});
