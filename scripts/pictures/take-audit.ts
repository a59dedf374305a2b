import { join } from 'node:path';
import { CREDENTIAL, type DnsStage } from './dns-stage';
import { canvas, execute, open } from './shots';

const looks = ['light', 'dark'] as const;
const NODE = 'Keyturn Audit Export';

/** Takes the form of Verify with a pinned key and a checkpoint from outside, and what it gives, light and dark; how many. */
export async function takeAudit(stage: DnsStage, folder: string): Promise<number> {
	const given = await checkpoint(stage);
	const verifying = await stage.rest.createWorkflow(
		workflow(stage, { operation: 'verify', pinned: given.key, outside: given.checkpoint }),
	);
	for (const look of looks)
		await stage.onPage(look, async (page) => {
			const file = (name: string) => join(folder, `${name}.${look}.png`);
			await canvas(page, stage.url, verifying);
			await open(page, NODE);
			await page.screenshot({ path: file('audit-export-node') });
			await canvas(page, stage.url, verifying);
			await execute(page);
			await open(page, NODE);
			await page.getByText('Schema', { exact: true }).last().click();
			await page.getByText('Workflow executed successfully').waitFor({ state: 'hidden' });
			await page.screenshot({ path: file('audit-export-result') });
		});
	return looks.length * 2;
}

/** What somebody outside would have: the log's key, and its newest checkpoint. */
async function checkpoint(stage: DnsStage) {
	const asking = await stage.rest.createWorkflow(workflow(stage, { operation: 'getCheckpoint' }));
	const { status, runData, error } = await stage.rest.run(asking, 'Start');
	const json = runData[NODE]?.[0]?.data?.main[0]?.[0]?.json;
	if (status !== 'success' || json === undefined)
		throw new Error(`Audit Export ended with ${status}: ${error?.message ?? ''}`);
	return { key: String((json['keys'] as unknown[])[0]), checkpoint: String(json['checkpoint']) };
}

const workflow = ({ credential }: DnsStage, parameters: object) => ({
	name: 'Verify my audit log',
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
			id: 'audit',
			name: NODE,
			type: 'n8n-nodes-keyturn.auditExport',
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'log', ...parameters },
			credentials: { [CREDENTIAL]: { id: credential, name: 'Vault' } },
		},
	],
	connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
});
