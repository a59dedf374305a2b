// The package that would be published: the same bytes from two clean builds, and nothing in it that is not meant to be.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { done, fail, pack, root, run, scratch } from './tools.mjs';

const MEANT = /^(dist\/.+\.(js|json|svg)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
const REQUIRED = ['package.json', 'README.md', 'LICENSE'];
const INSTALL_SCRIPTS = [
	'preinstall',
	'install',
	'postinstall',
	'prepare',
	'prepublish',
	'prepack',
	'postpack',
];

process.chdir(root);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

const folder = scratch();
const [first, second] = ['first', 'second'].map((name) => packFresh(join(folder, name)));
console.log(`pack: sha256 ${first.sha256}`);
console.log(`pack: sha256 ${second.sha256}`);
console.log(`pack: ${first.files.length} files, ${first.size} bytes packed, ${first.unpackedSize} unpacked`);

const entryPoints = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
const complaints = [
	...(first.sha256 === second.sha256 ? [] : ['two packs of the same tree differ']),
	...first.files.filter((file) => !MEANT.test(file)).map((file) => `${file} is not meant to be published`),
	...[...REQUIRED, ...entryPoints]
		.filter((file) => !first.files.includes(file))
		.map((file) => `${file} is missing`),
	...INSTALL_SCRIPTS.filter((name) => name in manifest.scripts).map((name) => `script ${name} would run`),
	...Object.keys(manifest.dependencies ?? {}).map((name) => `${name} is a dependency`),
];
if (complaints.length > 0) fail(complaints.map((complaint) => `pack: ${complaint}`).join('\n'));

run('publint', '--strict', '--pack', 'npm');
done('pack: reproducible, only what is meant to be there');

function packFresh(folder) {
	rmSync('dist', { recursive: true, force: true });
	run('tsx', 'scripts/build.mjs');
	return pack(folder);
}
