import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type ServerName = 'openbao' | 'jupyterhub' | 'redis' | 'seaweedfs';
export type NpmServerName = 'azurite';

interface AnyEntry {
	registry: string;
	package: string;
	version: string;
	argv: string[];
	/** How many consecutive free ports the server takes. */
	adjacentPorts: number;
	/** Path that answers 200 when the server is up; empty where that is asked otherwise. */
	ready: string;
}

/** A server from npm. Its folder beside this file holds the lock that names everything with its hash. */
export interface NpmServerEntry extends AnyEntry {
	/** The program for Node, below `node_modules`, and its SHA-256. */
	script: string;
	scriptSha256: string;
}

/** A server from PyPI. */
export interface ServerEntry extends AnyEntry {
	/** SHA-256 of the wheel: what is installed has this hash or is refused. */
	wheelSha256: string;
	/** Where the hashes were recorded for one platform only. */
	platform?: string;
	/** File with every dependency's version and hashes. */
	requirements?: string;
	/** The program inside the package, or in `bin/` where the package is nothing but a program; and its SHA-256. */
	binary?: string;
	binarySha256?: string;
}

export const cacheFolder = resolve(__dirname, '../../.cache/servers');

const manifest = JSON.parse(readFileSync(join(__dirname, 'servers.json'), 'utf8')) as Record<
	ServerName,
	ServerEntry
> &
	Record<NpmServerName, NpmServerEntry>;

export const serverEntry = (name: ServerName): ServerEntry => manifest[name];
export const npmServerEntry = (name: NpmServerName): NpmServerEntry => manifest[name];

/** Lines of a pip requirements file in which everything has a hash. */
export function requirementLines(entry: ServerEntry): string {
	const own = `${entry.package}==${entry.version}`;
	if (entry.requirements === undefined) return `${own} --hash=sha256:${entry.wheelSha256}\n`;
	const text = readFileSync(join(__dirname, entry.requirements), 'utf8');
	if (!text.includes(`${own} `) || !text.includes(entry.wheelSha256))
		throw new Error(`${entry.requirements} does not name ${own} with the hash in servers.json`);
	return text;
}

/** The start arguments with `{port}` and the like filled in. */
export function fillArgv(entry: AnyEntry, values: Record<string, string>): string[] {
	return entry.argv.map((part) =>
		part.replace(/\{(\w+)\}/g, (_all, word: string) => {
			const value = values[word];
			if (value === undefined) throw new Error(`servers.json asks for {${word}}, which is not known`);
			return value;
		}),
	);
}
