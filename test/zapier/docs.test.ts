import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forms } from '../../scripts/pictures/zapier-forms';
import app from '../../zapier-app/src/index';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Step {
	readonly display: { readonly label: string; readonly hidden?: boolean };
}
const labels = [app.triggers, app.searches, app.creates]
	.flatMap((group) => Object.values(group as unknown as Record<string, Step>))
	.filter(({ display }) => display.hidden !== true)
	.map(({ display }) => display.label);

test('README and page name every step of the app', () => {
	expect(labels.length).toBeGreaterThan(5);
	for (const label of labels) {
		expect(read('docs/zapier.md')).toContain(`### ${label}\n`);
		expect(read('zapier-app/README.md')).toContain(`| ${label} |`);
	}
});

test('every form has its picture, light and dark, and the page shows it', () => {
	const page = read('docs/zapier.md');
	for (const name of Object.keys(forms()))
		for (const look of ['light', 'dark']) {
			expect(existsSync(join(ROOT, `docs/images/${name}.${look}.png`))).toBe(true);
			expect(page).toContain(`images/${name}.${look}.png`);
		}
	expect(page.match(/images\/zapier-[a-z-]+\.\w+\.png/g)).toHaveLength(Object.keys(forms()).length * 2);
});

test('a form holds the labels, the help and the required marks of its fields', () => {
	const form = forms()['zapier-connection']!;
	for (const { label, required } of app.authentication.fields as ReadonlyArray<{
		label: string;
		required: boolean;
	}>)
		expect(form).toContain(`<b>${label}</b>${required ? '<em>required</em>' : '<div'}`);
	expect(form).toContain('<code>mount/role ID</code>');
	expect(form).not.toContain('`');
});

test('every link between the pages leads somewhere', () => {
	for (const file of ['docs/zapier.md', 'zapier-app/README.md', 'workflows/README.md']) {
		const links = [...read(file).matchAll(/\]\(((?!https?:)[^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
		expect(links.length).toBeGreaterThan(2);
		for (const link of links) expect([link, existsSync(join(ROOT, file, '..', link))]).toEqual([link, true]);
	}
});
