// Fails when the last servers run exercised fewer real servers than it must: a server that could not be started
// must not turn into tests that quietly did not run.
import { readFileSync } from 'node:fs';
import { fail, root } from './tools.mjs';

const FLOOR = 9;

process.chdir(root);
const servers = exercised();
console.log(
	`servers: ${servers.length} exercised (${servers.join(', ') || 'none'}), at least ${FLOOR} wanted`,
);
if (servers.length < FLOOR) fail('servers: too few');

function exercised() {
	try {
		return [...new Set(JSON.parse(readFileSync('.cache/servers-exercised.json', 'utf8')).servers)];
	} catch {
		return [];
	}
}
