import type { Browser } from 'playwright-core';
import { htmlReport } from '../../../core/dns/report/html';
import { openBrowser } from '../../../scripts/pictures/browser';
import { INVISIBLE, active, confusing, reportOf } from '../../fakes/dns/hostile';
import { Reader, type Visit } from './visit';

const PLAIN = 'a plain text';

let browser: Browser;
let reader: Reader;
let plain: Visit;
beforeAll(async () => {
	browser = await openBrowser();
	reader = await Reader.open(browser);
	plain = await reader.visit(() => htmlReport(reportOf(PLAIN)));
}, 60_000);
afterAll(async () => {
	await reader.close();
	await browser.close();
});

const all = (texts: Readonly<Record<string, string>>) => Object.values(texts).join(' ');
const times = (text: string, part: string) => text.split(part).length - 1;

/** The report of a plain domain with texts in it that somebody forgot to escape. */
const unescaped = (origin: string) =>
	htmlReport(reportOf(PLAIN)).replace('<h2>', () => `${all(active(origin))}<h2>`);

test.each<[string, (origin: string) => string]>([
	['what would run or load something', (origin) => all(active(origin))],
	...Object.entries(confusing).map(([name, text]) => [name, () => text] as [string, () => string]),
])('%s, in every text of a report, does nothing and is read as it is', async (_what, textFor) => {
	let text = '';
	const visit = await reader.visit((origin) => htmlReport(reportOf((text = textFor(origin)))));
	expect(visit).toMatchObject({ ran: [], loaded: [], said: [], tooWide: false });
	expect(visit.marks).toEqual(plain.marks);
	expect(times(visit.text, text)).toBe(times(plain.text, PLAIN));
});

test('signs that nobody sees are seen', async () => {
	const { text } = await reader.visit(() => htmlReport(reportOf(`a${INVISIBLE.join('')}b`)));
	const shown = `a${'\ufffd'.repeat(INVISIBLE.length)}b`;
	expect(times(text, shown)).toBe(times(plain.text, PLAIN));
});

test('the page’s policy keeps what was not escaped from running and loading', async () => {
	const visit = await reader.visit(unescaped);
	expect(visit).toMatchObject({ ran: [], loaded: [] });
	expect(visit.marks.length).toBeGreaterThan(plain.marks.length);
});

test('without a policy each of these texts runs or loads something, or the tests above could not fail', async () => {
	const names = Object.keys(active(''));
	const { ran, loaded } = await reader.visit(
		(origin) => unescaped(origin).replace(/<meta http-equiv[^>]*>/, ''),
		names.length,
	);
	expect([...new Set([...ran, ...loaded])].sort()).toEqual(names.sort());
}, 60_000);
