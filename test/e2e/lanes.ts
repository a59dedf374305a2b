import { setTimeout as pause } from 'node:timers/promises';
import { inTurns } from '../../core/in-turns';
import { S, settledAt } from '../../core/rotation/bounds';
import { LEFTOVER_DAY, QUICK, effectsOfRotation, gateOf, lineOf, type Effect } from './effects';
import type { Held } from './gate';
import type { Laws } from './laws';
import type { OwnN8n } from './n8n';
import { Night } from './night';
import type { Services } from './services';
import { Team } from './team';

/** What becomes of the request that n8n waits for when it is killed. */
export const fates = ['never arrives', 'takes effect afterwards', 'took effect, its answer is lost'] as const;
type Fate = (typeof fates)[number];

/** What makes, keeps, publishes, disables or ends a key: each is cut off before its effect, and after it. */
export const ON_BOTH_SIDES = [
	'POST keys',
	'POST data/pending',
	'POST data/values',
	'POST keys/disable',
	'DELETE keys',
	'POST destroy/values',
] as const;

export const KEY = 'app.dev';
/** A request that is kept back longer would be given up by its sender, or land later than the key's settings allow. */
const LONGEST_HOLD_MS = QUICK.delaySeconds * 1_000 - 500;
/** A Date header tells whole seconds, so a sweep may take its time for one that is up to a second ago. */
export const SPARE_MS = 2_500;
const MOST_SWEEPS = 12;

/** One team whose rotation is to be cut off at one effect. */
export interface Lane extends Effect {
	readonly fate: Fate;
	readonly team: Team;
	readonly night: Night;
	readonly madeByHand: string;
}

/** What the kills were like. */
export interface Killed {
	/** When n8n was killed, and when it was started again; the last time nobody has done that yet. */
	readonly outages: readonly { readonly from: number; readonly up: number | null }[];
	/** How long n8n had waited for an answer at most. */
	readonly longestHoldMs: number;
}

/**
 * So many sweeps run at once where nothing else is to be shown: with more, n8n is so busy that a client on it waits
 * for its key longer than that may be used.
 */
const SWEEPS_AT_ONCE = 7;
/** So many rotations are brought to their effect at once; with fewer, n8n is killed more often. */
const TOGETHER = 30;

/** Rotations on one n8n that a kill cuts off, each at another of its effects. */
export class Lanes {
	readonly all: readonly Lane[];
	readonly #services: Services;
	readonly #pass: (ms: number) => Promise<void>;

	private constructor(all: readonly Lane[], services: Services, pass: (ms: number) => Promise<void>) {
		this.all = all;
		this.#services = services;
		this.#pass = pass;
	}

	/**
	 * One team for each effect of a rotation, the fates in turn; two for what is cut off on both sides, unless other turns
	 * follow. `pass` lets that much of the vault's time go by.
	 */
	static async open(
		services: Services,
		laws: Laws,
		{ rest }: OwnN8n,
		pass: (ms: number) => Promise<void>,
		turn: number | null = null,
	): Promise<Lanes> {
		const all: Lane[] = [];
		const effects = (await effectsOfRotation()).flatMap((effect, index) =>
			fatesOf(effect, index, turn).map((fate) => ({ ...effect, fate })),
		);
		for (const effect of effects) {
			const { deploys, fate } = effect;
			const prefix = `sweep ${String(effect.sweep)} ${effect.line} ${String(effect.nth)} ${fate}`;
			const name = prefix.replace(/[^a-z0-9]+/gi, '-').toLowerCase();
			const team = await Team.open(services, name, { deploys });
			const madeByHand = await team.adopt(team.keyturn(), KEY, QUICK);
			team.listUnder(LEFTOVER_DAY, KEY);
			laws.watch(team, [KEY]);
			all.push({ ...effect, team, madeByHand, night: await Night.import(rest, team) });
		}
		return new Lanes(all, services, pass);
	}

	async close(): Promise<void> {
		await Promise.all(this.all.map(({ team }) => team.close()));
	}

	/**
	 * Sweeps each rotation up to its effect, and kills n8n while it waits there for an answer; some at a time, and n8n is
	 * started again for the next. After the last it stays down.
	 */
	async kill(n8n: OwnN8n): Promise<Killed> {
		// A key that was registered just now is due when the vault's whole seconds have gone past that.
		await this.#pass(SPARE_MS);
		const last = Math.max(...this.all.map((lane) => lane.sweep));
		for (let round = 1; round < last; round++) {
			const uncut = this.all.filter((lane) => lane.sweep > round);
			await sweepEach(uncut, n8n);
			await this.#passUntil(uncut, (team) => nextRun(team));
		}
		await this.#passUntil(
			this.all.filter((lane) => lane.sweep === last),
			settled,
		);
		const outages: { from: number; up: number | null }[] = [];
		let longestHoldMs = 0;
		for (let first = 0; first < this.all.length; first += TOGETHER) {
			const before = outages.at(-1);
			if (before !== undefined) {
				await n8n.restart();
				before.up = Date.now();
			}
			const { at, heldMs } = await cut(this.all.slice(first, first + TOGETHER), n8n);
			outages.push({ from: at, up: null });
			longestHoldMs = Math.max(longestHoldMs, heldMs);
		}
		return { outages, longestHoldMs };
	}

	/**
	 * Has each rotation moved on by `run` until all are over; gives how many rounds that took. What was cut off before
	 * anybody wrote it down begins in the first; the others wait there until the dead run's time is over.
	 */
	async finish(
		run: (lanes: readonly Lane[]) => Promise<unknown>,
		isOpen: (lane: Lane) => boolean,
	): Promise<number> {
		await run(this.all);
		let rounds = 1;
		for (
			let open = this.all.filter(isOpen);
			open.length > 0 && rounds < MOST_SWEEPS;
			open = open.filter(isOpen)
		) {
			await this.#passUntil(open, (team) => nextRun(team));
			await run(open);
			rounds += 1;
		}
		return rounds;
	}

	/** What was cut off, and how. */
	get cuts(): string[] {
		return this.all.map(
			({ sweep, line, nth, fate }) => `${line}, number ${String(nth)} of sweep ${String(sweep)}: ${fate}`,
		);
	}

	/** What is wrong with any of them, now that they should be over. */
	faults(laws: Laws): string[] {
		return this.all.flatMap(({ team, madeByHand }) => laws.faultsOf(team, KEY, madeByHand));
	}

	/** Lets as much of the vault's time go by as all of them need. */
	async #passUntil(some: readonly Lane[], time: (team: Team) => Promise<number>): Promise<void> {
		const times = await Promise.all(some.map(({ team }) => time(team)));
		await this.#pass(Math.max(0, Math.max(...times) + SPARE_MS - this.#services.vaultNow));
	}
}

/** The fates that one effect has in one run. */
function fatesOf({ line }: Effect, index: number, turn: number | null): Fate[] {
	const usual = fates[(index + (turn ?? 0)) % fates.length] ?? fates[0];
	if (turn !== null || !(ON_BOTH_SIDES as readonly string[]).includes(line)) return [usual];
	return [usual, isBefore(usual) ? 'took effect, its answer is lost' : 'never arrives'];
}

/** Whether n8n is killed before the request takes effect. */
export const isBefore = (fate: Fate): boolean => fate !== 'took effect, its answer is lost';

/** Has a sweep of each team, some at a time. */
export async function sweepEach(lanes: readonly Lane[], { rest }: Pick<OwnN8n, 'rest'>): Promise<void> {
	await inTurns(lanes, SWEEPS_AT_ONCE, ({ night }) => night.sweep(rest));
}

/** Kills n8n while each of these rotations waits for an answer; then each request has its fate. */
async function cut(lanes: readonly Lane[], { instance, rest }: OwnN8n) {
	const held = lanes.map(keptBack);
	await Promise.all(lanes.map(({ night }) => night.start(rest)));
	const reached = await Promise.all(held.map((each, index) => soon(each.reached, lanes[index])));
	const at = Date.now();
	await instance.kill9();
	const heldMs = Date.now() - Math.min(...reached.map((each) => each.at));
	for (const [index, each] of held.entries())
		if (lanes[index]?.fate === 'takes effect afterwards') each.letGo();
		else each.lose();
	if (heldMs >= LONGEST_HOLD_MS)
		throw new Error(`A request was kept back ${String(heldMs)} ms: that proves nothing.`);
	return { at, heldMs };
}

/** True until the rotation is over. */
export function isUnderWay({ team }: Pick<Lane, 'team'>, key = KEY): boolean {
	const { rotation, last } = team.document(key);
	return rotation !== null || last === null;
}

/** True until the rotation is over and a sweep has tidied up behind it. */
export const isUntidy = (lane: Pick<Lane, 'team'>): boolean =>
	isUnderWay(lane) || lane.team.document(KEY).last?.deadVersion !== null;

/** When a run can take the rotation further. */
export async function nextRun(team: Team, key = KEY): Promise<number> {
	const { lease } = team.document(key);
	const { continueAt } = await team.keyturn().status(key);
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
	let seen = 0;
	return gateOf(team, line).hold(
		isBefore(fate) ? 'before' : 'after',
		(request) => lineOf(request, team.prefix) === line && ++seen === nth,
	);
}
