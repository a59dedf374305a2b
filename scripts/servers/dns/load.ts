import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { DnsRecord } from '../../../core/dns/wire/message';
import type { Name } from '../../../core/dns/wire/name';
import { freePort, newRunFolder } from '../processes';
import type { Address } from './ask';
import { namedPrimaryText, nsdText } from './configuration';
import { installPrograms, type Program, runs } from './packages';
import { serve } from './serve';
import { transfer } from './transfer';

interface Loader {
	/** Says in words what is wrong with the file. */
	readonly check: (zone: Name, file: string, folder: string) => Promise<unknown>;
	readonly argv: readonly string[];
	readonly conf: (folder: string, at: Address, zone: Name, file: string) => string;
}

const loaders = {
	nsd: {
		check: (zone, file, folder) => runs('nsd-checkzone', [zone, file], folder),
		argv: ['-d', '-c'],
		conf: (folder, { host, port }, zone, file) => nsdText(folder, host, port, new Map([[zone, file]])),
	},
	named: {
		// What is at the names outside that NS and MX records lead to is not in the file.
		check: (zone, file, folder) =>
			runs('named-compilezone', ['-i', 'local', '-o', join(folder, 'checked'), zone, file], folder),
		argv: ['-4', '-g', '-n', '1', '-c'],
		conf: (folder, { port }, zone, file) => namedPrimaryText(folder, port, zone, file),
	},
} as const satisfies Partial<Record<Program, Loader>>;

/**
 * The records that a name server of other people serves from a zone file (RFC 1035, section 5): NSD or BIND. Throws, in
 * the server's words, when the file does not load.
 */
export async function loadIn(name: keyof typeof loaders, zone: Name, text: string): Promise<DnsRecord[]> {
	const loader: Loader = loaders[name];
	return await withFile(text, async (folder, file) => {
		await loader.check(zone, file, folder);
		const address = { host: '127.0.0.1', port: await freePort() };
		const files = (own: string) => ({ conf: loader.conf(own, address, zone, file) });
		const server = await serve(folder, { name, program: name, argv: loader.argv, files, address, zone });
		try {
			return await transfer(address, zone);
		} finally {
			await server.stop();
		}
	});
}

/** The zone as BIND writes a file that it was given. Throws in BIND's words when the file does not load. */
export async function compiledByBind(zone: Name, text: string): Promise<string> {
	return await withFile(text, async (folder, file) => {
		await loaders.named.check(zone, file, folder);
		return await readFile(join(folder, 'checked'), 'latin1');
	});
}

async function withFile<Result>(
	text: string,
	work: (folder: string, file: string) => Promise<Result>,
): Promise<Result> {
	await installPrograms(['nsd', 'nsd-checkzone', 'named', 'named-compilezone']);
	const folder = await newRunFolder('zonefile');
	try {
		const file = join(folder, 'zone');
		await writeFile(file, text, 'latin1');
		return await work(folder, file);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
