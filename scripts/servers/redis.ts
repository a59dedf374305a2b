import { join } from 'node:path';

import { install, say, secondsSince } from './install';
import { fillArgv, serverEntry } from './manifest';
import { freePort, newRunFolder, startServer } from './processes';

export interface Redis {
	port: number;
	/** Where it writes its database when told to, uncompressed. */
	database: string;
	stop: () => Promise<void>;
}

/** Installs if needed, then starts Redis in memory on a free loopback port. */
export async function startRedis(): Promise<Redis> {
	const entry = serverEntry('redis');
	const { binary } = await install('redis');
	if (binary === undefined) throw new Error('redis: no program in the package');
	const start = Date.now();
	const port = await freePort(entry.adjacentPorts);
	const folder = await newRunFolder('redis');
	const { pid, stop } = await startServer({
		name: 'redis',
		folder,
		command: binary,
		argv: fillArgv(entry, { port: String(port), folder }),
		env: {},
		readyUrl: `redis://127.0.0.1:${port}`,
		readyWithinMs: 30_000,
	});
	say(`redis ${entry.version} ready in ${secondsSince(start)} s, process ${pid}`);
	return { port, database: join(folder, 'dump.rdb'), stop };
}
