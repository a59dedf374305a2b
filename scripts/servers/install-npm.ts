import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';

import { npm } from '../n8n/npm';
import { say, secondsSince, sha256OfFile } from './install';
import { withLock } from './lock';
import { cacheFolder, npmServerEntry, type NpmServerName } from './manifest';

const INSTALL_LIMIT_MS = 300_000;
const MANIFEST = ['package.json', 'package-lock.json', '.npmrc'];

export interface InstalledScript {
	/** Node 24. */
	readonly node: string;
	/** The server's program, for it. */
	readonly script: string;
}

/** Installs exactly what the server's lock names into the cache unless it is there; throws with the reason if that fails. */
export async function installNpm(name: NpmServerName): Promise<InstalledScript> {
	const { version, script: file, scriptSha256 } = npmServerEntry(name);
	const source = join(__dirname, name);
	const folder = join(cacheFolder, `${name}-${version}`);
	const lock = createHash('sha256')
		.update(readFileSync(join(source, 'package-lock.json')))
		.digest('hex');
	const node = join(dirname(require.resolve('node/package.json')), 'bin/node');
	const script = join(folder, 'node_modules', file);
	const stamp = join(folder, 'installed');
	mkdirSync(cacheFolder, { recursive: true });
	await withLock(folder, INSTALL_LIMIT_MS, async () => {
		if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
		const start = Date.now();
		say(`installing ${name} ${version} (npm)`);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		for (const each of MANIFEST) copyFileSync(join(source, each), join(folder, each));
		await npm(folder, dirname(node), 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
		const found = await sha256OfFile(script);
		if (found !== scriptSha256)
			throw new Error(`${name}: its program has SHA-256 ${found}, but ${scriptSha256} was recorded`);
		writeFileSync(stamp, lock);
		say(`installed ${name} ${version} in ${secondsSince(start)} s`);
	});
	return { node, script };
}
