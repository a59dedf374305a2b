import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../demo/n8n/engine';
import { ADMIN, CREDENTIAL, type World } from './world';

/** A workflow with nothing but the node, and one before it that hands on the given items. */
export function oneNode(
	parameters: INodeParameters,
	settings: object = {},
	type = 'rotateKey',
): WorkflowFile {
	return {
		nodes: [
			{
				id: 'a',
				name: 'Start',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'b',
				name: 'Keyturn',
				type: `n8n-nodes-keyturn.${type}`,
				typeVersion: 1,
				position: [200, 0],
				parameters,
				credentials: { keyturnHashicorpVaultApi: { id: CREDENTIAL, name: 'Vault' } },
				...settings,
			},
		],
		connections: { Start: { main: [[{ node: 'Keyturn', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

export const named = (value: string) => ({ __rl: true, mode: 'name', value });

export const rotateParameters = (key: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'rotation',
	operation: 'rotate',
	key: named(key),
	...more,
});

/** Registering with times that fit a test. */
export const registerParameters = (
	world: World,
	key: string,
	options: INodeParameters = {},
): INodeParameters => ({
	resource: 'key',
	operation: 'register',
	keyName: key,
	provider: 'dev',
	admin: ADMIN,
	devAddress: world.provider.url,
	options: {
		owner: 'Ada Lovelace',
		devScopes: 'work',
		graceHours: 0.0005,
		cacheSeconds: 0,
		delaySeconds: 1,
		observeSeconds: 0,
		...options,
	},
});

/** What the tests read of a result; the rest is compared as a whole. */
type Row = Readonly<Record<string, string | boolean | undefined>>;

/** Runs one node over the given items and gives what came of it. */
export async function runNode(
	world: World,
	parameters: INodeParameters,
	how: { items?: INodeExecutionData[]; settings?: object; type?: string } = {},
) {
	const given = how.items === undefined ? {} : { items: how.items };
	const done = await world.n8n.run(oneNode(parameters, how.settings, how.type), {
		startAt: 'Start',
		...given,
	});
	return {
		...done,
		json: done.items('Keyturn').map(({ json }) => json as Row),
		error: done.run.data.resultData.error,
	};
}
