import { setTimeout as pause } from 'node:timers/promises';
import type { Rest } from '../../scripts/n8n/rest';
import { QUICK } from './effects';
import { SPARE_MS, isUnderWay, nextRun } from './lanes';
import { Laws } from './laws';
import { sharedN8n } from './n8n';
import { Night } from './night';
import { Services } from './services';
import { Team } from './team';
import { ZapierRunner } from './zapier-runner';

const MOST_ROUNDS = 12;
jest.setTimeout(240_000);

let services: Services;
let laws: Laws;
let n8n: Rest;
let team: Team;
beforeAll(async () => {
	services = await Services.open();
	laws = new Laws(services);
	n8n = await sharedN8n();
	team = await Team.open(services, 'both-at-once');
});
afterAll(async () => {
	await team.close();
	await services.close();
});

const letPass = (ms: number) => Promise.resolve(void (services.vault.knobs.clockOffsetMs += ms));

/** Who began the rotation of a key, by its audit log. */
const begunBy = (team: Team, key: string) =>
	/^(n8n|Zapier)/.exec(team.entriesOf(key).find(({ kind }) => kind === 'rotation planned')?.actor ?? '')?.[0];

it('both at once on twenty keys: each key is rotated once, and nothing is lost', async () => {
	const keys = Array.from({ length: 20 }, (_, index) => `app-${String(index)}.dev`);
	const keyturn = team.keyturn();
	const madeByHand: string[] = [];
	for (const key of keys) madeByHand.push(await team.adopt(keyturn, key, QUICK));
	laws.watch(team, keys);
	// They are due a second after they were registered: a fast machine would begin before that.
	await letPass(SPARE_MS);
	const night = await Night.import(n8n, team);
	const runners = keys.map(() => new ZapierRunner(team));

	const held = async (some: readonly string[]) => {
		while (!some.some((key) => team.document(key).lease !== null)) await pause(20);
	};
	let rounds = 0;
	const isOpen = (key: string) => isUnderWay({ team }, key);
	for (let open = keys; open.length > 0 && rounds < MOST_ROUNDS; rounds++, open = open.filter(isOpen)) {
		const sweep = night.sweep(n8n);
		// At first Zapier begins when n8n is at work, and from the end, so that the two meet in the middle. Later it asks
		// at once, before n8n has ended any: what has ended would be begun anew.
		if (rounds === 0) {
			await Promise.race([sweep, held(open)]);
			for (const key of [...open].reverse()) await runners[keys.indexOf(key)]?.rotate(key);
		} else await Promise.all(open.map(async (key) => await runners[keys.indexOf(key)]?.rotate(key)));
		await sweep;
		const times = await Promise.all(open.filter(isOpen).map((key) => nextRun(team, key)));
		await letPass(Math.max(0, Math.max(0, ...times) + SPARE_MS - services.vaultNow));
	}
	expect(keys.flatMap((key, index) => laws.faultsOf(team, key, madeByHand[index] ?? ''))).toEqual([]);
	expect(laws.breaches).toEqual([]);
	expect(laws.kills).toBe(keys.length);
	const by = keys.map((key) => begunBy(team, key));
	expect(new Set(by)).toEqual(new Set(['n8n', 'Zapier']));
	process.stdout.write(
		`both at once: ${JSON.stringify({ keys: keys.length, rounds, killedKeys: laws.kills, begunBy: { n8n: by.filter((each) => each === 'n8n').length, zapier: by.filter((each) => each === 'Zapier').length } })}\n`,
	);
});
