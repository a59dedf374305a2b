import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { nodeError } from './errors';
import { refuseExpressions } from './fixed';

/** Reads one parameter of one item. */
export type Ask = <Value = string>(name: string, fallback?: Value) => Value;

/** One piece of work. Items whose `request` reads the same share it, so that it is done once for them all. */
export interface Job {
	readonly request: unknown;
	/** One result for each item, or rows that belong to all items together. */
	readonly result: 'one each' | 'rows';
	/** What this item adds to the work that it shares. */
	readonly part?: unknown;
	/** `parts` are those of all items that share it. */
	run(parts: readonly unknown[]): Promise<readonly object[]>;
}

/** What a node does with its items. */
export interface Work {
	/** The node's form, whose fixed fields take no expression. */
	readonly properties: readonly INodeProperties[];
	/** What one item asks for. */
	readonly jobOf: (ask: Ask, item: number) => Job;
	/** A result as n8n keeps it, for items that want it simplified or not. */
	readonly answer: (result: object, simplify: boolean) => Promise<Answer>;
}

type Answer = Pick<INodeExecutionData, 'json' | 'binary'>;

interface Task {
	readonly items: Array<{ readonly item: number; readonly simplify: boolean }>;
	readonly parts: unknown[];
	readonly job: Job;
}

type Outcome = { readonly answers: ReadonlyMap<boolean, readonly Answer[]> } | { readonly failure: unknown };

/**
 * Reads what each item asks for, does what several ask for once, and answers every item. An item that went wrong has
 * the two fields by which n8n knows it for the error output: what happened, and that with what to do.
 */
export async function answerItems(context: IExecuteFunctions, work: Work): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const answers: INodeExecutionData[] = [];
	const fail = (failure: unknown, item: number) => {
		const error = nodeError(node, failure, item);
		if (!context.continueOnFail()) throw error;
		const message = `${error.message.replace(/\.$/, '')}. ${error.description ?? ''}`.trim();
		answers.push({ json: { error: error.message, message }, pairedItem: { item } });
	};
	const { tasks, refused } = read(context, work);
	for (const { item, failure } of refused) fail(failure, item);

	for (const task of tasks.values()) {
		const { items, job } = task;
		const outcome = await attempt(task, work);
		if ('failure' in outcome) {
			for (const { item } of items) fail(outcome.failure, item);
			continue;
		}
		const all = items.map(({ item }) => ({ item }));
		// Rows that belong to all items are shown once, as the first of them wants.
		for (const { item, simplify } of job.result === 'rows' ? items.slice(0, 1) : items) {
			const pairedItem = job.result === 'rows' ? all : { item };
			const shown = outcome.answers.get(simplify) ?? [];
			answers.push(...shown.map((each) => ({ ...each, pairedItem })));
		}
	}
	return [answers.sort((a, b) => first(a) - first(b))];
}

/** The tasks in the order of their first item, and the items that ask for what cannot be. */
function read(context: IExecuteFunctions, { properties, jobOf }: Work) {
	const tasks = new Map<string, Task>();
	const refused: { item: number; failure: unknown }[] = [];
	for (const item of context.getInputData().keys()) {
		const ask: Ask = (name, fallback) => context.getNodeParameter(name, item, fallback) as never;
		try {
			refuseExpressions(context.getNode(), properties);
			const job = jobOf(ask, item);
			const request = JSON.stringify(job.request);
			const asked = { item, simplify: ask<boolean>('simplify', true) };
			const task = tasks.get(request);
			if (task === undefined) tasks.set(request, { items: [asked], parts: [job.part], job });
			else {
				task.items.push(asked);
				task.parts.push(job.part);
			}
		} catch (failure) {
			refused.push({ item, failure });
		}
	}
	return { tasks, refused };
}

async function attempt({ items, parts, job }: Task, { answer }: Work): Promise<Outcome> {
	try {
		const results = await job.run(parts);
		const answers = new Map<boolean, readonly Answer[]>();
		for (const simplify of new Set(items.map((each) => each.simplify)))
			answers.set(simplify, await Promise.all(results.map((result) => answer(result, simplify))));
		return { answers };
	} catch (failure) {
		return { failure };
	}
}

function first({ pairedItem }: INodeExecutionData): number {
	const paired = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof paired === 'object' ? paired.item : (paired ?? 0);
}
