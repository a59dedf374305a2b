import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { KeyturnError } from '../../core/errors';
import type { Keyturn } from '../../core/keyturn';
import { type Ask, answerItems } from '../shared/answer-items';
import { keyturnOf } from '../shared/vault';
import { properties } from './description';
import { operations } from './operations';
import type { Operation } from './operations/operation';

/** A result, with the file that comes with it where there is one; that never becomes a part of the data. */
interface Result {
	readonly file?: { readonly name: string; readonly bytes: Uint8Array };
}

/** Does what the items ask for, over one vault that is opened when the first of them needs it. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const simplify = this.getNodeParameter('simplify', 0, true) as boolean;
	let keyturn: Keyturn | undefined;
	return await answerItems(this, {
		properties,
		jobOf: (ask) => {
			const { jobOf, simple } = operationOf(ask);
			const job = jobOf(ask);
			const run = async (parts: readonly unknown[]) => {
				const results: readonly Result[] = await job.run((keyturn ??= await keyturnOf(this)), parts);
				return results.map(({ file, ...rest }) => ({ file, json: plain(rest, simplify ? simple : null) }));
			};
			return { ...job, run };
		},
		answer: async (result) => {
			const { json, file } = result as { json: IDataObject; file: Result['file'] };
			if (file === undefined) return { json };
			const data = await this.helpers.prepareBinaryData(
				Buffer.from(file.bytes),
				file.name,
				'application/octet-stream',
			);
			return { json, binary: { backup: data } };
		},
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
