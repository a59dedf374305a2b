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
	/** A result as n8n keeps it. */
	readonly answer: (result: object) => Promise<Pick<INodeExecutionData, 'json' | 'binary'>>;
}

interface Task {
	readonly items: number[];
	readonly parts: unknown[];
	readonly job: Job;
}

type Outcome =
	| { readonly answers: ReadonlyArray<Pick<INodeExecutionData, 'json' | 'binary'>> }
	| { readonly failure: unknown };

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

	for (const { items, parts, job } of tasks.values()) {
		const outcome = await attempt(() => job.run(parts), work);
		if ('failure' in outcome) {
			for (const item of items) fail(outcome.failure, item);
		} else if (job.result === 'rows') {
			const pairedItem = items.map((item) => ({ item }));
			answers.push(...outcome.answers.map((each) => ({ ...each, pairedItem })));
		} else {
			for (const item of items)
				answers.push(...outcome.answers.map((each) => ({ ...each, pairedItem: { item } })));
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
			const task = tasks.get(request);
			if (task === undefined) tasks.set(request, { items: [item], parts: [job.part], job });
			else {
				task.items.push(item);
				task.parts.push(job.part);
			}
		} catch (failure) {
			refused.push({ item, failure });
		}
	}
	return { tasks, refused };
}

async function attempt(run: () => ReturnType<Job['run']>, { answer }: Work): Promise<Outcome> {
	try {
		return { answers: await Promise.all((await run()).map((result) => answer(result))) };
	} catch (failure) {
		return { failure };
	}
}

function first({ pairedItem }: INodeExecutionData): number {
	const paired = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof paired === 'object' ? paired.item : (paired ?? 0);
}
