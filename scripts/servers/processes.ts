import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { goPastProxies } from '../../demo/http/past-proxies';
import { cacheFolder } from './manifest';
import { isReady } from './ready';

const run = promisify(execFile);
const runFolder = join(cacheFolder, 'run');
const SETPRIV = '/usr/bin/setpriv';
const living = new Set<{ child: ChildProcess; folder: string; keep: boolean }>();

export interface Started {
	pid: number;
	/** Asks it to end, and ends it where it does not. */
	stop: () => Promise<void>;
	/** Ends it and its children at once, as a power cut would. */
	kill9: () => Promise<void>;
	/** What it printed so far. */
	printed: () => string;
}

export interface StartRequest {
	name: string;
	folder: string;
	command: string;
	argv: string[];
	env: Record<string, string>;
	/** Address at which it is asked whether it is ready; `http://`, `redis://` or `dns://`. */
	readyUrl: string;
	readyWithinMs: number;
	/** Name of the file in the folder that takes what it prints; `log` when absent. */
	log?: string;
	/** How long it may take to end when asked to; 5 s when absent. */
	endsWithinMs?: number;
	/** The folder stays when the server has ended; it goes with the server otherwise. */
	keepFolder?: boolean;
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function tryPort(port: number): Promise<number | undefined> {
	return new Promise((done) => {
		const probe = createServer();
		probe.once('error', () => done(undefined));
		probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
			const address = probe.address();
			const got = typeof address === 'object' && address !== null ? address.port : undefined;
			probe.close(() => done(got));
		});
	});
}

/** A free loopback port that is followed by `count - 1` free ones. */
export async function freePort(count = 1): Promise<number> {
	for (let attempt = 0; attempt < 50; attempt += 1) {
		const first = await tryPort(0);
		if (first === undefined || first + count > 65_536) continue;
		let free = true;
		for (let next = 1; next < count && free; next += 1) free = (await tryPort(first + next)) !== undefined;
		if (free) return first;
	}
	throw new Error(`no ${count} consecutive free ports on 127.0.0.1`);
}

/** A new folder for one run, below the parent; folders whose owner is gone are removed first. */
export async function newRunFolder(name: string, parent = runFolder): Promise<string> {
	await mkdir(parent, { recursive: true });
	for (const entry of readdirSync(parent)) {
		// From the end: a name may hold hyphens, too.
		const owner = Number(entry.split('-').at(-2));
		if (!isAlive(owner)) rmSync(join(parent, entry), { recursive: true, force: true });
	}
	const folder = join(parent, `${name}-${process.pid}-${Date.now().toString(36)}`);
	await mkdir(folder, { mode: 0o700 });
	return folder;
}

/** Addresses on which the process listens, as `ss` reports them. */
export async function listeningAddresses(pid: number, by: 'tcp' | 'udp' = 'tcp'): Promise<string[]> {
	const { stdout } = await run('ss', [`--${by}`, '-lnpH']);
	return stdout
		.split('\n')
		.filter((line) => line.includes(`pid=${pid},`))
		.map((line) => line.trim().split(/\s+/)[3] ?? '');
}

/** Those of the addresses that are reachable from outside. */
export function offLoopback(addresses: readonly string[]): string[] {
	return addresses.filter((address) => !/^(127\.\d+\.\d+\.\d+|\[::1\]):\d+$/.test(address));
}

async function assertLoopbackOnly(name: string, pid: number): Promise<void> {
	const addresses = await listeningAddresses(pid);
	if (addresses.length === 0) throw new Error(`${name}: no listening socket was found for process ${pid}`);
	const outside = offLoopback(addresses);
	if (outside.length > 0) throw new Error(`${name} listens off loopback: ${outside.join(', ')}`);
}

async function waitReady(request: StartRequest, child: ChildProcess, log: string): Promise<void> {
	const deadline = Date.now() + request.readyWithinMs;
	const fail = (what: string) => {
		const tail = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' | ') : '';
		return new Error(`${request.name} ${what}. Its last lines: ${tail}`);
	};
	while (Date.now() < deadline) {
		if (child.exitCode !== null || child.signalCode !== null) throw fail('ended before it was ready');
		if (await isReady(request.readyUrl)) return;
		await new Promise((done) => setTimeout(done, 50));
	}
	throw fail(`was not ready after ${request.readyWithinMs} ms`);
}

function waitExit(child: ChildProcess, withinMs: number): Promise<boolean> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(true);
	return new Promise((done) => {
		const timer = setTimeout(() => done(false), withinMs);
		child.once('exit', () => {
			clearTimeout(timer);
			done(true);
		});
	});
}

/** The server and whatever it started: each server leads a group of its own. */
function killGroup(child: ChildProcess): void {
	try {
		if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

process.on('exit', () => {
	for (const { child, folder, keep } of living) {
		killGroup(child);
		if (!keep) rmSync(folder, { recursive: true, force: true });
	}
});

/** Starts a server that dies with this process, even when this process is killed outright (Linux). */
export async function startServer(request: StartRequest): Promise<Started> {
	goPastProxies();
	const log = join(request.folder, request.log ?? 'log');
	const output = openSync(log, 'a', 0o600);
	const tied = existsSync(SETPRIV);
	const command = tied ? SETPRIV : request.command;
	const argv = tied ? ['--pdeathsig', 'KILL', request.command, ...request.argv] : request.argv;
	const env = { PATH: process.env['PATH'] ?? '', HOME: request.folder, LANG: 'C.UTF-8', ...request.env };
	const stdio: StdioOptions = ['ignore', output, output];
	const child = spawn(command, argv, { cwd: request.folder, env, stdio, detached: true });
	closeSync(output);
	const keep = request.keepFolder ?? false;
	const entry = { child, folder: request.folder, keep };
	living.add(entry);
	const kill9 = async () => {
		killGroup(child);
		if (!(await waitExit(child, 5_000)))
			throw new Error(`${request.name}: process ${child.pid} does not end`);
		living.delete(entry);
		if (!keep) await rm(request.folder, { recursive: true, force: true });
	};
	const stop = async () => {
		child.kill('SIGTERM');
		await waitExit(child, request.endsWithinMs ?? 5_000);
		await kill9();
	};
	try {
		await new Promise<void>((done, fail) => child.once('spawn', done).once('error', fail));
		const pid = child.pid ?? 0;
		await writeFile(join(request.folder, 'pid'), String(pid));
		await waitReady(request, child, log);
		await assertLoopbackOnly(request.name, pid);
		return { pid, stop, kill9, printed: () => readFileSync(log, 'utf8') };
	} catch (error) {
		await stop();
		throw error;
	}
}
