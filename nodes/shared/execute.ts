import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { KeyturnError } from '../../core/errors';
import type { Keyturn } from '../../core/keyturn';
import { type Ask, answerItems, type Job } from './answer-items';
import type { Input, KeyturnJob, Operation } from './operation';
import { keyturnOf } from './vault';

/** A file that comes with a result; it never becomes a part of the data. */
export interface ResultFile {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly mediaType?: string;
}

interface Result {
	readonly file?: ResultFile;
}

/** What a node is made of that is asked for by operations. */
interface Parts {
	readonly properties: readonly INodeProperties[];
	readonly operations: readonly Operation[];
	/** The name of the binary field that a result's file is put into. */
	readonly fileField: string;
}

/** Does what the items ask for, over one vault that is opened when the first of them needs it. */
export async function executeOperations(
	context: IExecuteFunctions,
	{ properties, operations, fileField }: Parts,
): Promise<INodeExecutionData[][]> {
	let keyturn: Keyturn | undefined;
	const overVault = (job: KeyturnJob): Job => ({
		...job,
		run: async (parts) => await job.run((keyturn ??= await keyturnOf(context)), parts),
	});
	return await answerItems(context, {
		properties,
		jobOf: (ask, item) => {
			const operation = operationOf(operations, ask);
			const { simple } = operation;
			const job =
				'offlineJobOf' in operation
					? operation.offlineJobOf(ask, inputOf(context, item))
					: overVault(operation.jobOf(ask, inputOf(context, item)));
			const run = async (parts: readonly unknown[]) =>
				(await job.run(parts)).map((result) => ({ result, simple }));
			return { ...job, run };
		},
		answer: async (done, simplify) => {
			const { result, simple } = done as { result: Result; simple: readonly string[] };
			const { file, ...rest } = result;
			const json = plain(rest, simplify ? simple : null);
			if (file === undefined) return { json };
			const { name, bytes, mediaType = 'application/octet-stream' } = file;
			const data = await context.helpers.prepareBinaryData(Buffer.from(bytes), name, mediaType);
			return { json, binary: { [fileField]: data } };
		},
	});
}

const inputOf = (context: IExecuteFunctions, item: number): Input => ({
	item,
	async file(field) {
		if (context.getInputData()[item]?.binary?.[field] === undefined)
			throw new KeyturnError('BAD_INPUT', 'Input Binary Field', `no file comes in under “${field}”`, {
				next: 'Write the name that the input shows under Binary. Where it shows no Binary, put a node that gives the file before this one.',
			});
		return await context.helpers.getBinaryDataBuffer(item, field);
	},
});

function operationOf(operations: readonly Operation[], ask: Ask): Operation {
	const [resource, value] = [ask('resource'), ask('operation')];
	const operation = operations.find((each) => each.resource === resource && each.option.value === value);
	if (operation === undefined) throw new KeyturnError('BAD_INPUT', 'Operation', 'choose one from the list');
	return operation;
}

function plain(result: object, names: readonly string[] | null): IDataObject {
	const data = JSON.parse(JSON.stringify(result)) as IDataObject;
	return names === null ? data : Object.fromEntries(names.map((name) => [name, data[name]]));
}
