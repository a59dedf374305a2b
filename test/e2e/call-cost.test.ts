import { costOfACall } from '../../bench/n8n-call';
import { startStage } from '../engine/backed-stage';
import { ownN8n } from './n8n';

jest.setTimeout(900_000);

it('a call through the vault-backed credential costs at most 5 % or 0.3 ms more than with header auth', async () => {
	const n8n = await ownN8n('call-cost');
	const stage = await startStage();
	try {
		const cost = await costOfACall(n8n.rest, stage);
		process.stdout.write(`${JSON.stringify(cost)}\n`);
		expect(cost).toMatchObject({ ok: true });
	} finally {
		await stage.close();
		await n8n.close();
	}
});
