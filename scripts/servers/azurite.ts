import { createHmac, randomBytes } from 'node:crypto';

import { say, secondsSince } from './install';
import { installNpm } from './install-npm';
import { fillArgv, npmServerEntry } from './manifest';
import { freePort, newRunFolder, startServer } from './processes';

const ACCOUNT = 'keyturn';
const VERSION = '2021-12-02';

export interface Azurite {
	/** The account's address. */
	url: string;
	pid: number;
	/** Makes a container and gives a shared access signature for it, with these permissions (`rc`: read and create). */
	container: (name: string, permissions: string) => Promise<string>;
	stop: () => Promise<void>;
}

/** Installs if needed, then starts Azurite's blob service in memory on a free loopback port, with an account of its own. */
export async function startAzurite(): Promise<Azurite> {
	const entry = npmServerEntry('azurite');
	const { node, script } = await installNpm('azurite');
	const start = Date.now();
	const key = randomBytes(32).toString('base64');
	const folder = await newRunFolder('azurite');
	const port = await freePort(entry.adjacentPorts);
	const { pid, stop } = await startServer({
		name: 'azurite',
		folder,
		command: node,
		argv: [script, ...fillArgv(entry, { port: String(port) })],
		env: { AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` },
		readyUrl: `any+http://127.0.0.1:${port}`,
		readyWithinMs: 60_000,
	});
	say(`azurite ${entry.version} ready in ${secondsSince(start)} s, process ${pid}`);
	const url = `http://127.0.0.1:${port}/${ACCOUNT}`;
	return {
		url,
		pid,
		stop,
		container: async (name, permissions) => {
			const made = await fetch(`${url}/${name}?restype=container`, {
				method: 'PUT',
				headers: sharedKey(key, `/${ACCOUNT}/${ACCOUNT}/${name}\nrestype:container`),
			});
			if (made.status !== 201) throw new Error(`azurite: making ${name} answered ${made.status}`);
			return signatureOf(key, name, permissions);
		},
	};
}

/** Shared Key. Source: https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
function sharedKey(key: string, resource: string): Record<string, string> {
	const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': VERSION };
	const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
	const text = ['PUT', ...Array<string>(11).fill(''), ...lines, resource].join('\n');
	return { ...headers, authorization: `SharedKey ${ACCOUNT}:${hmac(key, text)}` };
}

/** A service signature for a container. Source: https://learn.microsoft.com/rest/api/storageservices/create-service-sas */
function signatureOf(key: string, container: string, permissions: string): string {
	const end = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
	const fields = [
		permissions,
		'',
		end,
		`/blob/${ACCOUNT}/${container}`,
		...['', '', ''],
		VERSION,
		'c',
		...Array<string>(7).fill(''),
	];
	const query = { sv: VERSION, sr: 'c', sp: permissions, se: end, sig: hmac(key, fields.join('\n')) };
	return new URLSearchParams(query).toString();
}

const hmac = (key: string, text: string): string =>
	createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
