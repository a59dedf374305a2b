// Runs every bench beside this file, or those that are named (`npm run bench -- zapier`), and prints one JSON object for
// each number; ends with 1 when a goal is missed. A number without a goal says why it has none. `--full` takes the time that the usual run does not.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './measurement';

async function main() {
	const given = process.argv.slice(2);
	const full = given.includes('--full');
	const wanted = given.filter((word) => word !== '--full');
	const benches = readdirSync(__dirname)
		.filter((file) => file.endsWith('.bench.ts'))
		.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));
	let missed = benches.length === 0;
	for (const file of benches.sort()) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- the benches are found by name
		const bench = require(join(__dirname, file)) as Bench;
		for (const { name, ...found } of await bench.run(full)) {
			console.log(JSON.stringify({ name: `${bench.name}: ${name}`, ...found }));
			missed ||= 'ok' in found && !found.ok;
		}
	}
	process.exitCode = missed ? 1 : 0;
}

void main();
