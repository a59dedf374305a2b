import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { receiver, strangersLine } from '../../test/fakes/audit/receiver';
import { KEY, Scene } from '../../test/fakes/scene';

const MINUTE_MS = 60_000;

/** Takes the e-mail of an alert as a wide and as a narrow window show it; how many. */
export async function takeAlert(browser: Browser, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	const html = await alertOfAStranger();
	const widths = { wide: 720, narrow: 390 };
	for (const [name, width] of Object.entries(widths)) {
		const page = await browser.newPage({ viewport: { width, height: 300 } });
		await page.setContent(html);
		await page.screenshot({ path: join(folder, `audit-alert-${name}.png`), fullPage: true });
		await page.close();
	}
	return Object.keys(widths).length;
}

/** What Watch writes when somebody overwrites a managed value in the vault. */
async function alertOfAStranger(): Promise<string> {
	const scene = await Scene.registered();
	const { look, receive } = await receiver(scene, 'email');
	await scene.until(await scene.open(), 'up to date');
	const value = `secret/data/${scene.corner.prefix}/values/${KEY}`;
	await receive([strangersLine('request-1', scene.time.now, value)]);
	scene.time.pass(20 * MINUTE_MS);
	const [alert] = (await look()).alerts;
	return (alert?.message as { html: string }).html;
}
