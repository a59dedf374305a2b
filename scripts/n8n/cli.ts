import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from '../servers/processes';
import { environment } from './environment';
import type { Installation } from './installation';

const LIMIT_MS = 180_000;

/** Runs a command of n8n on the folder of an instance, beside its server too; answers with all that it printed. */
export async function runCli(
	{ node, n8n, bin }: Pick<Installation, 'node' | 'n8n' | 'bin'>,
	folder: string,
	...args: readonly string[]
): Promise<string> {
	const env = environment(folder, bin, { N8N_RUNNERS_BROKER_PORT: String(await freePort()) });
	return await new Promise((resolve, reject) => {
		const options = { cwd: folder, env, timeout: LIMIT_MS, maxBuffer: 1 << 28 };
		execFile(node, [n8n, ...args], options, (error, stdout, stderr) => {
			const printed = `${stdout}${stderr}`;
			if (error === null) resolve(printed);
			else reject(new Error(`n8n ${args.join(' ')} did not succeed: ${printed.slice(-2_000)}`));
		});
	});
}

export interface StoredCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** Puts credentials into an instance that nobody has set up yet, encrypted under its own key. */
export async function importCredentials(
	installation: Installation,
	folder: string,
	credentials: readonly StoredCredential[],
): Promise<void> {
	const file = join(folder, 'credentials.json');
	writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
	await runCli(installation, folder, 'import:credentials', `--input=${file}`);
	// The file holds the login in plain text; the database holds it encrypted.
	writeFileSync(file, '');
}

/** Puts workflows into an instance; each needs an `id`. */
export async function importWorkflows(
	installation: Installation,
	folder: string,
	workflows: readonly object[],
): Promise<void> {
	const file = join(folder, 'workflows.json');
	writeFileSync(file, JSON.stringify(workflows));
	await runCli(installation, folder, 'import:workflow', `--input=${file}`);
}
