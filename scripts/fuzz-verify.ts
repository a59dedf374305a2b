import { MAY_TAKE_MS, fuzzVerify } from '../test/fakes/audit/fuzz';

/** `npx tsx scripts/fuzz-verify.ts 1000000`: so many changed bundles through Verify, in parts, with what came of them. */
const count = Number(process.argv[2] ?? 10_000);
const PART = 10_000;

async function main(): Promise<void> {
	const began = Date.now();
	const all: Record<string, number> = {};
	const wrong: number[] = [];
	let slowestMs = 0;
	for (let first = 0; first < count; first += PART) {
		const part = await fuzzVerify(first, Math.min(PART, count - first));
		for (const [name, times] of Object.entries(part.outcomes)) all[name] = (all[name] ?? 0) + times;
		wrong.push(...part.wrong);
		slowestMs = Math.max(slowestMs, part.slowestMs);
		console.log(
			`${first + PART} of ${count}, slowest ${slowestMs.toFixed(1)} ms, wrongly green ${wrong.length}`,
		);
	}
	for (const [name, times] of Object.entries(all).sort(([, a], [, b]) => b - a))
		console.log(`${times}\t${name}`);
	const isGood = wrong.length === 0 && slowestMs <= MAY_TAKE_MS;
	console.log(
		`fuzz-verify: ${count} bundles in ${Math.round((Date.now() - began) / 1000)} s, slowest ${slowestMs.toFixed(1)} ms (limit ${MAY_TAKE_MS}), wrongly green: ${wrong.join(' ') || 'none'}: ${isGood ? 'ok' : 'FAILED'}`,
	);
	process.exitCode = isGood ? 0 : 1;
}

void main();
