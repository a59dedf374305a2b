// Everything that reads the sources without running them, at once: each of them leaves a core idle for a part of its time.
import { globSync } from 'node:fs';
import { done, fail, outcome, root } from './tools.mjs';

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
await Promise.all(
	Object.entries(checks).map(async ([name, command]) => {
		const began = Date.now();
		const { isGood, printed } = await outcome(...command);
		const seconds = ((Date.now() - began) / 1000).toFixed(1);
		console.log(`${printed}check: ${name} ${isGood ? 'ok' : 'FAILED'} (${seconds} s)`);
		if (!isGood) failed.push(name);
	}),
);

if (failed.length > 0) fail(`check: ${failed.join(', ')} did not pass`);
done('check: all passed');
