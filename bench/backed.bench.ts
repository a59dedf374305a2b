import { createRequire } from 'node:module';
import type { ICredentialType } from 'n8n-workflow';
import { KeyturnHashicorpVaultKeyApi } from '../credentials/KeyturnHashicorpVaultKeyApi.credentials';
import { engine, type WorkflowFile } from '../demo/n8n/engine';
import { CREDENTIAL_TYPE, requestWorkflow, startStage, type Stage } from '../test/engine/backed-stage';
import { atMost, type Measurement } from './measurement';
import { compared, type Pair } from './pairs';

export const name = 'vault-backed credential';

const PAIRS = 2_000;
const WARM_UP = 100;
const GOAL_MS = 0.3;
const GOAL_SHARE = 0.05;

/** What a call costs more than with n8n's own header authentication, while the value is cached. */
export async function run(): Promise<readonly Measurement[]> {
	const stage = await startStage();
	try {
		await stage.publish('bench-value-5f0c9d1e7a3b');
		const { stock, backed } = calls(stage);
		const pairs: Pair[] = [];
		for (let pair = -WARM_UP; pair < PAIRS; pair++) {
			// Which one goes first changes from pair to pair.
			const first = pair % 2 === 0 ? stock : backed;
			const one = await timed(first);
			const other = await timed(first === stock ? backed : stock);
			stage.forget();
			if (pair < 0) continue;
			pairs.push(first === stock ? { base: one, tried: other } : { base: other, tried: one });
		}
		const { difference, low, high, base } = compared(pairs);
		const found = `${String(PAIRS)} pairs, 95 % between ${String(low)} and ${String(high)}`;
		const goal = Math.max(GOAL_MS, GOAL_SHARE * base);
		return [
			atMost(`ms more than header auth (${String(base)} ms a call), median of ${found}`, difference, goal),
		];
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

async function timed(work: () => Promise<void>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}
