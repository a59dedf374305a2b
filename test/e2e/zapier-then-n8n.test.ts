import type { Rest } from '../../scripts/n8n/rest';
import { QUICK } from './effects';
import { KEY, SPARE_MS, isUnderWay, nextRun } from './lanes';
import { Laws } from './laws';
import { sharedN8n } from './n8n';
import { Night } from './night';
import { Services } from './services';
import { Team } from './team';
import { ZapierRunner, type Fate } from './zapier-runner';

const MOST_ROUNDS = 12;
jest.setTimeout(240_000);

let services: Services;
let laws: Laws;
let n8n: Rest;
const teams: Team[] = [];
beforeAll(async () => {
	services = await Services.open();
	laws = new Laws(services);
	n8n = await sharedN8n();
});
afterAll(async () => {
	await Promise.all(teams.map((team) => team.close()));
	await services.close();
});

async function openTeam(name: string): Promise<Team> {
	const team = await Team.open(services, name);
	teams.push(team);
	return team;
}

const pass = (ms: number) => Promise.resolve(void (services.vault.knobs.clockOffsetMs += ms));

/** A rotation that nothing disturbs, on Zapier alone. Gives how many requests it takes. */
async function requestsOfRotation(): Promise<number> {
	const team = await openTeam('measured');
	await team.adopt(team.keyturn(), KEY, QUICK);
	const runner = new ZapierRunner(team);
	for (let round = 0; isUnderWay({ team }); round++) {
		if (round === MOST_ROUNDS) throw new Error('Zapier does not come to an end.');
		await runner.rotate(KEY);
		await pass(Math.max(0, (await nextRun(team)) + SPARE_MS - services.vaultNow));
	}
	// A rotation is begun only by a clock that is right.
	services.vault.knobs.clockOffsetMs = 0;
	return runner.sent;
}

it('Zapier ends its run at each request of a rotation: n8n’s next sweeps end each of them', async () => {
	const requests = await requestsOfRotation();
	const lanes = await Promise.all(
		Array.from({ length: requests }, async (_, index) => {
			const nth = index + 1;
			const fate: Fate = nth % 2 === 0 ? 'never sent' : 'its answer is lost';
			const team = await openTeam(`request-${String(nth)}`);
			const madeByHand = await team.adopt(team.keyturn(), KEY, QUICK);
			laws.watch(team, [KEY]);
			const runner = new ZapierRunner(team);
			runner.endAt(nth, fate);
			return { team, runner, madeByHand, night: await Night.import(n8n, team) };
		}),
	);
	const passFor = async (some: typeof lanes) => {
		const times = await Promise.all(some.map(({ team }) => nextRun(team)));
		await pass(Math.max(0, Math.max(0, ...times) + SPARE_MS - services.vaultNow));
	};
	let going = lanes;
	let ended = 0;
	for (let round = 0; going.length > 0 && round < MOST_ROUNDS; round++) {
		const cut = await Promise.all(going.map(({ runner }) => runner.rotate(KEY)));
		ended += cut.filter(Boolean).length;
		going = going.filter((lane, index) => cut[index] !== true && isUnderWay(lane));
		await passFor(going);
	}
	// One alone may poll more often than many at once, so the last of its requests are not reached by all.
	expect(ended).toBeGreaterThan(0.8 * requests);
	const begun = lanes.filter(({ team }) => team.document(KEY).rotation !== null).length;
	expect(begun).toBeGreaterThan(requests / 2);

	let sweeps = 0;
	for (let open = lanes; open.length > 0 && sweeps < MOST_ROUNDS; sweeps++) {
		await Promise.all(open.map(({ night }) => night.sweep(n8n)));
		open = open.filter((lane) => isUnderWay(lane));
		await passFor(open);
	}
	expect(lanes.flatMap(({ team, madeByHand }) => laws.faultsOf(team, KEY, madeByHand))).toEqual([]);
	expect(laws.breaches).toEqual([]);
	process.stdout.write(
		`Zapier, then n8n: ${JSON.stringify({ requests, ended, begunOnZapier: begun, sweeps, killedKeys: laws.kills })}\n`,
	);
});
