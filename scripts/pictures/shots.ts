import type { Locator, Page } from 'playwright-core';

import { REGISTER, REVIEW, ROTATE } from '../../demo/editor/contents';
import { CREDENTIAL, KEY_CREDENTIAL } from '../../demo/play/workflow';
import { unflatten } from '../n8n/flatted';

/** Goes to what the picture shows, and answers with the part of the page that it is of; the whole page without one. */
type Find = (page: Page, base: string) => Promise<Locator | undefined>;

const SETTLE_MS = 1_500;
const SIZE = { width: 1280, height: 800 };
/** More than the longest form of a credential takes. */
const HIGH = 1_900;
const MARGIN = 84;

/** The pictures by the names of their files, in the order in which they are taken: a run before what it leaves. */
export const shots: Readonly<Record<string, Find>> = {
	'vault-credential': (page, base) => credential(page, base, CREDENTIAL),
	'key-credential': (page, base) => credential(page, base, KEY_CREDENTIAL),
	'register-key': (page, base) => panel(page, base, REGISTER, 'Register'),
	'rotate-key': (page, base) => panel(page, base, ROTATE, 'Rotate Key'),
	'finished-run': async (page, base) => {
		await canvas(page, base, ROTATE);
		await execute(page);
		await page.keyboard.press('1');
		await page.waitForTimeout(SETTLE_MS);
		return undefined;
	},
	'rotation-result': async (page) => await open(page, 'Say How It Ended'),
	'reminder-message': async (page, base) => {
		await canvas(page, base, REVIEW);
		await execute(page);
		return await message(page, await given(page, base, REVIEW, 'Write the Page'));
	},
};

/** The text that a node gave out when its workflow ran last. */
async function given(page: Page, base: string, workflow: string, node: string): Promise<string> {
	const ask = async (path: string) =>
		(await (await page.context().request.get(`${base}/rest/${path}`)).json()).data;
	const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow }));
	const { results } = await ask(`executions?filter=${filter}&limit=1`);
	const { runData } = unflatten((await ask(`executions/${results[0].id}`)).data).resultData;
	return runData[node][0].data.main[0][0].json.text;
}

/** A message as a chat shows it: its lines, and links for the addresses in it. */
async function message(page: Page, text: string): Promise<Locator> {
	const html = text
		.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
		.replace(/https?:\/\/[^\s)]+/g, '<a href="$&">$&</a>');
	await page.setContent(`<!doctype html><style>
		:root { color-scheme: light dark }
		body { margin: 0; padding: 16px; width: 760px; font: 14px/1.5 sans-serif }
		p { margin: 0; padding: 16px; border-radius: 8px; background: light-dark(#f2f3f5, #2b2d31); white-space: pre-wrap }
	</style><p>${html}</p>`);
	return page.locator('body');
}

export async function canvas(page: Page, base: string, workflow: string): Promise<void> {
	await page.setViewportSize(SIZE);
	await page.goto(`${base}/workflow/${workflow}`);
	await page.waitForSelector('.vue-flow__node');
	await page.waitForTimeout(SETTLE_MS);
}

/** A node's panel: what it is given, its settings, what it gave. */
export async function open(page: Page, node: string): Promise<Locator | undefined> {
	await page
		.locator(`.vue-flow__node[data-node-name="${node}"], [data-node-name="${node}"]`)
		.first()
		.dblclick();
	// Boxes of n8n's text fields for hints that are not shown; with colours of their own they lie in the corner.
	await page.addStyleTag({ content: '.ͼ1:empty { display: none !important }' });
	await page.waitForTimeout(SETTLE_MS);
	return undefined;
}

async function panel(page: Page, base: string, workflow: string, node: string): Promise<Locator | undefined> {
	await canvas(page, base, workflow);
	return await open(page, node);
}

/** Presses Execute Workflow and waits until n8n says that it is over. */
export async function execute(page: Page): Promise<void> {
	await page.locator('[data-test-id="execute-workflow-button"]').click();
	await page
		.getByText(/executed successfully|Workflow executed/i)
		.first()
		.waitFor({ timeout: 120_000 });
	await page.waitForTimeout(SETTLE_MS);
}

/** A credential's dialogue; n8n tests a saved one when it is opened. */
async function credential(page: Page, base: string, type: string): Promise<Locator> {
	const listed = await page.context().request.get(`${base}/rest/credentials`);
	const { data } = (await listed.json()) as { data: { id: string; type: string }[] };
	await page.setViewportSize({ width: 1280, height: HIGH });
	await page.goto(`${base}/home/credentials/${data.find((each) => each.type === type)?.id ?? ''}`);
	await page
		.getByText(/Connection tested successfully/i)
		.first()
		.waitFor({ timeout: 30_000 });
	await page.waitForTimeout(SETTLE_MS);
	// As high as it must be for every field to be seen without scrolling.
	const dialogue = page.locator('.el-dialog').first();
	const size = async (height: number) =>
		await page.addStyleTag({
			content: `.el-dialog { max-height: none !important; height: ${String(height)}px !important }`,
		});
	await size(HIGH - 2 * MARGIN);
	const [all, last] = [await dialogue.boundingBox(), await dialogue.locator('input').last().boundingBox()];
	if (all === null || last === null) throw new Error('The credential shows no field.');
	await size(Math.ceil(last.y + last.height - all.y + MARGIN));
	return dialogue;
}
