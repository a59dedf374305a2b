import { HttpSslAuth } from 'n8n-nodes-base/dist/credentials/HttpSslAuth.credentials';
import type { INodeParameters } from 'n8n-workflow';
import { KeyturnHashicorpVaultKeyApi } from '../../credentials/KeyturnHashicorpVaultKeyApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { CREDENTIAL_TYPE, requestWorkflow, type CallOptions, type Stage } from './backed-stage';

/**
 * n8n's engine before the stage, with one stored credential whose data the caller may look at and change, and what
 * n8n's own *SSL Certificates* holds.
 */
export function runnerOn(stage: Stage, changes: object = {}, certificates: Record<string, string> = {}) {
	const data = { ...stage.credential, cachedSecret: '', fetchedAt: 0, ...changes } as typeof stage.credential;
	const n8n = engine({
		nodes: {},
		credentialTypes: [new KeyturnHashicorpVaultKeyApi(), new HttpSslAuth()],
		credentials: {
			key: { type: CREDENTIAL_TYPE, data },
			certificates: { type: 'httpSslAuth', data: certificates },
		},
	});
	return {
		data,
		async call(
			parameters: INodeParameters = {},
			{ items = 1, ...how }: CallOptions & { items?: number } = {},
		) {
			const workflow = requestWorkflow({ url: `${stage.provider.url}/work`, ...parameters }, how);
			const done = await n8n.run(workflow, {
				startAt: 'Start',
				items: Array.from({ length: items }, () => ({ json: {} })),
			});
			return {
				...done,
				error: done.run.data.resultData.error,
				json: done.items('Call').map(({ json }) => json),
			};
		},
	};
}
