import { costOfANode } from '../../bench/n8n-call/cost';
import { startStage } from '../engine/backed-stage';
import { sharedN8n } from './n8n';

it('a call through the vault-backed credential costs no more than 5 % or 0.3 ms above header authentication sent the same way', async () => {
	const stage = await startStage();
	try {
		const measured = await costOfANode(await sharedN8n(), stage);
		for (const each of measured) process.stdout.write(`${JSON.stringify(each)}\n`);
		expect(measured[1]).toMatchObject({
			name: expect.stringContaining('than with header auth, predefined'),
			ok: true,
		});
	} finally {
		await stage.close();
	}
}, 300_000);
