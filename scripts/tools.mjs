// What the repository's own scripts share: running tools, reading folders, packing.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const began = Date.now();

/** The closing line of a script, with the time it took. */
export function done(text) {
	console.log(`${text} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

/** Prints why, and ends with 1. */
export function fail(text) {
	console.error(text);
	process.exit(1);
}

/** Runs a tool of node_modules/.bin in the foreground; answers whether it succeeded. */
export function succeeds(tool, ...args) {
	const { status, error } = spawnSync(tool, args, {
		cwd: root,
		stdio: 'inherit',
		env: withTools(),
		shell: process.platform === 'win32',
	});
	if (error) console.error(`${tool}: ${error.message}`);
	return status === 0;
}

/** The same in the background, with what the tool printed. */
export async function outcome(tool, ...args) {
	const child = spawn(tool, args, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: withTools(),
		shell: process.platform === 'win32',
	});
	const chunks = [];
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
	return await new Promise((resolve) => {
		child.on('error', ({ message }) => resolve({ isGood: false, printed: `${tool}: ${message}\n` }));
		child.on('close', (code) => resolve({ isGood: code === 0, printed: Buffer.concat(chunks).toString() }));
	});
}

/** Runs in the foreground a tool without which there is nothing more to do. */
export function run(tool, ...args) {
	if (!succeeds(tool, ...args)) fail(`${tool} ${args.join(' ')} did not succeed`);
}

/** Every file below a folder, relative to it; none when the folder is not there. */
export function filesIn(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A new folder outside the repository, removed when the script ends, however it ends. */
export function scratch() {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Packs the repository as `npm publish` would, into `folder`. */
export function pack(folder) {
	mkdirSync(folder, { recursive: true });
	const printed = npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder);
	const [{ filename, files, unpackedSize }] = Object.values(JSON.parse(printed));
	const path = join(folder, filename);
	const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
	return { path, sha256, size: statSync(path).size, unpackedSize, files: files.map((file) => file.path) };
}

/** What an npm command prints; its notices are shown only when it does not succeed. */
export function npm(...args) {
	const { status, stdout, stderr } = spawnSync('npm', args, {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 1 << 28,
		shell: process.platform === 'win32',
	});
	if (status !== 0) fail(`${stderr ?? ''}${stdout ?? ''}npm ${args.join(' ')} did not succeed`);
	return stdout;
}

function withTools() {
	const bin = join(root, 'node_modules', '.bin');
	return { ...process.env, PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
}
