import { spawn } from 'node:child_process';

/** Runs npm in a folder with Node 24 first on the path; what it printed is shown only when it does not succeed. */
export function npm(folder: string, path: string, ...args: readonly string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn('npm', args, {
			cwd: folder,
			env: { ...process.env, PATH: `${path}:${process.env['PATH'] ?? ''}` },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let [out, all] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => ((out += chunk), (all += chunk)));
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => (all += chunk));
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) resolve(out);
			else reject(new Error(`npm ${args.join(' ')} ended with ${code}:\n${all.slice(-3_000)}`));
		});
	});
}
