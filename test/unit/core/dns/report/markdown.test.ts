import { parsers } from 'prettier/plugins/markdown';
import { Converter } from 'showdown';
import { markdownReport } from '../../../../../core/dns/report/markdown';
import { INVISIBLE, active, confusing, marked, reportOf } from '../../../../fakes/dns/hostile';

/** What n8n's own Markdown node offers and makes more of a text, besides ids of headings. */
const OPTIONS = {
	ghMentions: true,
	simplifiedAutoLink: true,
	strikethrough: true,
	tables: true,
	tasklists: true,
	simpleLineBreaks: true,
	requireSpaceBeforeHeadingText: true,
};

/** All tags with their attributes, in order: the page without its texts. */
const tagsOf = (options: Readonly<Record<string, boolean>>) => (markdown: string) =>
	new Converter({ ...options, noHeaderId: true }).makeHtml(markdown).match(/<[a-z!?/][^>]*>/gi);

interface Part {
	readonly type: string;
	readonly children?: readonly Part[];
}

/** The parts of a text as remark reads it (CommonMark and GitHub's additions), without words. */
const partsOf = (markdown: string): unknown => {
	const outline = ({ type, children = [] }: Part): unknown => [
		type,
		children.filter((child) => !['text', 'sentence', 'whitespace', 'word'].includes(child.type)).map(outline),
	];
	return outline(parsers.markdown.parse(markdown, {} as never) as Part);
};

const readers: Readonly<Record<string, (markdown: string) => unknown>> = {
	'n8n’s Markdown node': tagsOf({}),
	'n8n’s Markdown node, everything on': tagsOf(OPTIONS),
	remark: partsOf,
};
const texts = Object.entries({ ...active('https://evil.test'), ...marked, ...confusing });

describe.each(Object.entries(readers))('a report read by %s', (_name, read) => {
	const plain = read(markdownReport(reportOf('a plain text')));

	test.each(texts)('has no link, image, heading or HTML of the domain’s: %s', (_what, text) => {
		expect(read(markdownReport(reportOf(text)))).toEqual(plain);
	});

	test('would have them if nothing were escaped', () => {
		for (const kind of ['link', 'image', 'heading on a line of its own', 'address in angles'])
			expect(read(`${markdownReport(reportOf('a plain text'))}${marked[kind]!}`)).not.toEqual(plain);
	});
});

test('signs that nobody sees are seen', () => {
	const shown = '\ufffd'.repeat(INVISIBLE.length);
	expect(markdownReport(reportOf(`a${INVISIBLE.join('')}b`)).split(`a${shown}b`).length).toBeGreaterThan(10);
});
