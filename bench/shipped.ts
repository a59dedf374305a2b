import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** A module of this folder, compiled as the core ships: tsx has each function carry its name, which costs as much again. */
export function shipped(file: string): unknown {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-bench-'));
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
