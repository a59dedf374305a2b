import { setTimeout as pause } from 'node:timers/promises';
import { KEY, Lanes, isUnderWay, type Lane } from './lanes';
import { Laws } from './laws';
import { ownN8n, type OwnN8n } from './n8n';
import { Services } from './services';
import { ZapierRunner } from './zapier-runner';

jest.setTimeout(240_000);

let services: Services;
let laws: Laws;
let n8n: OwnN8n;
beforeAll(async () => {
	services = await Services.open();
	laws = new Laws(services);
	n8n = await ownN8n('n8n-then-zapier');
});
afterAll(async () => {
	await n8n.close();
	await services.close();
});

/** Waited for each time, because a run refuses a vault whose clock has leapt a minute ahead in all. */
const WAITED_MS = 2_000;

async function pass(ms: number): Promise<void> {
	const waited = Math.min(ms, WAITED_MS);
	await pause(waited);
	services.vault.knobs.clockOffsetMs += ms - waited;
}

it('n8n is killed at each effect of a rotation and stays down: Zapier ends each of them', async () => {
	const lanes = await Lanes.open(services, laws, n8n, pass, 0);
	const runners = new Map(lanes.all.map(({ team }) => [team, new ZapierRunner(team)]));
	const rotate = async (some: readonly Lane[]) =>
		await Promise.all(
			some.filter((lane) => isUnderWay(lane)).map(async ({ team }) => await runners.get(team)?.rotate(KEY)),
		);
	try {
		await lanes.kill(n8n);
		const begun = lanes.all.filter(({ team }) => team.document(KEY).rotation !== null).length;
		const rounds = await lanes.finish(rotate, (lane) => isUnderWay(lane));
		expect(lanes.faults(laws)).toEqual([]);
		expect(laws.breaches).toEqual([]);
		expect(begun).toBeGreaterThan(lanes.all.length / 2);
		process.stdout.write(
			`n8n, then Zapier: ${JSON.stringify({ cutOff: lanes.all.length, begunOnN8n: begun, rounds, killedKeys: laws.kills })}\n`,
		);
	} finally {
		await lanes.close();
	}
});
