import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Measurement } from './measurement';

export const name = 'package';

const ROOT = join(__dirname, '..');

/** What somebody who installs the package downloads, and what then lies on the disk. */
export async function run(): Promise<readonly Measurement[]> {
	const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [packed] = Object.values(JSON.parse(printed) as Record<string, { size: number }>);
	if (!packed) throw new Error('npm pack named no package');
	return [
		atMost('tarball, bytes', packed.size, 400_000),
		atMost('dist, bytes', sizeOf(join(ROOT, 'dist')), 2_000_000),
	];
}

function sizeOf(folder: string) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
