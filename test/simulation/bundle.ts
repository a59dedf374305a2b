import { buildSync } from 'esbuild';

/** The same sources in one file: loading them one by one takes longer than most hunts, and a quarter of a search. */
export function bundle(entry: string, outfile: string): void {
	buildSync({
		entryPoints: [entry],
		bundle: true,
		platform: 'node',
		target: 'node24',
		outfile,
		external: ['esbuild'],
		logLevel: 'silent',
	});
}
