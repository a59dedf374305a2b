import { costOfANode } from '../../bench/n8n-call/cost';
import type { Measurement } from '../../bench/measurement';
import { startStage } from '../engine/backed-stage';
import { sharedN8n } from './n8n';

/** What is measured, and printed, with an API that takes this long to answer. */
async function measured(providerDelayMs: number): Promise<readonly Measurement[]> {
	const stage = await startStage();
	stage.knobs.providerDelayMs = providerDelayMs;
	try {
		const found = await costOfANode(await sharedN8n(), stage);
		for (const each of found) process.stdout.write(`${JSON.stringify(each)}\n`);
		return found;
	} finally {
		await stage.close();
	}
}

it('a call to an API that answers after 20 ms costs no more than 5 % or 0.3 ms above header authentication', async () => {
	expect(await measured(20)).toEqual([
		expect.objectContaining({ name: expect.stringContaining('header auth, generic'), ok: true }),
		expect.objectContaining({ name: expect.stringContaining('header auth, predefined'), ok: true }),
	]);
}, 400_000);

// With header authentication as people choose it, n8n reads the credential once less: see the README, Numbers.
it('where the API answers at once, it costs no more than that above header authentication sent the same way', async () => {
	expect((await measured(0))[1]).toMatchObject({
		name: expect.stringContaining('than with header auth, predefined'),
		ok: true,
	});
}, 300_000);
