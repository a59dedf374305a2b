import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import type { Editor } from '../../demo/editor/editor';
import { Person } from '../../demo/play/person';
import { registration } from '../../demo/play/preparations';
import * as terms from '../../demo/play/terms';
import { registering } from '../../demo/play/workflow';
import { shots } from './shots';

/** Names and owners. */
const OTHERS = { 'newsletter-writer.dev': 'Newsroom', 'invoice-sorter.dev': '' };

/** What a person could read on a page when its picture was taken. */
export interface Pictured {
	readonly name: string;
	readonly text: string;
}

/** Takes every picture in the given looks, as `<name>.<look>.png`. */
export async function takePictures(
	browser: Browser,
	editor: Editor,
	folder: string,
	looks: readonly ('light' | 'dark')[] = ['light', 'dark'],
): Promise<readonly Pictured[]> {
	mkdirSync(folder, { recursive: true });
	await registerOthers(editor);
	const texts: Pictured[] = [];
	const { url, owner } = editor;
	for (const colorScheme of looks) {
		const context = await browser.newContext({ colorScheme });
		const data = { emailOrLdapLoginId: owner.email, password: owner.password };
		await context.request.post(`${url}/rest/login`, { data });
		const page = await context.newPage();
		for (const [name, find] of Object.entries(shots)) {
			const part = await find(page, url);
			const path = join(folder, `${name}.${colorScheme}.png`);
			await (part === undefined ? page.screenshot({ path }) : part.screenshot({ path }));
			texts.push({ name: `${name}, ${colorScheme}`, text: await textOf(page) });
		}
		await context.close();
	}
	return texts;
}

/** Two more keys for the review to tell of: one that is due, and one that nobody owns. */
async function registerOthers({ rest, stage }: Editor): Promise<void> {
	const person = new Person(stage.owner);
	for (const [name, owner] of Object.entries(OTHERS)) {
		await person.allow(`${terms.PREFIX}/values/${name}`, stage.provider.url);
		const { status } = await rest.run(
			await rest.createWorkflow(registering({ ...registration(stage.provider.url), name, owner })),
			'Start',
		);
		if (status !== 'success') throw new Error(`${name} was not registered.`);
	}
}

/** All that a page holds: what stands in a field is not part of its markup. */
async function textOf(page: Page): Promise<string> {
	const fields = await page.locator('input, textarea').all();
	const values = await Promise.all(fields.map((field) => field.inputValue()));
	return [await page.locator('body').innerText(), ...values, await page.content()].join('\n');
}
