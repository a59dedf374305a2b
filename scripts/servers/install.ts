import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { withLock } from './lock';
import { cacheFolder, requirementLines, serverEntry, type ServerEntry, type ServerName } from './manifest';

const run = promisify(execFile);
const INSTALL_LIMIT_MS = 300_000;

export interface Installed {
	/** Virtual environment's interpreter. */
	python: string;
	/** The packaged program, where the package holds one. */
	binary?: string;
	binarySha256?: string;
	seconds: number;
	cached: boolean;
}

interface Marker {
	requirementsSha256: string;
	python: string;
	binary?: string;
	binarySha256?: string;
}

export function say(text: string): void {
	process.stdout.write(`servers: ${text}\n`);
}

export function secondsSince(start: number): number {
	return Math.round((Date.now() - start) / 100) / 10;
}

export async function sha256OfFile(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

async function readMarker(folder: string, requirementsSha256: string): Promise<Marker | undefined> {
	try {
		const marker = JSON.parse(await readFile(join(folder, 'installed.json'), 'utf8')) as Marker;
		// The environment knows its own place: in a clone that was moved since, it is made anew.
		const isHere = marker.python === join(folder, 'bin', 'python') && existsSync(marker.python);
		return isHere && marker.requirementsSha256 === requirementsSha256 ? marker : undefined;
	} catch {
		return undefined;
	}
}

async function findBinary(
	folder: string,
	entry: ServerEntry,
): Promise<{ binary?: string; binarySha256?: string }> {
	if (entry.binary === undefined) return {};
	const [version] = await readdir(join(folder, 'lib'));
	const root = entry.binary.startsWith('bin/') ? [] : ['lib', version ?? '', 'site-packages'];
	const binary = join(folder, ...root, entry.binary);
	const binarySha256 = await sha256OfFile(binary);
	if (entry.binarySha256 !== binarySha256)
		throw new Error(`its program has SHA-256 ${binarySha256}, but ${entry.binarySha256} was recorded`);
	return { binary, binarySha256 };
}

async function installFresh(folder: string, entry: ServerEntry, lines: string): Promise<Marker> {
	const here = `${process.platform}-${process.arch}`;
	if (entry.platform !== undefined && entry.platform !== here)
		throw new Error(`its hash was recorded for ${entry.platform} only, and this is ${here}`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const requirements = join(folder, 'requirements.txt');
	await writeFile(requirements, lines);
	const python = join(folder, 'bin', 'python');
	const limits = { timeout: INSTALL_LIMIT_MS, maxBuffer: 16_000_000 };
	await run('python3', ['-m', 'venv', folder], limits);
	const options = [
		'--quiet',
		'--no-input',
		'--disable-pip-version-check',
		'--no-deps',
		'--only-binary=:all:',
	];
	await run(python, ['-m', 'pip', 'install', ...options, '--require-hashes', '-r', requirements], limits);
	const program = await findBinary(folder, entry);
	const requirementsSha256 = createHash('sha256').update(lines).digest('hex');
	const marker: Marker = { requirementsSha256, python, ...program };
	await writeFile(join(folder, 'installed.json'), JSON.stringify(marker));
	return marker;
}

/** Installs the server into the cache unless it is there; throws with the reason if that fails. */
export async function install(name: ServerName): Promise<Installed> {
	const entry = serverEntry(name);
	const start = Date.now();
	const lines = requirementLines(entry);
	const wanted = createHash('sha256').update(lines).digest('hex');
	const folder = join(cacheFolder, `${name}-${entry.version}`);
	await mkdir(cacheFolder, { recursive: true });
	try {
		return await withLock(folder, INSTALL_LIMIT_MS, async () => {
			const found = await readMarker(folder, wanted);
			if (found === undefined) say(`installing ${entry.package} ${entry.version} (${entry.registry})`);
			const marker = found ?? (await installFresh(folder, entry, lines));
			const seconds = secondsSince(start);
			if (found === undefined) say(`installed ${name} ${entry.version} in ${seconds} s`);
			const { python, binary, binarySha256 } = marker;
			const program = binary === undefined || binarySha256 === undefined ? {} : { binary, binarySha256 };
			return { python, ...program, seconds, cached: found !== undefined };
		});
	} catch (error) {
		const detail = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-3).join(' | ');
		const reason = detail ? detail : error instanceof Error ? error.message : String(error);
		throw new Error(`${name} ${entry.version} could not be installed: ${reason}`);
	}
}
