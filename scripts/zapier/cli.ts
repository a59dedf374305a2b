import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');
/** The app's own package. */
export const APP = join(ROOT, 'zapier-app');

const CLI = join(APP, 'node_modules/zapier-platform-cli/src/bin/run');
const LIMIT_MS = 120_000;

/** What keeps Zapier's command line from calling anybody by itself. */
export const QUIET = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1' };

export interface Called {
	readonly code: number | null;
	readonly printed: string;
}

/**
 * Zapier's own command line, under the Node that runs this, in that folder. `home` is where it looks for a login of its
 * user: an empty folder, unless a person calls it.
 */
export async function zapierCli(args: readonly string[], cwd: string, home: string): Promise<Called> {
	return await new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [CLI, ...args], {
			cwd,
			env: { PATH: process.env['PATH'] ?? '', ...QUIET, HOME: home, USERPROFILE: home, CI: '1' },
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: LIMIT_MS,
		});
		let printed = '';
		const keep = (chunk: Buffer) => (printed += chunk.toString('utf8'));
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', reject);
		child.on('close', (code) => {
			resolve({ code, printed });
		});
	});
}

/** The same for a person at the keyboard: with his login, his terminal and his answers. */
export async function zapierCliByHand(args: readonly string[], cwd: string): Promise<number> {
	return await new Promise((resolve, reject) => {
		const env = { ...process.env, ...QUIET };
		const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: 'inherit' });
		child.on('error', reject);
		child.on('close', (code) => {
			resolve(code ?? 1);
		});
	});
}
