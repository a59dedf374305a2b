import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { amzDate, authorization } from '../../core/signing/sigv4';
import { install, say, secondsSince } from './install';
import { fillArgv, serverEntry } from './manifest';
import { freePort, newRunFolder, startServer } from './processes';

const REGION = 'us-east-1';

export interface SeaweedFs {
	/** Where its S3 interface is. */
	url: string;
	region: string;
	accessKeyId: string;
	secret: string;
	pid: number;
	/** Sends one signed request; the query without its question mark. */
	ask: (method: string, path: string, query?: string, headers?: Record<string, string>) => Promise<Response>;
	stop: () => Promise<void>;
}

/** Installs if needed, then starts SeaweedFS with its S3 interface on free loopback ports. */
export async function startSeaweedFs(): Promise<SeaweedFs> {
	const entry = serverEntry('seaweedfs');
	const { binary } = await install('seaweedfs');
	if (binary === undefined) throw new Error('seaweedfs: no program in the package');
	const start = Date.now();
	const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
	const secret = randomBytes(30).toString('base64');
	const run = await newRunFolder('seaweedfs');
	const folder = join(run, 'data');
	await mkdir(folder);
	const config = join(run, 's3.json');
	const keys = [{ accessKey: accessKeyId, secretKey: secret }];
	await writeFile(
		config,
		JSON.stringify({ identities: [{ name: 'keyturn', credentials: keys, actions: ['Admin'] }] }),
	);
	const port = await freePort(entry.adjacentPorts);
	const ports = Array.from({ length: entry.adjacentPorts - 1 }, (_, at) => [
		`port${at + 1}`,
		String(port + at + 1),
	]);
	const url = `http://127.0.0.1:${port + 6}`;
	const { pid, stop } = await startServer({
		name: 'seaweedfs',
		folder: run,
		command: binary,
		argv: fillArgv(entry, { port: String(port), folder, config, ...(Object.fromEntries(ports) as object) }),
		env: { TMPDIR: run },
		readyUrl: url + entry.ready,
		readyWithinMs: 60_000,
	});
	say(`seaweedfs ${entry.version} ready in ${secondsSince(start)} s, process ${pid}`);
	const ask: SeaweedFs['ask'] = (method, path, query = '', more = {}) => {
		const time = amzDate(Date.now());
		const bodyHash = createHash('sha256').digest('hex');
		const headers = { 'x-amz-content-sha256': bodyHash, 'x-amz-date': time, ...more };
		const signed = authorization(
			{
				method,
				path,
				query: [...new URLSearchParams(query)],
				headers: [['host', new URL(url).host], ...Object.entries(headers)],
				bodyHash,
			},
			{ time, region: REGION, service: 's3' },
			accessKeyId,
			secret,
		);
		const address = `${url}${path}${query === '' ? '' : `?${query}`}`;
		return fetch(address, { method, headers: { ...headers, authorization: signed } });
	};
	return {
		url,
		region: REGION,
		accessKeyId,
		secret,
		pid,
		ask,
		stop: async () => {
			await stop();
			await Promise.all(leftBehind(port).map((path) => rm(path, { force: true })));
		},
	};
}

/** Sockets that it makes outside its folder, whatever it is told, and does not take away. */
const leftBehind = (port: number): string[] =>
	Object.entries({ master: 1, volume: 3, filer: 5, s3: 7 }).map(
		([part, at]) => `/tmp/seaweedfs-${part}-grpc-${port + at}.sock`,
	);
