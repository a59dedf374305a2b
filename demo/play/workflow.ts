import type { INode, IRun } from 'n8n-workflow';
import type { Registration } from '../../core/operations/register';
import type { Finished, WorkflowFile } from '../n8n/engine';
import type { Ended } from './automation';

export const NODE = 'n8n-nodes-keyturn.rotateKey';
export const CREDENTIAL = 'keyturnHashicorpVaultApi';
/** The credential that reads one key, for workflows that use it. */
export const KEY_CREDENTIAL = 'keyturnHashicorpVaultKeyApi';
/** The id of the vault credential in n8n's store. */
export const STORED = 'demo';

const ownCredential = { credentials: { [CREDENTIAL]: { id: STORED, name: 'Keyturn vault' } } };

/** What a person does after importing a template: chooses the credential, and the key where none is chosen. */
export function filledIn(template: WorkflowFile, key: string): WorkflowFile {
	const nodes = template.nodes.map((node) =>
		node.credentials?.[CREDENTIAL] === undefined
			? node
			: { ...node, ...ownCredential, parameters: withKey(node.parameters, key) },
	);
	return { ...template, nodes };
}

function withKey(parameters: INode['parameters'], key: string): INode['parameters'] {
	const chosen = parameters['key'] as { readonly value?: unknown } | undefined;
	return chosen?.value === '' ? { ...parameters, key: { __rl: true, mode: 'list', value: key } } : parameters;
}

/** A workflow of one node that registers a key, filled in as a person would. */
export function registering(input: Registration): WorkflowFile {
	const { name, provider, providerSettings, admin, ...rest } = input;
	const { app, owner, graceHours, cacheSeconds, delaySeconds, observeSeconds } = rest;
	const parameters = {
		resource: 'key',
		operation: 'register',
		keyName: name,
		provider,
		admin,
		devAddress: providerSettings['address'] ?? '',
		options: { app, owner, graceHours, cacheSeconds, delaySeconds, observeSeconds },
	};
	return {
		name: 'Register a key',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			{ ...node('Register', NODE, parameters), ...ownCredential, position: [220, 0] },
		],
		connections: { Start: { main: [[{ node: 'Register', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** How a workflow ended: its last word, and whether the last Keyturn node found the key up to date. */
export function endOf({ run, order, items }: Pick<Finished, 'run' | 'order' | 'items'>): Ended {
	const lastOf = (field: string) => {
		const latest = [...order].reverse().flatMap((name) => items(name).slice(-1));
		return latest.find(({ json }) => field in json)?.json ?? {};
	};
	const { sentence, light } = lastOf('light');
	if (run.status !== 'success' || typeof sentence !== 'string')
		return { finished: false, sentence: failureOf(run) };
	return { finished: light === 'green' && lastOf('status')['status'] === 'up to date', sentence };
}

function failureOf({ status, data }: Pick<IRun, 'status' | 'data'>): string {
	const { error } = data.resultData;
	return `The workflow ended with ${status}${error === undefined ? '' : `: ${error.message}`}.`;
}

/** A workflow that works with the key by n8n's own HTTP Request node, as a micro-app would. */
export function calling(
	url: string,
	credential: { readonly id: string; readonly name: string },
): WorkflowFile {
	const parameters = {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: KEY_CREDENTIAL,
		options: {},
	};
	return {
		name: 'Call the provider',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			{
				...node('Call the Provider', 'n8n-nodes-base.httpRequest', parameters),
				typeVersion: 4.4,
				position: [220, 0],
				credentials: { [KEY_CREDENTIAL]: credential },
			},
		],
		connections: { Start: { main: [[{ node: 'Call the Provider', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

const node = (name: string, type: string, parameters: object): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: parameters as INode['parameters'],
});
