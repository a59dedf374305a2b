import { setTimeout as pause } from 'node:timers/promises';
import { S, settledAt } from '../../core/rotation/bounds';
import { LEFTOVER_DAY, QUICK, effectsOfRotation, lineOf, type Effect } from './effects';
import type { Held } from './gate';
import { InsideClient } from './inside-client';
import { Laws } from './laws';
import { ownN8n, type OwnN8n } from './n8n';
import { Night } from './night';
import { OutsideClient } from './outside-client';
import { Services } from './services';
import { Team } from './team';

/** What becomes of the request that n8n waits for when it is killed. */
const fates = ['never arrives', 'takes effect afterwards', 'took effect, its answer is lost'] as const;

const KEY = 'app.dev';
/** A request that is kept back longer would be given up by its sender, or land later than the key's settings allow. */
const LONGEST_HOLD_MS = QUICK.delaySeconds * 1_000 - 500;
/** A Date header tells whole seconds, so a sweep may take its time for one that is up to a second ago. */
const SPARE_MS = 2_500;
const CALLS_PER_SECOND = 10;
const CALLS_PER_LANE = 5;
const INSIDE_EVERY_MS = 500;
/** How often the workflow must have succeeded after n8n was started again. */
const CALLS_INSIDE = 10;
/** How long the workflow's credential keeps a value, by n8n's clock: the vault's is never put forward past that. */
const CACHE_S = 1;
const MOST_SWEEPS = 12;
/**
 * One kill cuts a rotation off at each of its effects, each with one of the fates. With `all`, each fate is tried for
 * each effect, and the waits of the protocol are waited for; else the vault's clock, which is the only one that they
 * go by, is put forward instead.
 */
const all = process.env['KEYTURN_KILL'] === 'all';
jest.setTimeout(all ? 420_000 : 240_000);

/** One team whose rotation is to be cut off at one effect. */
interface Lane extends Effect {
	readonly fate: (typeof fates)[number];
	readonly team: Team;
	readonly night: Night;
	readonly madeByHand: string;
}

describe.each(all ? [0, 1, 2] : [0])(
	'n8n is killed in the middle of a rotation, at each effect, %i',
	(turn) => {
		let services: Services;
		let n8n: OwnN8n;
		let laws: Laws;
		let client: OutsideClient;
		let inside: InsideClient;
		const lanes: Lane[] = [];
		/** What was opened, to be closed in the opposite order. */
		const opened: (() => unknown)[] = [];

		beforeAll(async () => {
			services = await Services.open();
			opened.push(() => services.close());
			laws = new Laws(services);
			n8n = await ownN8n('n8n-killed');
			opened.push(() => n8n.close());
			for (const [index, effect] of (await effectsOfRotation()).entries()) {
				const fate = fates[(index + turn) % fates.length] ?? fates[0];
				const prefix = `sweep ${String(effect.sweep)} ${effect.line} ${String(effect.nth)} ${fate}`;
				const team = await Team.open(services, prefix.replace(/[^a-z0-9]+/gi, '-').toLowerCase());
				opened.push(() => team.close());
				const madeByHand = await team.adopt(team.keyturn(), KEY, QUICK);
				team.listUnder(LEFTOVER_DAY, KEY);
				laws.watch(team, [KEY]);
				lanes.push({ ...effect, fate, team, madeByHand, night: await Night.import(n8n.rest, team) });
			}
			const sources = lanes.map(({ team }) => ({ name: team.prefix, value: () => team.valueOf(KEY) }));
			client = new OutsideClient(services.providerUrl, sources, CALLS_PER_SECOND);
			opened.push(() => client.stop());
			// The workflow's key is rotated like the others, and cut off where its new value is published.
			const { team } = lanes.find(({ line }) => line === 'POST data/values') ?? lanes[0]!;
			const settings = team.backedCredential(KEY, CACHE_S);
			inside = await InsideClient.publish(
				n8n.rest,
				settings,
				`${team.provider.url}/v1/work`,
				INSIDE_EVERY_MS,
			);
			opened.push(() => inside.stop());
		});

		afterAll(async () => {
			for (const close of opened.reverse()) await close();
		});

		it('the next sweeps finish each of them', async () => {
			const last = Math.max(...lanes.map(({ sweep }) => sweep));
			for (let sweep = 1; sweep < last; sweep++) {
				const uncut = lanes.filter((each) => each.sweep > sweep);
				await sweepAll(uncut);
				await passUntil(uncut, nextRun);
			}
			await passUntil(
				lanes.filter(({ sweep }) => sweep === last),
				settled,
			);

			const held = lanes.map(keptBack);
			await Promise.all(lanes.map(({ night }) => night.start(n8n.rest)));
			const cut = await Promise.all(held.map(({ reached }, index) => soon(reached, lanes[index])));
			const killedAt = Date.now();
			await n8n.instance.kill9();
			const longest = Date.now() - Math.min(...cut.map(({ at }) => at));
			for (const [index, each] of held.entries())
				if (lanes[index]?.fate === 'takes effect afterwards') each.letGo();
				else each.lose();
			expect(longest).toBeLessThan(LONGEST_HOLD_MS);

			const down = Date.now();
			await n8n.restart();
			const up = Date.now();
			const back = inside.backSince(up);
			// What was cut off before it took the lease begins now; the others wait until the lease of the dead run is over.
			await sweepAll(lanes);
			let sweeps = 1;
			for (
				let open = lanes.filter(isOpen);
				open.length > 0 && sweeps < MOST_SWEEPS;
				open = open.filter(isOpen)
			) {
				await passUntil(open, nextRun);
				await sweepAll(open);
				sweeps += 1;
			}
			// On a fast machine all is over before they called often enough to have noticed anything.
			await Promise.all([client.reached(CALLS_PER_LANE * lanes.length), inside.reached(CALLS_INSIDE, up)]);
			await Promise.all([client.stop(), inside.stop()]);

			expect(lanes.flatMap(({ team, madeByHand }) => laws.faultsOf(team, KEY, madeByHand))).toEqual([]);
			expect(laws.breaches).toEqual([]);
			expect(client.failed).toEqual([]);
			expect(inside.failedOutside(killedAt, await back)).toBe(0);
			expect(services.provider.state.work.withDeadKey).toBe(0);
			process.stdout.write(
				`kill -9: ${JSON.stringify({ cutOff: lanes.length, longestHoldMs: longest, startedAgainMs: up - down, sweeps, sinceKillMs: Date.now() - down, killedKeys: laws.kills, calls: client.calls, failed: client.failed.length, callsInside: inside.calls.length, downMs: (await back) - killedAt })}\n`,
			);
		});

		async function sweepAll(some: readonly Lane[]): Promise<void> {
			await Promise.all(some.map(({ night }) => night.sweep(n8n.rest)));
		}

		/** Lets as much of the vault's time go by as all of them need. */
		async function passUntil(some: readonly Lane[], time: (team: Team) => Promise<number>): Promise<void> {
			const times = await Promise.all(some.map(({ team }) => time(team)));
			const ms = Math.max(0, Math.max(...times) + SPARE_MS - services.vaultNow);
			if (all) await pause(ms);
			else {
				await pause(2_500 * CACHE_S);
				services.vault.knobs.clockOffsetMs += ms;
			}
		}
	},
);

/** When a sweep can take the rotation further. */
async function nextRun(team: Team): Promise<number> {
	const { lease } = team.document(KEY);
	const { continueAt } = await team.keyturn().status(KEY);
	return Math.max(lease === null ? 0 : lease.until + S, continueAt === null ? 0 : Date.parse(continueAt));
}

/** When nothing that was asked of the provider can still come true unseen. */
async function settled(team: Team): Promise<number> {
	const document = team.document(KEY);
	return await Promise.resolve(Math.max(...document.intents.map(({ at }) => settledAt(document, at))));
}

/** What is kept back, or a word of where the waiting was in vain. */
async function soon<Result>(reached: Promise<Result>, lane: Lane | undefined): Promise<Result> {
	const late = pause(LONGEST_HOLD_MS, undefined, { ref: false }).then(() => {
		throw new Error(`${String(lane?.team.prefix)}: n8n has not come there`);
	});
	return await Promise.race([reached, late]);
}

/** Keeps back the request that the lane is about, the next time that it comes. */
function keptBack({ team, line, nth, fate }: Lane): Held {
	const gate = / (data|metadata|destroy)\//.test(line) ? team.vault : team.provider;
	let seen = 0;
	return gate.hold(
		fate === 'took effect, its answer is lost' ? 'after' : 'before',
		(request) => lineOf(request, team.prefix) === line && ++seen === nth,
	);
}

/** True until the rotation is over and a sweep has tidied up behind it. */
function isOpen({ team }: Lane): boolean {
	const { rotation, last } = team.document(KEY);
	return rotation !== null || last === null || last.deadVersion !== null;
}
