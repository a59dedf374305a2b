import type { INodeParameters } from 'n8n-workflow';
import type { Execution, Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL_TYPE, requestWorkflow, type CallOptions, type Stage } from '../engine/backed-stage';
import { itemsOf } from './world';

/** Seconds where minutes are usual. */
export const CACHE_S = 2;

export interface Calls {
	readonly credentialId: string;
	/** The settings that the credential was made with. */
	readonly settings: object;
	call(parameters?: INodeParameters, how?: CallOptions & { readonly items?: number }): Promise<Called>;
}

export interface Called extends Execution {
	readonly items: readonly Record<string, unknown>[];
}

/** A vault-backed credential in an n8n, and calls with it by the HTTP Request node. */
export async function backedCalls(n8n: Rest, stage: Stage, changes: object = {}): Promise<Calls> {
	const settings = { ...stage.credential, cacheSeconds: CACHE_S, ...changes };
	const credentialId = await n8n.createCredential(CREDENTIAL_TYPE, 'Key', settings);
	return {
		credentialId,
		settings,
		async call(parameters = {}, { items = 1, ...how } = {}) {
			const made = requestWorkflow(
				{ url: `${stage.provider.url}/work`, ...parameters },
				{ ...how, id: credentialId },
			);
			const nodes = made.nodes.map((node) =>
				node.name === 'Start' ? { ...node, type: 'n8n-nodes-base.manualTrigger' } : node,
			);
			const pinData = { Start: Array.from({ length: items }, () => ({ json: {} })) };
			const id = await n8n.createWorkflow({ ...made, nodes, pinData, name: 'Calls' });
			const done = await n8n.run(id, 'Start');
			return { ...done, items: done.status === 'success' ? itemsOf(done, 'Call') : [] };
		},
	};
}
