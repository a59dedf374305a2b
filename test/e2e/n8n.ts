import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { prepareFolder, startN8n, type Instance, type StartOptions } from '../../scripts/n8n/instance';
import { Rest, type Owner } from '../../scripts/n8n/rest';
import { newRunFolder } from '../../scripts/servers/processes';

/** Whoever sets an n8n of the tests up. */
export const OWNER: Owner = { email: 'ann@example.com', password: 'Night-Train-7' };

/**
 * A folder for an n8n. Outside of this repository, whose own copy of n8n's libraries the package would load else, in
 * place of those of the n8n that runs it.
 */
export const newHome = (name: string): Promise<string> => newRunFolder(name, join(tmpdir(), 'keyturn-n8n'));

/** The n8n that the test files share. */
export interface Shared {
	readonly url: string;
	readonly folder: string;
	readonly log: string;
	/** The package as it was packed once for the whole run. */
	readonly tarball: string;
}

const VARIABLE = 'KEYTURN_E2E_N8N';

/** Global set-up tells the test files by this. */
export const share = (shared: Shared): void => {
	process.env[VARIABLE] = JSON.stringify(shared);
};

/** Where the n8n is that all test files share; it is never stopped by one of them. */
export function shared(): Shared {
	const told = process.env[VARIABLE];
	if (told === undefined) throw new Error('No n8n was started: npm run test:n8n');
	return JSON.parse(told) as Shared;
}

/** The owner's session at the shared n8n. */
export async function sharedN8n(): Promise<Rest> {
	const rest = new Rest(shared().url);
	await rest.login(OWNER);
	return rest;
}

export interface OwnN8n {
	/** The process as it runs now. */
	instance: Instance;
	/** The owner's session; it outlives a restart. */
	readonly rest: Rest;
	readonly folder: string;
	/** Starts it again after `instance.stop()` or `instance.kill9()`, on the same port. */
	restart(): Promise<void>;
	/** Ends it and removes its folder. */
	close(): Promise<void>;
}

/** An n8n for one test file, to stop and kill: its own database, encryption key and owner. Ready in 12 s. */
export async function ownN8n(name: string, env: StartOptions['env'] = {}): Promise<OwnN8n> {
	const folder = await newHome(name);
	await prepareFolder(folder, shared().tarball);
	const instance = await startN8n({ folder, env });
	const rest = new Rest(instance.url);
	await rest.setUpOwner(OWNER);
	const own: OwnN8n = {
		instance,
		rest,
		folder,
		async restart() {
			own.instance = await startN8n({ folder, port: instance.port, env });
		},
		async close() {
			await own.instance.kill9();
			rmSync(folder, { recursive: true, force: true });
		},
	};
	return own;
}

/** A template of this repository. */
export const template = (name: string) =>
	JSON.parse(readFileSync(join(__dirname, '../../workflows/n8n', `${name}.json`), 'utf8'));
