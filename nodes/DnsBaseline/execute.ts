import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { KeyturnError } from '../../core/errors';
import type { Keyturn } from '../../core/keyturn';
import { type Ask, answerItems } from '../shared/answer-items';
import { keyturnOf } from '../shared/vault';
import { properties } from './description';
import { operations } from './operations';
import type { Operation } from './operations/operation';

/** Does what the items ask for, over one vault that is opened when the first of them needs it. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const simplify = this.getNodeParameter('simplify', 0, true) as boolean;
	let keyturn: Keyturn | undefined;
	return await answerItems(this, {
		properties,
		jobOf: (ask) => {
			const { jobOf, simple } = operationOf(ask);
			const job = jobOf(ask);
			const run = async () => {
				const results = await job.run((keyturn ??= await keyturnOf(this)));
				return results.map((result) => plain(result, simplify ? simple : null));
			};
			return { ...job, run };
		},
		answer: (result) => Promise.resolve({ json: result as IDataObject }),
	});
}

function operationOf(ask: Ask): Operation {
	const [resource, value] = [ask('resource'), ask('operation')];
	const operation = operations.find((each) => each.resource === resource && each.option.value === value);
	if (operation === undefined) throw new KeyturnError('BAD_INPUT', 'Operation', 'choose one from the list');
	return operation;
}

function plain(result: object, names: readonly string[] | null): IDataObject {
	const data = JSON.parse(JSON.stringify(result)) as IDataObject;
	return names === null ? data : Object.fromEntries(names.map((name) => [name, data[name]]));
}
