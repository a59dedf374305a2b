// Everything that reads the sources without running them. Each check runs even when one before it failed.
import { globSync } from 'node:fs';
import { done, fail, root, succeeds } from './tools.mjs';

process.chdir(root);
// The Zapier app comes last: it brings a newer @types/node, which would be taken for the others' after it.
const projects = ['test', 'demo', 'bench', 'scripts', 'zapier-app'].filter(
	(folder) => globSync(`${folder}/**/*.ts`, { exclude: (path) => path.endsWith('node_modules') }).length > 0,
);

const checks = {
	types: ['tsc', '--build', '.', ...projects],
	lint: ['eslint', '.', '--max-warnings', '0'],
	format: ['prettier', '--check', '--log-level', 'warn', '.'],
	unused: ['knip'],
	generated: ['tsx', 'scripts/generate.ts', '--check'],
};

const failed = [];
for (const [name, command] of Object.entries(checks)) {
	const began = Date.now();
	const passed = succeeds(...command);
	console.log(`check: ${name} ${passed ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
	if (!passed) failed.push(name);
}

if (failed.length > 0) fail(`check: ${failed.join(', ')} did not pass`);
done('check: all passed');
