import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Keyturn } from '../../core/keyturn';
import { nodeError } from '../shared/errors';
import { refuseExpressions } from '../shared/fixed';
import { keyturnOf } from '../shared/vault';
import { properties } from './description';
import { jobOf, type Job } from './operations';
import { plainData } from './output';
import type { Ask } from './registration';

interface Task {
	readonly items: number[];
	readonly job: Job;
}

type Outcome = { readonly results: readonly object[] } | { readonly failure: unknown };

/**
 * Reads what each item asks for, does what several ask for once, and answers every item. An item that went wrong has
 * the two fields by which n8n knows it for the error output: what happened, and that with what to do.
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const node = this.getNode();
	const simplify = this.getNodeParameter('simplify', 0, true) as boolean;
	const answers: INodeExecutionData[] = [];
	const fail = (failure: unknown, item: number) => {
		const error = nodeError(node, failure, item);
		if (!this.continueOnFail()) throw error;
		const message = `${error.message.replace(/\.$/, '')}. ${error.description ?? ''}`.trim();
		answers.push({ json: { error: error.message, message }, pairedItem: { item } });
	};
	const { tasks, refused } = read(this);
	for (const { item, failure } of refused) fail(failure, item);

	let keyturn: Keyturn | undefined;
	for (const { items, job } of tasks.values()) {
		const outcome = await attempt(async () => job.run((keyturn ??= await keyturnOf(this))));
		if ('failure' in outcome) {
			for (const item of items) fail(outcome.failure, item);
		} else if (job.result === 'rows') {
			const pairedItem = items.map((item) => ({ item }));
			answers.push(...outcome.results.map((each) => ({ json: plainData(each, simplify), pairedItem })));
		} else {
			for (const item of items)
				answers.push(
					...outcome.results.map((each) => ({ json: plainData(each, simplify), pairedItem: { item } })),
				);
		}
	}
	return [answers.sort((a, b) => first(a) - first(b))];
}

/** The tasks in the order of their first item, and the items that ask for what cannot be. */
function read(context: IExecuteFunctions) {
	const tasks = new Map<string, Task>();
	const refused: { item: number; failure: unknown }[] = [];
	for (const item of context.getInputData().keys()) {
		const ask: Ask = (name, fallback) => context.getNodeParameter(name, item, fallback) as never;
		try {
			refuseExpressions(context.getNode(), properties);
			const job = jobOf(ask);
			const request = JSON.stringify(job.request);
			const task = tasks.get(request);
			if (task === undefined) tasks.set(request, { items: [item], job });
			else task.items.push(item);
		} catch (failure) {
			refused.push({ item, failure });
		}
	}
	return { tasks, refused };
}

async function attempt(run: () => Promise<readonly object[]>): Promise<Outcome> {
	try {
		return { results: await run() };
	} catch (failure) {
		return { failure };
	}
}

function first({ pairedItem }: INodeExecutionData): number {
	const paired = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof paired === 'object' ? paired.item : (paired ?? 0);
}
