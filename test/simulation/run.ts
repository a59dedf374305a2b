import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle';
import { Tally, faults } from './faults';
import { betweenPlatforms } from './platforms';
import { purposes } from './purpose';
import { play } from './seed';
import { keptSettingOf, settingOf, wildSettingOf } from './setting';

/** One line from a child: what it has played since its last line. */
interface Progress {
	readonly played: number;
	readonly events: number;
	readonly rotations: number;
	readonly tally: Readonly<Record<string, number>>;
	readonly violations: ReadonlyArray<{ readonly seed: number; readonly violation: string }>;
}

/** Which process plays a seed changes nothing about it. */
const PROCESSES = availableParallelism();
const BATCH = 250;
/** From this many seeds on, every pair of step and fault, and of platforms, must have been tried. */
const JUDGED_FROM = 20_000;

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '20000' },
		from: { type: 'string', default: '1' },
		seed: { type: 'string' },
		child: { type: 'string' },
		wild: { type: 'boolean', default: false },
		kept: { type: 'boolean', default: false },
	},
});

const draw = values.wild ? wildSettingOf : values.kept ? keptSettingOf : settingOf;

async function replay(seed: number): Promise<void> {
	const { trace, violation } = await play(seed, draw(seed), true);
	for (const line of trace) console.log(line);
	console.log(
		violation === null
			? `seed ${String(seed)}: no violation`
			: `seed ${String(seed)}: VIOLATION ${violation}`,
	);
	process.exitCode = violation === null ? 0 : 1;
}

/** Plays every `PROCESSES`-th seed, beginning with its own. */
async function child(first: number, last: number): Promise<void> {
	// Nobody reads a stack here, and making them is dear; a replay has them.
	Error.stackTraceLimit = 0;
	for (let seed = first; seed <= last;) {
		const tally = new Tally();
		const violations: { seed: number; violation: string }[] = [];
		let [played, events, rotations] = [0, 0, 0];
		for (; played < BATCH && seed <= last; seed += PROCESSES, played++) {
			const outcome = await play(seed, draw(seed));
			tally.merge(Object.fromEntries(outcome.tally.counts));
			events += outcome.events;
			rotations += outcome.rotations;
			if (outcome.violation !== null) violations.push({ seed, violation: outcome.violation });
		}
		// Nothing else lets the messages out.
		await new Promise(setImmediate);
		process.send?.({
			played,
			events,
			rotations,
			tally: Object.fromEntries(tally.counts),
			violations,
		} satisfies Progress);
	}
	process.disconnect();
}

function bundled(): string {
	const root = join(__dirname, '..', '..');
	const outfile = join(root, '.cache', 'simulation', `run.${String(process.pid)}.js`);
	bundle(__filename, outfile);
	process.on('exit', () => {
		rmSync(outfile, { force: true });
	});
	return outfile;
}

function search(from: number, seeds: number): void {
	const started = performance.now();
	const seconds = () => (performance.now() - started) / 1_000;
	const tally = new Tally();
	const violations: { seed: number; violation: string }[] = [];
	let [played, events, rotations, running, shown, broken] = [0, 0, 0, PROCESSES, 0, false];
	const whole = bundled();
	for (let index = 0; index < PROCESSES; index++) {
		const process_ = fork(
			whole,
			[
				'--child',
				String(from + index),
				'--seeds',
				String(from + seeds - 1),
				...(['wild', 'kept'] as const).filter((name) => values[name]).map((name) => `--${name}`),
			],
			// A process has one core to itself: helpers of the collector would only take the other's time.
			{
				execArgv: ['--max-semi-space-size=256', '--min-semi-space-size=256', '--single-threaded-gc'],
			},
		);
		process_.on('message', (progress: Progress) => {
			played += progress.played;
			events += progress.events;
			rotations += progress.rotations;
			tally.merge(progress.tally);
			for (const each of progress.violations) {
				violations.push(each);
				if (violations.length <= 20) console.log(`VIOLATION seed ${String(each.seed)}: ${each.violation}`);
			}
			if (seconds() - shown >= 30) {
				shown = seconds();
				console.log(
					`${String(played)} of ${String(seeds)} seeds, ${seconds().toFixed(0)} s, ${String(violations.length)} violations`,
				);
			}
		});
		process_.on('exit', (code) => {
			broken ||= code !== 0;
			if (--running === 0) conclude();
		});
	}

	function conclude(): void {
		const pairs = purposes.flatMap((purpose) => faults.map((fault) => `${purpose} × ${fault}`));
		const counts = pairs.map((pair) => tally.counts.get(pair) ?? 0);
		console.log(
			`\nHow often each fault struck each step:\n${''.padEnd(16)}${faults.map((fault) => fault.padStart(14)).join('')}`,
		);
		for (const [row, purpose] of purposes.entries())
			console.log(
				purpose.padEnd(16) +
					faults.map((_, column) => String(counts[row * faults.length + column]).padStart(14)).join(''),
			);
		console.log('');
		for (const each of betweenPlatforms) console.log(`${each}: ${String(tally.counts.get(each) ?? 0)}`);
		const missing = [...pairs, ...betweenPlatforms].filter((each) => !tally.counts.has(each));
		const judged = seeds >= JUDGED_FROM;
		if (missing.length > 0)
			console.log(`never happened: ${missing.join(', ')}${judged ? '' : ' (not judged with so few seeds)'}`);
		console.log(
			`\n${String(played)} seeds, ${String(rotations)} rotations, ${String(events)} requests, ${seconds().toFixed(0)} s, ${(played / seconds()).toFixed(0)} seeds a second: ${String(violations.length)} violations`,
		);
		if (broken) console.log('a process ended early');
		process.exitCode =
			violations.length > 0 || broken || played !== seeds || (judged && missing.length > 0) ? 1 : 0;
	}
}

if (values.child !== undefined) void child(Number(values.child), Number(values.seeds));
else if (values.seed !== undefined) void replay(Number(values.seed));
else search(Number(values.from), Number(values.seeds));
