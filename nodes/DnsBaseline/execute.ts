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
	const ofFirst = operationOf((name, fallback) => this.getNodeParameter(name, 0, fallback) as never);
	let keyturn: Keyturn | undefined;
	return await answerItems(this, {
		properties,
		jobOf: (ask) => {
			const job = operationOf(ask).jobOf(ask);
			return { ...job, run: async () => job.run((keyturn ??= await keyturnOf(this))) };
		},
		answer: (result) => Promise.resolve({ json: plain(result, simplify ? ofFirst.simple : null) }),
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
