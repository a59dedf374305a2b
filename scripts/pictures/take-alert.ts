import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { email } from '../../core/audit/alerts/email';
import { alertWith } from '../../test/fakes/audit/alerts';

/** Takes the e-mail of an alert as a wide and as a narrow window show it; how many. */
export async function takeAlert(browser: Browser, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	const { html } = email.render(alertWith()) as { html: string };
	const widths = { wide: 720, narrow: 390 };
	for (const [name, width] of Object.entries(widths)) {
		const page = await browser.newPage({ viewport: { width, height: 300 } });
		await page.setContent(html);
		await page.screenshot({ path: join(folder, `audit-alert-${name}.png`), fullPage: true });
		await page.close();
	}
	return Object.keys(widths).length;
}
