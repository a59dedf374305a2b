// Makes dist/: compiled core, nodes and credentials, and the few files that n8n reads beside them. And zapier-app/dist/:
// Zapier's app with the core in one file. Does nothing when neither the sources nor what was made changed since.
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { done, filesIn, root, run } from './tools.mjs';
import { bundleInto } from './zapier/bundle.ts';

const STAMP = '.cache/build.sha256';

/** Copied, JSON without its white space. Nothing else of the repository gets into dist/. */
const ASSETS = [
	'icons/*.svg',
	'nodes/**/*.node.json',
	'nodes/**/__schema__/**/*.json',
	'{nodes,credentials}/**/*.svg',
];
const SOURCES = ['core/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'];
const ZAPIER_SOURCES = ['zapier-app/src/**/*.ts', 'zapier-app/package.json'];
const ZAPIER_BUNDLE = 'zapier-app/dist/app.cjs';
const SETTINGS = [
	'tsconfig*.json',
	'core/tsconfig.json',
	'package-lock.json',
	'scripts/build.mjs',
	'scripts/zapier/bundle.ts',
];

process.chdir(root);
const assets = globSync(ASSETS);
const sources = globSync(SOURCES).filter((file) => !file.endsWith('.d.ts'));

if (current() === stamped()) {
	done('build: dist is up to date');
} else {
	build();
	done(`build: dist holds ${sources.length} modules and ${assets.length} other files`);
}

function build() {
	rmSync(STAMP, { force: true });
	run('tsc', '--build', '--force');
	for (const file of assets) {
		mkdirSync(dirname(join('dist', file)), { recursive: true });
		copy(file, join('dist', file));
	}
	// Leftovers of removed sources go one by one, so that a test running beside us never finds dist/ empty.
	const expected = new Set([...assets, ...sources.map((file) => file.replace(/\.ts$/, '.js'))]);
	for (const file of filesIn('dist')) if (!expected.has(file)) rmSync(join('dist', file));
	bundleInto(join(root, ZAPIER_BUNDLE));
	mkdirSync('.cache', { recursive: true });
	writeFileSync(STAMP, current());
}

/** n8n reads the JSON, people read it in the sources. */
function copy(file, to) {
	if (file.endsWith('.json')) writeFileSync(to, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
	else cpSync(file, to);
}

/** One hash over everything that goes into the build and everything that came out of it. */
function current() {
	const hash = createHash('sha256');
	const inputs = globSync([...SOURCES, ...ZAPIER_SOURCES, ...ASSETS, ...SETTINGS]);
	const made = [...filesIn('dist').map((file) => join('dist', file)), ...globSync(ZAPIER_BUNDLE)];
	for (const file of [...inputs, ...made].sort()) {
		hash.update(`${file} ${statSync(file).size}\n`).update(readFileSync(file));
	}
	return hash.digest('hex');
}

function stamped() {
	try {
		return readFileSync(STAMP, 'utf8');
	} catch {
		return undefined;
	}
}
