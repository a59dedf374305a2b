import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Keyturn } from '../../core/keyturn';
import { answerItems } from '../shared/answer-items';
import { keyturnOf } from '../shared/vault';
import { properties } from './description';
import { jobOf } from './operations';
import { plainData } from './output';

/** Does what the items ask for, over one vault that is opened when the first of them needs it. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	let keyturn: Keyturn | undefined;
	return await answerItems(this, {
		properties,
		jobOf: (ask) => {
			const job = jobOf(ask);
			return { ...job, run: async () => job.run((keyturn ??= await keyturnOf(this))) };
		},
		answer: (result, simplify) => Promise.resolve({ json: plainData(result, simplify) }),
	});
}
