import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { say, secondsSince } from '../install';
import { withLock } from '../lock';
import { cacheFolder } from '../manifest';

const run = promisify(execFile);
const LIMIT_MS = 300_000;
/** Where Debian puts programs; not all of it is on everybody's path. */
const HOMES = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'];

/** The Debian packages of each program that is run here. */
const packages = {
	nsd: 'nsd',
	'nsd-checkzone': 'nsd',
	named: 'bind9',
	'named-compilezone': 'bind9-utils',
	'dnssec-keygen': 'bind9-utils',
	'dnssec-revoke': 'bind9-utils',
	'dnssec-signzone': 'bind9-utils',
	'ldns-signzone': 'ldnsutils',
	unbound: 'unbound',
	pdns_server: 'pdns-server pdns-backend-sqlite3',
} as const;

export type Program = keyof typeof packages;

const find = (program: string): string | undefined =>
	HOMES.map((home) => join(home, program)).find((path) => existsSync(path));

/** Where the program is; `install` has to come first. */
export function program(name: Program): string {
	const path = find(name);
	if (path === undefined) throw new Error(`${name} is not installed: it is in Debian's ${packages[name]}`);
	return path;
}

/** Runs a program to its end, in a folder, and gives back what it printed; throws with its last words. */
export async function runs(name: Program, argv: readonly string[], cwd: string): Promise<string> {
	try {
		const { stdout } = await run(program(name), argv, { cwd, timeout: 60_000, maxBuffer: 16_000_000 });
		return stdout;
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		const words = `${stdout}\n${stderr}`.trim().split('\n').slice(-4).join(' | ');
		throw new Error(`${name} ${argv.join(' ')}: ${words || String(error)}`);
	}
}

/** Installs those that are missing; asks Debian for nothing when all are there. */
export async function installPrograms(programs: readonly Program[]): Promise<void> {
	const missing = () => packagesOf(programs.filter((name) => find(name) === undefined));
	if (missing().length === 0) return;
	await mkdir(cacheFolder, { recursive: true });
	await withLock(join(cacheFolder, 'apt'), LIMIT_MS, async () => {
		const wanted = missing();
		if (wanted.length === 0) return;
		const start = Date.now();
		const how = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
		if (process.getuid?.() !== 0) throw new Error(`these have to be installed first: sudo ${how}`);
		say(`installing ${wanted.join(', ')} (Debian)`);
		await apt('update');
		await apt('install', '--yes', '--no-install-recommends', ...wanted);
		// Another package that is half set up makes apt-get fail although these are there: only they count.
		const left = missing();
		if (left.length > 0) throw new Error(`${left.join(', ')} could not be installed: try ${how}`);
		say(`installed ${wanted.join(', ')} in ${secondsSince(start)} s`);
	});
}

const packagesOf = (programs: readonly Program[]): string[] => [
	...new Set(programs.flatMap((name) => packages[name].split(' '))),
];

async function apt(...argv: string[]): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const options = ['--quiet', '--option', 'DPkg::Lock::Timeout=120'];
	await run('apt-get', [...options, ...argv], { env, timeout: LIMIT_MS, maxBuffer: 16_000_000 }).catch(
		(error: unknown) => say(`apt-get ${argv[0] ?? ''}: ${error instanceof Error ? error.message : ''}`),
	);
}

const versionOptions: Readonly<Partial<Record<Program, string>>> = {
	nsd: '-v',
	named: '-v',
	unbound: '-V',
	pdns_server: '--version',
};

/** What the program says of itself: `9.18.49`. */
export async function versionOf(name: Program): Promise<string> {
	// PowerDNS tells its version and ends with a code of failure.
	const told = await run(program(name), [versionOptions[name] ?? '--version']).catch(
		(error: unknown) => error,
	);
	const { stdout = '', stderr = '' } = told as { stdout?: string; stderr?: string };
	return /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0] ?? 'of an unknown version';
}
