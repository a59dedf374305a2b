import { createRequire } from 'node:module';
import type { ICredentialType } from 'n8n-workflow';
import { KeyturnHashicorpVaultKeyApi } from '../credentials/KeyturnHashicorpVaultKeyApi.credentials';
import { engine, type WorkflowFile } from '../demo/n8n/engine';
import { CREDENTIAL_TYPE, requestWorkflow, startStage, type Stage } from '../test/engine/backed-stage';
import type { Measurement } from './measurement';
import { costGoal } from './n8n-call/cost';
import { interleaved, more } from './pairs';

export const name = 'vault-backed credential';

const PAIRS = 2_000;
const WARM_UP = 100;

/** What a call costs more than with n8n's own header authentication, while the value is cached. */
export async function run(): Promise<readonly Measurement[]> {
	const stage = await startStage();
	try {
		await stage.publish('bench-value-5f0c9d1e7a3b');
		const { stock, backed } = calls(stage);
		const found = await interleaved(
			{ base: stock, tried: backed },
			{
				pairs: PAIRS,
				warmUp: WARM_UP,
				before: () => {
					stage.forget();
				},
			},
		);
		return [more('ms more than header auth', found, costGoal)];
	} finally {
		await stage.close();
	}
}

function calls(stage: Stage) {
	const { HttpHeaderAuth } = createRequire(__filename)(
		'n8n-nodes-base/dist/credentials/HttpHeaderAuth.credentials.js',
	) as { HttpHeaderAuth: new () => ICredentialType };
	const n8n = engine({
		nodes: {},
		credentialTypes: [new KeyturnHashicorpVaultKeyApi(), new HttpHeaderAuth()],
		credentials: {
			key: {
				type: CREDENTIAL_TYPE,
				data: { ...stage.credential, cachedSecret: '', sendAs: 'header', header: 'X-API-Key' },
			},
			stock: {
				type: 'httpHeaderAuth',
				data: { name: 'X-API-Key', value: 'bench-value-5f0c9d1e7a3b' },
			},
		},
	});
	const url = `${stage.provider.url}/work`;
	const backed = requestWorkflow({ url });
	const stock = {
		...backed,
		nodes: backed.nodes.map((node) =>
			node.name === 'Call'
				? {
						...node,
						parameters: { url, authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' },
						credentials: { httpHeaderAuth: { id: 'stock', name: 'Stock' } },
					}
				: node,
		),
	};
	const call = (workflow: WorkflowFile) => async () => {
		const { run: done } = await n8n.run(workflow, { startAt: 'Start' });
		if (done.status !== 'success')
			throw new Error(`a call failed: ${String(done.data.resultData.error?.message)}`);
	};
	return { stock: call(stock), backed: call(backed) };
}
