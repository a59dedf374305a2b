// Makes sure that node_modules, here and in zapier-app, is what each package-lock.json says; Node 24 for the other scripts
// included. With the argument `zapier`, Zapier's own command line tool is installed as well: only building the app for
// Zapier needs it.
// Runs under whatever Node is there (20 or later), before any dependency is.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const app = join(root, 'zapier-app');
const began = Date.now();
const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
const say = (text) => console.log(`setup: ${text}`);
const CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
const LEVELS = ['run', 'build'];

const level = process.argv.includes('zapier') ? 'build' : 'run';
const ticker = setInterval(() => say(`still installing, ${seconds()}`), 15_000);
try {
	await once(root, '', async () => {
		say('installing what package-lock.json names (one or two minutes, the first time only)');
		await npm(root, ...CI, '--include=dev');
		say(`packages are in place, ${seconds()}; adding Node 24`);
		await npm(root, 'rebuild', 'node', '--ignore-scripts=false');
	});
	await once(app, level, async () => {
		say(level === 'run' ? 'installing what the Zapier app needs' : 'installing Zapier’s command line tool');
		await npm(app, ...CI, level === 'run' ? '--omit=dev' : '--include=dev');
	});
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
} finally {
	clearInterval(ticker);
}

/** Installs into a folder, unless its lock file was already, to this level or a higher one. */
async function once(folder, wantedLevel, install) {
	const stamp = join(folder, 'node_modules', '.keyturn-setup');
	const lock = createHash('sha256')
		.update(readFileSync(join(folder, 'package-lock.json')))
		.digest('hex');
	const [doneFor, doneLevel = ''] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
	if (doneFor === lock && LEVELS.indexOf(doneLevel) >= LEVELS.indexOf(wantedLevel)) return;
	await install();
	writeFileSync(stamp, wantedLevel === '' ? lock : `${lock} ${wantedLevel}`);
	say(`ready, ${seconds()}`);
}

/** Runs npm and keeps what it prints: engine and deprecation notices say nothing about this project. */
function npm(cwd, ...args) {
	const cli = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') && process.env.npm_execpath;
	// The Node that runs npm, not the one that runs this: that may lie in the node_modules which npm is about to remove.
	const [command, first] = cli ? [process.env.npm_node_execpath ?? process.execPath, [cli]] : ['npm', []];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...first, ...args], {
			cwd,
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
