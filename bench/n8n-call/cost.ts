import { setTimeout as pause } from 'node:timers/promises';
import type { Rest } from '../../scripts/n8n/rest';
import type { Stage } from '../../test/engine/backed-stage';
import type { Measurement } from '../measurement';
import { interleaved, more } from '../pairs';
import { Caller, stockWays, type Way } from './workflow';

const PAIRS = 2_000;
const GROUPS_OF_A_RUN = 24;
const WARM_UP_RUNS = 4;
const WARM_UP_PAIRS = 50;
/** After a run n8n is busy with what it left behind; who begins the next one at once waits for that. */
const REST_MS = 80;
const GOAL_MS = 0.3;
const GOAL_SHARE = 0.05;
const named: Readonly<Record<Way, string>> = {
	generic: 'header auth, generic',
	predefined: 'header auth, predefined',
	backed: 'the vault-backed credential',
	bare: 'the least that a predefined credential can be',
};
const KEY = 'cost-value-5f0c9d1e7a3b';

/** What a call may cost more, in ms, where one with header authentication takes `base`. */
export const costGoal = (base: number): number => Math.max(GOAL_MS, GOAL_SHARE * base);

const answeredIn = ({ knobs }: Stage): string =>
	knobs.providerDelayMs === 0 ? '' : `, answered after ${String(knobs.providerDelayMs)} ms`;

/** Every order of the ways, so that none of them always comes after the same one. */
const ordersOf = (ways: readonly Way[]): Way[][] =>
	ways.length === 0
		? [[]]
		: ways.flatMap((first) =>
				ordersOf(ways.filter((way) => way !== first)).map((others) => [first, ...others]),
			);

/**
 * How many ms more a node with the vault-backed credential takes than one with header authentication, sent both ways, and
 * than one with the least that a predefined credential can be, where n8n has that. The calls to be compared are nodes of
 * one execution, one after the other: from one arrival at the provider to the next is what n8n needs for the node of the
 * next.
 */
export async function costOfANode(
	n8n: Rest,
	stage: Stage,
	ways: readonly Way[] = stockWays,
): Promise<readonly Measurement[]> {
	const caller = await Caller.open(n8n, stage, KEY, ways);
	const orders = ordersOf(ways);
	const groups = Array.from({ length: GROUPS_OF_A_RUN }, (_, at) => orders[at % orders.length] ?? ways);
	const calls: readonly Way[] = ['generic', ...groups.flat()];
	const execute = await caller.publish(`cost-of-a-node-${String(stage.knobs.providerDelayMs)}`, calls);
	// At first the value is read and code is compiled; later calls do neither.
	for (let run = 0; run < WARM_UP_RUNS; run++) await execute();
	const found: Record<Way, number>[] = [];
	while (found.length < PAIRS) {
		caller.forget();
		await execute();
		const came = caller.came(calls);
		for (const [group, order] of groups.entries()) {
			const times = order.map((way, place) => {
				const call = 1 + group * ways.length + place;
				return [way, (came[call] ?? NaN) - (came[call - 1] ?? NaN)] as const;
			});
			found.push(Object.fromEntries(times) as Record<Way, number>);
		}
	}
	caller.checkReads();
	const judged = (base: Way, tried: Way) =>
		more(
			`a node of n8n${answeredIn(stage)}: ms more with ${named[tried]} than with ${named[base]}`,
			found.map((each) => ({ base: each[base], tried: each[tried] })),
			costGoal,
		);
	const stock = [judged('generic', 'backed'), judged('predefined', 'backed')];
	return ways.includes('bare') ? [...stock, judged('generic', 'bare'), judged('bare', 'backed')] : stock;
}

/** The same of a whole execution with one call, sent this way, from the question to its answer. */
export async function costOfAnExecution(n8n: Rest, stage: Stage, way: Way): Promise<Measurement> {
	const caller = await Caller.open(n8n, stage, KEY, ['generic', way]);
	const stock = await caller.publish(`cost-generic-${way}`, ['generic']);
	const tried = await caller.publish(`cost-${way}`, [way]);
	const found = await interleaved(
		{ base: stock, tried },
		{ pairs: PAIRS, warmUp: WARM_UP_PAIRS, before: () => pause(REST_MS) },
	);
	return more(
		`an execution of n8n with one call${answeredIn(stage)}: ms more with ${named[way]} than with ${named.generic}`,
		found,
		costGoal,
	);
}
