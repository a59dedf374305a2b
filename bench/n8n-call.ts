// Measures on a whole n8n what a call through the vault-backed credential costs more than one with n8n's own header
// authentication: `tsx bench/n8n-call.ts`, with an API that answers at once, or with `--answers-after 50` one that takes
// so many ms, as one beyond the machine does. Apart from `npm run bench`, which has no whole n8n. `npm run test:n8n` prints
// the cost of a node; that of a whole execution takes a quarter of an hour and a machine of its own.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepareFolder, startN8n } from '../scripts/n8n/instance';
import { Rest } from '../scripts/n8n/rest';
import { newRunFolder } from '../scripts/servers/processes';
import { startStage } from '../test/engine/backed-stage';
import { addBareCredential } from './n8n-call/bare';
import { costOfANode, costOfAnExecution } from './n8n-call/cost';
import { stockWays } from './n8n-call/workflow';

const { values } = parseArgs({ options: { 'answers-after': { type: 'string', default: '0' } } });

async function main() {
	const folder = await newRunFolder('n8n-call');
	await prepareFolder(folder);
	addBareCredential(folder);
	const instance = await startN8n({ folder });
	const stage = await startStage();
	stage.knobs.providerDelayMs = Number(values['answers-after']);
	try {
		const n8n = new Rest(instance.url);
		await n8n.setUpOwner({ email: 'ann@example.com', password: 'Night-Train-7' });
		for (const measured of await costOfANode(n8n, stage, [...stockWays, 'bare']))
			console.log(JSON.stringify(measured));
		for (const way of ['backed', 'bare'] as const)
			console.log(JSON.stringify(await costOfAnExecution(n8n, stage, way)));
	} finally {
		await stage.close();
		await instance.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

void main();
