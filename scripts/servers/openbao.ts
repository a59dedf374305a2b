import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import { install, say, secondsSince } from './install';
import { fillArgv, serverEntry } from './manifest';
import { freePort, newRunFolder, startServer } from './processes';

export interface OpenBao {
	url: string;
	rootToken: string;
	/** What `bao version` prints. */
	version: string;
	/** SHA-256 of the program. */
	sha256: string;
	pid: number;
	stop: () => Promise<void>;
}

/** Installs if needed, then starts OpenBao in memory on a free loopback port, unsealed, KV v2 at `secret/`. */
export async function startOpenBao(): Promise<OpenBao> {
	const entry = serverEntry('openbao');
	const { binary, binarySha256 } = await install('openbao');
	if (binary === undefined || binarySha256 === undefined)
		throw new Error('openbao: no program in the package');
	const start = Date.now();
	const version = (await promisify(execFile)(binary, ['version'])).stdout.trim();
	if (!version.startsWith(`OpenBao v${entry.version} `))
		throw new Error(`openbao: ${entry.version} is recorded, but the program is ${version}`);
	const rootToken = `root-${randomBytes(12).toString('hex')}`;
	const port = await freePort(entry.adjacentPorts);
	const url = `http://127.0.0.1:${port}`;
	const { pid, stop } = await startServer({
		name: 'openbao',
		folder: await newRunFolder('openbao'),
		command: binary,
		argv: fillArgv(entry, { port: String(port), token: rootToken }),
		env: {},
		readyUrl: url + entry.ready,
		readyWithinMs: 30_000,
	});
	say(`openbao ${entry.version} ready in ${secondsSince(start)} s, process ${pid}`);
	return { url, rootToken, version, sha256: binarySha256, pid, stop };
}
