import { setTimeout as pause } from 'node:timers/promises';
import { InsideClient } from './inside-client';
import { KEY, Lanes, ON_BOTH_SIDES, isBefore, isUntidy, sweepEach } from './lanes';
import { Laws } from './laws';
import { ownN8n, type OwnN8n } from './n8n';
import { OutsideClient } from './outside-client';
import { Services } from './services';

const CALLS_PER_SECOND = 10;
const CALLS_PER_LANE = 5;
const INSIDE_EVERY_MS = 500;
/** How often the workflow must have succeeded after n8n was started again. */
const CALLS_INSIDE = 10;
/**
 * How long the workflow's credential keeps a value, by n8n's clock: the vault's is never put forward past that. A vault
 * that takes twice as long to answer is told as one that does not, which it may on a busy machine with less.
 */
const CACHE_S = 6;
/**
 * One kill cuts a rotation off at each of its effects, each with one of the fates; what changes most has one from before
 * its effect and one from after it. With `all`, each fate is tried for each effect, and the waits of the protocol are
 * waited for; else the vault's clock, which is the only one that they go by, is put forward instead.
 */
const all = process.env['KEYTURN_KILL'] === 'all';
jest.setTimeout(all ? 420_000 : 240_000);

describe.each(
	all ? [0, 1, 2].map((turn) => [`each with fate ${String(turn)}`, turn] as const) : [['once', null]],
)('n8n is killed in the middle of a rotation, at each effect, %s', (_how, turn) => {
	let services: Services;
	let n8n: OwnN8n;
	let laws: Laws;
	let lanes: Lanes;
	let client: OutsideClient;
	let inside: InsideClient;
	/** What was opened, to be closed in the opposite order. */
	const opened: (() => unknown)[] = [];

	beforeAll(async () => {
		services = await Services.open();
		opened.push(() => services.close());
		laws = new Laws(services);
		n8n = await ownN8n('n8n-killed');
		opened.push(() => n8n.close());
		lanes = await Lanes.open(services, laws, n8n, pass, turn);
		opened.push(() => lanes.close());
		const sources = lanes.all.map(({ team }) => ({ name: team.prefix, value: () => team.valueOf(KEY) }));
		client = new OutsideClient(services.providerUrl, sources, CALLS_PER_SECOND);
		opened.push(() => client.stop());
		// The workflow's key is rotated like the others, and cut off where its new value is published.
		const { team } = lanes.all.find(({ line }) => line === 'POST data/values') ?? lanes.all[0]!;
		const settings = team.backedCredential(KEY, CACHE_S);
		inside = await InsideClient.publish(n8n.rest, settings, `${team.provider.url}/v1/work`, INSIDE_EVERY_MS);
		opened.push(() => inside.stop());
	});

	afterAll(async () => {
		for (const close of opened.reverse()) await close();
	});

	it('what makes, keeps, publishes, disables or ends a key is cut off before its effect and after it', () => {
		const sidesOf = (line: string) =>
			new Set(lanes.all.filter((lane) => lane.line === line).map(({ fate }) => isBefore(fate)));
		const missing = ON_BOTH_SIDES.filter((line) => sidesOf(line).size < (turn === null ? 2 : 1));
		expect(missing).toEqual([]);
		expect(lanes.cuts.filter((cut) => /^(POST deploy|GET smoke),/.test(cut))).toHaveLength(2);
	});

	it('the next sweeps finish each of them', async () => {
		const { outages, longestHoldMs } = await lanes.kill(n8n);
		const down = Date.now();
		await n8n.restart();
		const up = Date.now();
		const back = Promise.all(
			outages.map(async ({ from, up: since }) => ({ from, to: await inside.backSince(since ?? up) })),
		);
		const sweeps = await lanes.finish((some) => sweepEach(some, n8n), isUntidy);
		// On a fast machine all is over before they called often enough to have noticed anything.
		await Promise.all([client.reached(CALLS_PER_LANE * lanes.all.length), inside.reached(CALLS_INSIDE, up)]);
		await Promise.all([client.stop(), inside.stop()]);

		expect(lanes.faults(laws)).toEqual([]);
		expect(laws.breaches).toEqual([]);
		expect(client.failed).toEqual([]);
		const downs = await back;
		const failedOutside = inside.failedOutside(downs);
		expect(failedOutside.length === 0 ? [] : [...failedOutside, ...(await inside.reasons(n8n.rest))]).toEqual(
			[],
		);
		expect(services.provider.state.work.withDeadKey).toBe(0);
		process.stdout.write(
			`kill -9 at\n\t${lanes.cuts.join('\n\t')}\nkill -9: ${JSON.stringify({ cutOff: lanes.all.length, longestHoldMs, startedAgainMs: up - down, sweeps, sinceKillMs: Date.now() - down, killedKeys: laws.kills, calls: client.calls, failed: client.failed.length, callsInside: inside.calls.length, longestInsideMs: inside.longestMs, kills: downs.length, downMs: downs.map(({ from, to }) => to - from) })}\n`,
		);
	});

	async function pass(ms: number): Promise<void> {
		if (all) {
			await pause(ms);
			return;
		}
		await pause(2_000 * CACHE_S + 500);
		// A call with the old value may take long on a busy machine; the key's settings allow for that in the vault's time.
		await inside.answered();
		services.vault.knobs.clockOffsetMs += ms;
	}
});
