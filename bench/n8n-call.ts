// Measures on a whole n8n what a call through the vault-backed credential costs more than one with n8n's own header
// authentication: `tsx bench/n8n-call.ts`. Apart from `npm run bench`, for it takes minutes.
import { rmSync } from 'node:fs';
import { prepareFolder, startN8n } from '../scripts/n8n/instance';
import { Rest } from '../scripts/n8n/rest';
import { newRunFolder } from '../scripts/servers/processes';
import { CREDENTIAL_TYPE, requestWorkflow, startStage, type Stage } from '../test/engine/backed-stage';
import { atMost, type Measurement } from './measurement';
import { compared, type Pair } from './pairs';

const PAIRS = 2_000;
const WARM_UP = 100;
const GOAL_MS = 0.3;
const GOAL_SHARE = 0.05;
const KEY = 'cost-value-5f0c9d1e7a3b';

async function main() {
	const folder = await newRunFolder('n8n-call');
	await prepareFolder(folder);
	const instance = await startN8n({ folder });
	const stage = await startStage();
	try {
		const n8n = new Rest(instance.url);
		await n8n.setUpOwner({ email: 'ann@example.com', password: 'Night-Train-7' });
		console.log(JSON.stringify(await costOfACall(n8n, stage)));
	} finally {
		await stage.close();
		await instance.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** How many ms more a call takes, in the n8n of this owner, with how sure that is. */
export async function costOfACall(n8n: Rest, stage: Stage): Promise<Measurement> {
	await stage.publish(KEY);
	const { difference, low, high, base } = compared(await pairs(n8n, stage));
	const found = `${String(PAIRS)} pairs, 95 % between ${String(low)} and ${String(high)}`;
	const name = `n8n: ms more than header auth (${String(base)} ms a call), median of ${found}`;
	return atMost(name, difference, Math.max(GOAL_MS, GOAL_SHARE * base));
}

async function pairs(n8n: Rest, stage: Stage): Promise<readonly Pair[]> {
	const header = { name: 'X-API-Key', value: KEY };
	const generic = { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' };
	const settings = { ...stage.credential, sendAs: 'header', header: 'X-API-Key', cacheSeconds: 3_600 };
	const stock = await published(n8n, stage, 'cost-stock', 'httpHeaderAuth', header, generic);
	const backed = await published(n8n, stage, 'cost-backed', CREDENTIAL_TYPE, settings, {});
	for (const url of [stock, backed])
		for (let at = 0; at < 40 && !(await fetch(url)).ok; at++)
			await new Promise((resolve) => setTimeout(resolve, 250));
	const found: Pair[] = [];
	for (let pair = -WARM_UP; pair < PAIRS; pair++) {
		const first = pair % 2 === 0 ? stock : backed;
		const one = await timed(first);
		const other = await timed(first === stock ? backed : stock);
		if (pair >= 0) found.push(first === stock ? { base: one, tried: other } : { base: other, tried: one });
	}
	if (stage.reads() !== 1 || stage.keys().some((key) => key !== KEY))
		throw new Error('this was not what was to be measured');
	return found;
}

/** A published workflow that answers its webhook with the provider's answer. */
async function published(
	n8n: Rest,
	stage: Stage,
	path: string,
	type: string,
	data: object,
	parameters: object,
): Promise<string> {
	const id = await n8n.createCredential(type, path, data);
	const made = requestWorkflow({ url: `${stage.provider.url}/work` }, { id });
	const nodes = made.nodes.map((node) =>
		node.name === 'Start'
			? {
					...node,
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					webhookId: path,
					parameters: { path, responseMode: 'lastNode' },
				}
			: {
					...node,
					parameters: { ...node.parameters, ...parameters },
					credentials: { [type]: { id, name: path } },
				},
	);
	// Executions are not kept: their writing would be most of what is measured.
	const settings = { ...made.settings, saveDataSuccessExecution: 'none' };
	await n8n.publish(await n8n.createWorkflow({ ...made, nodes, settings, name: path }));
	return `${n8n.url}/webhook/${path}`;
}

async function timed(url: string): Promise<number> {
	const began = performance.now();
	const answer = await fetch(url);
	const text = await answer.text();
	const took = performance.now() - began;
	if (!answer.ok || !text.includes('ok')) throw new Error(`a call failed: ${String(answer.status)}`);
	return took;
}

if (require.main === module) void main();
