import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import type { Searched } from '../canary';
import { engine, type Finished, type WorkflowFile } from '../n8n/engine';
import type { Automation } from './automation';
import { CREDENTIAL, NODE, STORED, endOf, filledIn, registering } from './workflow';

const root = join(__dirname, '../..');
const load = createRequire(__filename);
const TEMPLATE = 'workflows/n8n/rotate-one-key-now.json';

/** n8n's own engine in this process, with the built node, the built credential and the template of this package. */
export async function byN8n(vault: Readonly<Record<string, string>>): Promise<Automation> {
	const n8n = engine({
		nodes: { [NODE]: built('nodes/RotateKey/RotateKey.node.js', 'RotateKey') as INodeType },
		credentialTypes: [
			built(
				'credentials/KeyturnHashicorpVaultApi.credentials.js',
				'KeyturnHashicorpVaultApi',
			) as ICredentialType,
		],
		credentials: { [STORED]: { type: CREDENTIAL, data: { ...vault } } },
	});
	const kept: Searched[] = [];
	const run = async (file: WorkflowFile): Promise<Finished> => {
		const finished = await n8n.run(file);
		const name = file.name ?? 'workflow';
		kept.push(...finished.stored.map((text) => ({ name: `execution of “${name}”`, text })));
		kept.push({ name: `n8n's log of “${name}”`, text: JSON.stringify(finished.log) });
		return finished;
	};
	return {
		title: `n8n's engine (n8n-core ${versionOf('n8n-core')})`,
		async register(input) {
			const { finished, sentence } = endOf(await run(registering(input)));
			if (!finished) throw new Error(`Registering: ${sentence}`);
		},
		async rotate(key) {
			const template = JSON.parse(readFileSync(join(root, TEMPLATE), 'utf8')) as WorkflowFile;
			return endOf(await run(filledIn(template, key)));
		},
		executions: () => kept,
	};
}

/** Made by the build; the demo runs what an n8n that installed this package would run. */
function built(path: string, name: string): unknown {
	const module = load(join(root, 'dist', path)) as Readonly<Record<string, new () => unknown>>;
	const Built = module[name];
	if (Built === undefined) throw new Error(`dist/${path} has no class ${name}.`);
	return new Built();
}

const versionOf = (name: string): string =>
	(JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
		.version;
