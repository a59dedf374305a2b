import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { checkDomain } from '../../core/dns/check-domain';
import { htmlReport } from '../../core/dns/report/html';
import { ENDPOINTS } from '../../test/fakes/dns/internet';
import { DOMAIN, badHost, badWorld } from './bad-domain';
import { type DnsStage, openDnsStage } from './dns-stage';
import { canvas, execute, open } from './shots';
import { takeAudit } from './take-audit';
import { WATCHED, takeBaseline, watchedWorlds } from './take-baseline';

const looks = ['light', 'dark'] as const;
const NODE = 'Keyturn Check DNS';

/** Takes the report of a made-up domain, and the forms of both nodes and what they give, light and dark; then those of the audit log; how many. */
export async function takeDns(browser: Browser, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	const reports = await takeReport(browser, folder);
	const watched = watchedWorlds();
	const stage = await openDnsStage(browser, [badWorld(), ...watched], WATCHED);
	try {
		const nodes = (await takeNode(stage, folder)) + (await takeBaseline(stage, watched, folder));
		return reports + nodes + (await takeAudit(stage, folder));
	} finally {
		await stage.stop();
	}
}

async function takeReport(browser: Browser, folder: string): Promise<number> {
	const world = badWorld();
	const options = { endpoints: ENDPOINTS, anchors: world.anchors };
	const page = htmlReport(await checkDomain(`${DOMAIN}.`, badHost(world, Date.now()), options));
	for (const colorScheme of looks) {
		const context = await browser.newContext({ colorScheme, viewport: { width: 820, height: 600 } });
		const opened = await context.newPage();
		await opened.setContent(page);
		await opened.screenshot({ path: join(folder, `dns-report.${colorScheme}.png`), fullPage: true });
		await context.close();
	}
	return looks.length;
}

async function takeNode(stage: DnsStage, folder: string): Promise<number> {
	const workflow = await stage.rest.createWorkflow(checking());
	for (const look of looks)
		await stage.onPage(look, (page) =>
			takePanels(page, stage.url, workflow, (name) => join(folder, `${name}.${look}.png`)),
		);
	return looks.length * 2;
}

async function takePanels(page: Page, url: string, workflow: string, file: (name: string) => string) {
	await canvas(page, url, workflow);
	await open(page, NODE);
	await page.screenshot({ path: file('check-dns-node') });
	await canvas(page, url, workflow);
	await execute(page);
	await open(page, NODE);
	// The output's, not the input's: a table of this many columns does not fit.
	await page.getByText('Schema', { exact: true }).last().click();
	await page.getByText('Workflow executed successfully').waitFor({ state: 'hidden' });
	await page.screenshot({ path: file('check-dns-result') });
}

const checking = () => ({
	name: 'Check my domain',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'check',
			name: NODE,
			type: 'n8n-nodes-keyturn.checkDns',
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'domain', operation: 'check', domain: DOMAIN },
		},
	],
	connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
});
