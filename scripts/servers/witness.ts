import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { say, secondsSince } from './install';
import { withLock } from './lock';
import { cacheFolder } from './manifest';

const run = promisify(execFile);
const BUILD_LIMIT_MS = 900_000;

/** The sources; `go.sum` beside them names every module with its hash, and Go builds with nothing else. */
const sources = resolve(__dirname, '../../test/witness');

/** Builds the program with other people's Merkle, note, checkpoint and JCS libraries, once for the same sources. */
export async function buildWitness(): Promise<string> {
	const files = readdirSync(sources).sort();
	const hash = createHash('sha256');
	for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(sources, file)));
	const folder = join(cacheFolder, `witness-${hash.digest('hex').slice(0, 16)}`);
	const program = join(folder, 'witness');
	await mkdir(cacheFolder, { recursive: true });
	return withLock(folder, BUILD_LIMIT_MS, async () => {
		if (existsSync(program)) return program;
		const start = Date.now();
		say('building the witness (go)');
		await mkdir(folder, { recursive: true });
		const built = join(folder, 'building');
		const env = { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
		const argv = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-o', built, '.'];
		await run('go', argv, { cwd: sources, env, timeout: BUILD_LIMIT_MS }).catch((error: unknown) => {
			const said = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-3).join(' | ') ?? '';
			// Where there is no Go at all, nobody has said anything.
			throw new Error(`the witness could not be built: ${said === '' ? String(error) : said}`);
		});
		await rename(built, program);
		say(`built the witness in ${secondsSince(start)} s`);
		return program;
	});
}
