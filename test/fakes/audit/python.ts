import { spawnSync } from 'node:child_process';

/** What a script for Python 3 prints as JSON, when it is given `input` as JSON: parsers that nobody here wrote. */
export function python(script: string, input: unknown): unknown {
	const { status, stdout, stderr, error } = spawnSync('python3', ['-I', '-c', script], {
		input: JSON.stringify(input),
		encoding: 'utf8',
		maxBuffer: 1e8,
		env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
	});
	if (error !== undefined || status !== 0) throw new Error(`python3 failed: ${error?.message ?? stderr}`);
	return JSON.parse(stdout) as unknown;
}
