import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** A module of this folder, compiled as the core ships: tsx has each function carry its name, which costs as much again. */
export const shipped = (file: string): unknown =>
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- it was made a moment ago
	compiled(file, (made): unknown => require(made));

/** The same as a program of its own, with nothing in memory from before. Gives the JSON that it prints. */
export const shippedAlone = (file: string, ...args: readonly string[]): unknown =>
	compiled(
		file,
		(made): unknown =>
			JSON.parse(execFileSync(process.execPath, [made, ...args], { encoding: 'utf8' })) as unknown,
	);

function compiled(file: string, use: (made: string) => unknown): unknown {
	// Within the repository, where Node.js finds what is not bundled.
	const cache = join(__dirname, '../.cache');
	mkdirSync(cache, { recursive: true });
	const folder = mkdtempSync(join(cache, 'bench-'));
	const outfile = join(folder, 'bench.cjs');
	try {
		buildSync({
			entryPoints: [join(__dirname, file)],
			absWorkingDir: join(__dirname, '..'),
			bundle: true,
			outfile,
			format: 'cjs',
			platform: 'node',
			external: ['zod'],
		});
		return use(outfile);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
