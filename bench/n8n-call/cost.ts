import { setTimeout as pause } from 'node:timers/promises';
import type { Rest } from '../../scripts/n8n/rest';
import type { Stage } from '../../test/engine/backed-stage';
import type { Measurement } from '../measurement';
import { interleaved, more } from '../pairs';
import { Caller, ways, type Way } from './workflow';

const PAIRS = 2_000;
const GROUPS_OF_A_RUN = 30;
const WARM_UP_RUNS = 4;
const WARM_UP_PAIRS = 50;
/** After a run n8n is busy with what it left behind; who begins the next one at once waits for that. */
const REST_MS = 80;
const GOAL_MS = 0.3;
const GOAL_SHARE = 0.05;
const KEY = 'cost-value-5f0c9d1e7a3b';

/** What a call may cost more, in ms, where one with header authentication takes `base`. */
export const costGoal = (base: number): number => Math.max(GOAL_MS, GOAL_SHARE * base);

/** Every order of the three, so that none of them always comes after the same one. */
const [A, B, C] = ways;
const orders: readonly (readonly Way[])[] = [
	[A, B, C],
	[C, B, A],
	[B, C, A],
	[A, C, B],
	[C, A, B],
	[B, A, C],
];

/**
 * How many ms more a node with the vault-backed credential takes than one with header authentication, sent both ways.
 * The calls to be compared are nodes of one execution, one after the other: from one arrival at the provider to the next
 * is what n8n needs for the node of the next.
 */
export async function costOfANode(n8n: Rest, stage: Stage): Promise<readonly Measurement[]> {
	const caller = await Caller.open(n8n, stage, KEY);
	const groups = Array.from({ length: GROUPS_OF_A_RUN }, (_, at) => orders[at % orders.length] ?? ways);
	const calls: readonly Way[] = ['generic', ...groups.flat()];
	const execute = await caller.publish('cost-of-a-node', calls);
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
	const judged = (way: Way) =>
		more(
			`a node of n8n: ms more than header auth, ${way}`,
			found.map((each) => ({ base: each[way], tried: each.backed })),
			costGoal,
		);
	return [judged('generic'), judged('predefined')];
}

/** The same of a whole execution with one call, from the question to its answer. */
export async function costOfAnExecution(n8n: Rest, stage: Stage): Promise<readonly Measurement[]> {
	const caller = await Caller.open(n8n, stage, KEY);
	const stock = await caller.publish('cost-generic', ['generic']);
	const backed = await caller.publish('cost-backed', ['backed']);
	const found = await interleaved(
		{ base: stock, tried: backed },
		{ pairs: PAIRS, warmUp: WARM_UP_PAIRS, before: () => pause(REST_MS) },
	);
	return [more('an execution of n8n with one call: ms more than header auth, generic', found, costGoal)];
}
