import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Name } from '../../../core/dns/wire/name';
import { type Started, startServer } from '../processes';
import type { Address } from './ask';
import { type Program, program } from './packages';

/** One of the lab's servers. */
export interface ToServe {
	/** The name of its folder, too. */
	readonly name: string;
	readonly program: Program;
	/** What stands before the path of its configuration. */
	readonly argv: readonly string[];
	/** Its files by name; `conf` is the configuration. `own` is its folder. */
	readonly files: (own: string) => Readonly<Record<string, string>>;
	/** It is ready when it has the SOA record of the zone at this address. */
	readonly address: Address;
	readonly zone: Name;
}

const READY_WITHIN_MS = 30_000;

/** Starts a server in a folder of its own below the given one. */
export async function serve(
	folder: string,
	{ name, program: what, argv, files, address, zone }: ToServe,
): Promise<Started> {
	const own = join(folder, name);
	await mkdir(own, { recursive: true });
	for (const [file, text] of Object.entries(files(own))) await writeFile(join(own, file), text);
	return await startServer({
		name,
		folder: own,
		command: program(what),
		argv: [...argv, join(own, 'conf')],
		env: {},
		readyUrl: `dns://${address.host}:${address.port}/${zone}`,
		readyWithinMs: READY_WITHIN_MS,
		keepFolder: true,
	});
}

/** Starts several at once and tells of each that runs, also when another does not: all of them have to be stopped. */
export async function serveAll(folder: string, all: readonly ToServe[], started: Started[]): Promise<void> {
	const results = await Promise.allSettled(all.map(async (one) => started.push(await serve(folder, one))));
	for (const result of results) if (result.status === 'rejected') throw result.reason;
}
