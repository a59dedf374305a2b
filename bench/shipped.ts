import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** A module of this folder, compiled as the core ships: tsx has each function carry its name, which costs as much again. */
export function shipped(file: string): unknown {
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
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- it was made a moment ago
		return require(outfile);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
