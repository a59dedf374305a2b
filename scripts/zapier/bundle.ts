import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { APP } from './cli';

/** Zapier's app with the core in one file; what it finds at Zapier is left out. */
export function bundleInto(outfile: string): void {
	buildSync({
		entryPoints: [join(APP, 'src/index.ts')],
		absWorkingDir: APP,
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node22',
		format: 'cjs',
		external: ['zapier-platform-core'],
		logLevel: 'warning',
	});
}
