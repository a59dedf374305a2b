// Makes sure that node_modules is what package-lock.json says, Node 24 for the other scripts included.
// Runs under whatever Node is there (20 or later), before any dependency is.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.keyturn-setup');
const wanted = createHash('sha256')
	.update(readFileSync(join(root, 'package-lock.json')))
	.digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) await install();

async function install() {
	const began = Date.now();
	const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
	const say = (text) => console.log(`setup: ${text}`);

	say('installing what package-lock.json names (one or two minutes, the first time only)');
	const ticker = setInterval(() => say(`still installing, ${seconds()}`), 15_000);
	try {
		await npm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund');
		say(`packages are in place, ${seconds()}; adding Node 24`);
		await npm('rebuild', 'node');
		writeFileSync(stamp, wanted);
		say(`ready, ${seconds()}`);
	} catch (error) {
		console.error(error.message);
		process.exitCode = 1;
	} finally {
		clearInterval(ticker);
	}
}

/** Runs npm and keeps what it prints: engine and deprecation notices say nothing about this project. */
function npm(...args) {
	const cli = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') && process.env.npm_execpath;
	const [command, first] = cli ? [process.execPath, [cli]] : ['npm', []];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...first, ...args], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: !cli && process.platform === 'win32',
		});
		let printed = '';
		child.stdout.on('data', (chunk) => (printed += chunk));
		child.stderr.on('data', (chunk) => (printed += chunk));
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${printed}\nsetup: npm ${args.join(' ')} ended with ${code}`));
		});
	});
}
