import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { forms } from './zapier-forms';

/** Takes the forms of the Zapier app, light and dark, as `<name>.<look>.png`; how many. */
export async function takeForms(browser: Browser, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	const pages = Object.entries(forms());
	for (const colorScheme of ['light', 'dark'] as const) {
		const context = await browser.newContext({ colorScheme, viewport: { width: 768, height: 600 } });
		const page = await context.newPage();
		for (const [name, html] of pages) {
			await page.setContent(html);
			await page.locator('body').screenshot({ path: join(folder, `${name}.${colorScheme}.png`) });
		}
		await context.close();
	}
	return pages.length * 2;
}
