// Measures on a whole n8n what a call through the vault-backed credential costs more than one with n8n's own header
// authentication: `tsx bench/n8n-call.ts`. Apart from `npm run bench`, which has no whole n8n. `npm run test:n8n` prints
// the cost of a node; that of a whole execution takes ten minutes and a machine of its own.
import { rmSync } from 'node:fs';
import { prepareFolder, startN8n } from '../scripts/n8n/instance';
import { Rest } from '../scripts/n8n/rest';
import { newRunFolder } from '../scripts/servers/processes';
import { startStage } from '../test/engine/backed-stage';
import { costOfANode, costOfAnExecution } from './n8n-call/cost';

async function main() {
	const folder = await newRunFolder('n8n-call');
	await prepareFolder(folder);
	const instance = await startN8n({ folder });
	const stage = await startStage();
	try {
		const n8n = new Rest(instance.url);
		await n8n.setUpOwner({ email: 'ann@example.com', password: 'Night-Train-7' });
		for (const cost of [costOfANode, costOfAnExecution])
			for (const measured of await cost(n8n, stage)) console.log(JSON.stringify(measured));
	} finally {
		await stage.close();
		await instance.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

void main();
