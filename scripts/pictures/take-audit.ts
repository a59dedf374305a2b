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

/** What somebody outside would have: the log's key, and a checkpoint of a time when the log had one entry less. */
async function checkpoint(stage: DnsStage) {
	for (const subject of ['billing-export.stripe', 'marketing-summariser.openai']) await note(stage, subject);
	const json = await run(stage, { operation: 'getCheckpoint' });
	await note(stage, 'support-bot.slack');
	return { key: String((json['keys'] as unknown[])[0]), checkpoint: String(json['checkpoint']) };
}

const note = (stage: DnsStage, subject: string) =>
	run(stage, {
		resource: 'entry',
		operation: 'append',
		event: 'access review signed off',
		subject,
		notedBy: 'Ada Lovelace',
	});

async function run(stage: DnsStage, parameters: object) {
	const { status, runData, error } = await stage.rest.run(
		await stage.rest.createWorkflow(workflow(stage, parameters)),
		'Start',
	);
	const json = runData[NODE]?.[0]?.data?.main[0]?.[0]?.json;
	if (status !== 'success' || json === undefined)
		throw new Error(`Audit Export ended with ${status}: ${error?.message ?? ''}`);
	return json;
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
