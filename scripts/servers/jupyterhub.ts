import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { install, say, secondsSince } from './install';
import { fillArgv, serverEntry } from './manifest';
import { freePort, newRunFolder, startServer } from './processes';

export interface JupyterHub {
	url: string;
	/** May create users, and list, create and delete their tokens. */
	adminToken: string;
	/** A user that exists, whose tokens are to be rotated. */
	user: string;
	version: string;
	pid: number;
	stop: () => Promise<void>;
}

const USER = 'marketing-summariser';

async function call(url: string, adminToken: string, method: string): Promise<unknown> {
	const answer = await fetch(url, { method, headers: { authorization: `token ${adminToken}` } });
	if (!answer.ok) throw new Error(`jupyterhub: ${method} ${new URL(url).pathname} answered ${answer.status}`);
	return answer.json();
}

/** Installs if needed, then starts a hub alone (no proxy, nothing to log in to) on a free loopback port. */
export async function startJupyterHub(): Promise<JupyterHub> {
	const entry = serverEntry('jupyterhub');
	const { python } = await install('jupyterhub');
	const start = Date.now();
	const adminToken = randomBytes(24).toString('hex');
	const folder = await newRunFolder('jupyterhub');
	const port = await freePort(entry.adjacentPorts);
	const url = `http://127.0.0.1:${port}`;
	const { pid, stop } = await startServer({
		name: 'jupyterhub',
		folder,
		command: python,
		argv: fillArgv(entry, { config: join(__dirname, 'jupyterhub_config.py') }),
		env: { KEYTURN_HUB_PORT: String(port), KEYTURN_HUB_FOLDER: folder, KEYTURN_HUB_TOKEN: adminToken },
		readyUrl: url + entry.ready,
		readyWithinMs: 60_000,
	});
	try {
		const { version } = (await call(`${url}/hub/api/`, adminToken, 'GET')) as { version: string };
		if (version !== entry.version)
			throw new Error(`jupyterhub: ${entry.version} is recorded, but it is ${version}`);
		await call(`${url}/hub/api/users/${USER}`, adminToken, 'POST');
		say(`jupyterhub ${version} ready in ${secondsSince(start)} s, process ${pid}`);
		return { url, adminToken, user: USER, version, pid, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
