import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const FOLDERS = join(ROOT, '.keyturn/demo');

const runs: ChildProcess[] = [];
afterAll(() => {
	for (const each of runs) each.kill('SIGKILL');
});

/** Runs the demo until its servers are up. */
async function begun(): Promise<ChildProcess> {
	const run = spawn(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	runs.push(run);
	let printed = '';
	await new Promise<void>((resolve, reject) => {
		run.stdout.on('data', (text: Buffer) => {
			printed += text.toString();
			if (printed.includes('vault at http://127.0.0.1:')) resolve();
		});
		run.once('exit', () => reject(new Error(`The demo ended: ${printed}`)));
	});
	return run;
}

const folderOf = ({ pid }: ChildProcess) =>
	readdirSync(FOLDERS).find((name) => name.includes(`-${String(pid)}-`)) ?? 'none';
const filesOf = (run: ChildProcess) =>
	readdirSync(join(FOLDERS, folderOf(run))).filter((name) => !name.endsWith('.tmp'));

it('a second run of the demo leaves the first alone; each takes its files with it, and what a killed one left', async () => {
	const first = await begun();
	// As left by a run that was killed: no process has such a number.
	const left = join(FOLDERS, 'demo-99999999-abc');
	mkdirSync(left);
	const second = await begun();
	expect(existsSync(left)).toBe(false);
	expect(folderOf(second)).not.toBe(folderOf(first));
	expect(filesOf(first).sort()).toEqual(filesOf(second).sort());
	for (const run of [second, first]) {
		const code = new Promise((resolve) => run.once('exit', resolve));
		run.kill('SIGTERM');
		expect(await code).toBe(143);
		expect(folderOf(run)).toBe('none');
	}
});
