import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { checkDomain } from '../../core/dns/check-domain';
import type { Anchor } from '../../core/dns/dnssec/anchors';
import { ENDPOINTS as PUBLIC } from '../../core/dns/endpoints';
import { htmlReport } from '../../core/dns/report/html';
import { ENDPOINTS } from '../../test/fakes/dns/internet';
import { startResolver } from '../../test/fakes/dns/resolver';
import { type Instance, prepareFolder, startN8n } from '../n8n/instance';
import { Rest, type Owner } from '../n8n/rest';
import { DOMAIN, badHost, badWorld } from './bad-domain';
import { canvas, execute, open } from './shots';

const looks = ['light', 'dark'] as const;
const NODE = 'Keyturn Check DNS';
/** Nobody listens there: what is asked besides the resolver gets no answer, and is not checked. */
const NOWHERE = 'http://127.0.0.1:9';
const ALONE = { HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, NO_PROXY: '127.0.0.1,localhost' };

/** Takes the report of a made-up domain, the node's form and what it gives, light and dark; how many. */
export async function takeDns(browser: Browser, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	return (await takeReport(browser, folder)) + (await takeNode(browser, folder));
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

/** In an n8n of its own, whose copy of the package trusts the made-up root and asks the resolver on loopback. */
async function takeNode(browser: Browser, folder: string): Promise<number> {
	const home = mkdtempSync(join(tmpdir(), 'keyturn-dns-pictures-'));
	const world = badWorld();
	const resolver = await startResolver(() => world);
	let n8n: Instance | undefined;
	try {
		await prepareFolder(home);
		turn(join(home, '.n8n/nodes/node_modules/n8n-nodes-keyturn/dist/core/dns'), world.anchors, resolver.url);
		n8n = await startN8n({ folder: home, env: ALONE });
		const owner: Owner = { email: 'ann@keyturn.test', password: 'Pictures-of-DNS-1' };
		const rest = new Rest(n8n.url);
		await rest.setUpOwner(owner);
		const workflow = await rest.createWorkflow(checking());
		for (const colorScheme of looks) {
			const context = await browser.newContext({ colorScheme });
			await context.request.post(`${n8n.url}/rest/login`, {
				data: { emailOrLdapLoginId: owner.email, password: owner.password },
			});
			await takePanels(await context.newPage(), n8n.url, workflow, (name) =>
				join(folder, `${name}.${colorScheme}.png`),
			);
			await context.close();
		}
		return looks.length * 2;
	} finally {
		await n8n?.stop();
		await resolver.stop();
		rmSync(home, { recursive: true, force: true });
	}
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

/** Puts another root and another resolver into an installed package; both are constants in it, for good reason. */
function turn(dist: string, anchors: readonly Anchor[], resolver: string): void {
	const change = (file: string, changes: ReadonlyArray<readonly [string | RegExp, string]>) => {
		const before = readFileSync(join(dist, file), 'utf8');
		const after = changes.reduce((text, [from, to]) => text.replace(from, () => to), before);
		if (after === before) throw new Error(`${file} has nothing to change.`);
		writeFileSync(join(dist, file), after);
	};
	change('dnssec/anchors.js', [[/(?<=ROOT_ANCHORS = )\[[^]*?\];/, `${JSON.stringify(anchors)};`]]);
	change(
		'endpoints.js',
		PUBLIC.map(({ url }) => [url, resolver]),
	);
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
