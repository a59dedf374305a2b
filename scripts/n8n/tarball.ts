import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Installation } from './installation';
import { npm } from './npm';

const ROOT = resolve(__dirname, '../..');

/** Packs the built package as it would be published; answers with the tarball's path. */
export async function packPackage({ bin }: Installation, folder: string): Promise<string> {
	if (!existsSync(join(ROOT, 'dist'))) throw new Error('dist/ is missing: npm run build');
	mkdirSync(folder, { recursive: true });
	const printed = await npm(ROOT, bin, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
	const [packed] = Object.values(JSON.parse(printed) as Record<string, { filename: string }>);
	if (packed === undefined) throw new Error('npm pack named no file');
	return join(folder, packed.filename);
}

/** Installs the tarball where n8n keeps community nodes; without peers, which n8n itself brings. */
export async function addPackage({ bin }: Installation, folder: string, tarball: string): Promise<void> {
	const nodes = join(folder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(join(nodes, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true }));
	const quiet = [
		'--ignore-scripts',
		'--legacy-peer-deps',
		'--omit=dev',
		'--no-audit',
		'--no-fund',
		'--offline',
	];
	await npm(nodes, bin, 'install', ...quiet, tarball);
}
