import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { freePort, startServer, type Started } from '../servers/processes';
import { environment } from './environment';
import { install, type Installation } from './installation';
import { addPackage, packPackage } from './tarball';

export interface StartOptions {
	/** Keeps database, settings, log and the installed package; what is there is gone on with. */
	readonly folder: string;
	/** A free one when absent. */
	readonly port?: number;
	readonly env?: Readonly<Record<string, string>>;
}

export interface Instance extends Started {
	readonly url: string;
	readonly port: number;
	readonly folder: string;
	readonly installation: Installation;
}

/** Lays out a folder that n8n has not run in: an empty database and the package from its tarball. */
export async function prepareFolder(folder: string, packed?: string): Promise<Installation> {
	const installation = await install();
	const home = join(folder, '.n8n');
	mkdirSync(home, { recursive: true, mode: 0o700 });
	if (!existsSync(join(home, 'database.sqlite'))) cpSync(installation.empty, home, { recursive: true });
	const tarball = packed ?? (await packPackage(installation, join(folder, 'packed')));
	await addPackage(installation, folder, tarball);
	return installation;
}

/** Starts n8n on loopback in a folder that was prepared, and answers when it takes requests (15 s; ends within 30 s). */
export async function startN8n(options: StartOptions): Promise<Instance> {
	const installation = await install();
	const port = options.port ?? (await freePort());
	const started = await startProcess(installation, options, ['start'], `http://127.0.0.1:${port}`, {
		N8N_PORT: String(port),
	});
	return { ...started, url: `http://127.0.0.1:${port}`, port, folder: options.folder, installation };
}

/** Starts a worker of queue mode beside an n8n, in the same folder and with the same settings. */
export async function startWorker(options: StartOptions, name: string): Promise<Started> {
	const installation = await install();
	const port = options.port ?? (await freePort());
	return await startProcess(
		installation,
		options,
		['worker', '--concurrency=5'],
		`http://127.0.0.1:${port}`,
		{ QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) },
		name,
	);
}

async function startProcess(
	{ node, n8n, bin }: Installation,
	{ folder, env }: StartOptions,
	argv: readonly string[],
	url: string,
	own: Readonly<Record<string, string>>,
	name = 'n8n',
): Promise<Started> {
	const broker = String(await freePort());
	return await startServer({
		name,
		folder,
		log: `${name}.log`,
		command: node,
		argv: [n8n, ...argv],
		env: environment(folder, bin, { ...env, ...own, N8N_RUNNERS_BROKER_PORT: broker }),
		readyUrl: `${url}/healthz/readiness`,
		readyWithinMs: 180_000,
		endsWithinMs: 30_000,
		keepFolder: true,
	});
}
