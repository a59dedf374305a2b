import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { say, secondsSince } from '../install';
import { freePort, newRunFolder, startServer } from '../processes';
import type { Address } from './ask';
import { installPrograms, program, versionOf } from './packages';

export interface PowerDns {
	/** Where its API is asked: `http://127.0.0.1:8081`. */
	readonly url: string;
	/** For the header `X-API-Key`. */
	readonly apiKey: string;
	/** Where it answers DNS, transfers of whole zones included. */
	readonly dns: Address;
	readonly version: string;
	readonly pid: number;
	stop(): Promise<void>;
}

const SCHEMAS = [
	'/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql',
	'/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql',
];
/** Python is there for the other servers anyhow. */
const MAKE_DATABASE =
	'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())';

const configuration = (folder: string, dns: Address, apiPort: number, apiKey: string): string =>
	`daemon=no
guardian=no
local-address=${dns.host}
local-port=${dns.port}
launch=gsqlite3
gsqlite3-database=${folder}/zones.sqlite3
gsqlite3-dnssec=yes
api=yes
api-key=${apiKey}
webserver=yes
webserver-address=127.0.0.1
webserver-port=${apiPort}
webserver-allow-from=127.0.0.0/8
allow-axfr-ips=127.0.0.0/8
socket-dir=${folder}
security-poll-suffix=
zone-cache-refresh-interval=0
`;

/** Installs it if needed, then starts PowerDNS with an empty database and its API on free loopback ports. */
export async function startPowerDns(): Promise<PowerDns> {
	await installPrograms(['pdns_server']);
	const version = await versionOf('pdns_server');
	const start = Date.now();
	const folder = await newRunFolder('powerdns');
	const schema = SCHEMAS.find((path) => existsSync(path));
	if (schema === undefined)
		throw new Error('powerdns: pdns-backend-sqlite3 has no schema where Debian puts it');
	await promisify(execFile)('python3', ['-c', MAKE_DATABASE, join(folder, 'zones.sqlite3'), schema]);
	const apiKey = `api-${randomBytes(12).toString('hex')}`;
	const dns = { host: '127.0.0.1', port: await freePort() };
	const apiPort = await freePort();
	const url = `http://127.0.0.1:${apiPort}`;
	await writeFile(join(folder, 'pdns.conf'), configuration(folder, dns, apiPort, apiKey), { mode: 0o600 });
	const { pid, stop } = await startServer({
		name: 'powerdns',
		folder,
		command: program('pdns_server'),
		argv: [`--config-dir=${folder}`],
		env: {},
		readyUrl: `${url}/metrics`,
		readyWithinMs: 30_000,
	});
	say(`powerdns ${version} ready in ${secondsSince(start)} s, process ${pid}`);
	return { url, apiKey, dns, version, pid, stop };
}
