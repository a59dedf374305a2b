import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { huntAll } from './mutants/run';
import { schedules } from './schedules';
import { play } from './seed';
import { settingOf } from './setting';

const ROOT = join(__dirname, '..', '..');
const MINUTES = 60_000;

describe('directed schedules break no law of the shipped engine', () => {
	it.each(schedules.map(({ name, setting }) => [name, setting] as const))('%s', async (_name, setting) => {
		// The same events a few ms apart.
		for (const seed of [1, 2, 3]) expect((await play(seed, setting())).violation).toBeNull();
	});
});

it.each([5_039_793, 7_024_076])('seed %d, which once broke a law, breaks none', async (seed) => {
	// Found when every runner was n8n's.
	const setting = { ...settingOf(seed), platforms: [] };
	for (const [boxes, apps] of [
		[0, 0],
		[2, 0],
		[0, 2],
		[1, 1],
	] as const)
		expect((await play(seed, { ...setting, start: { ...setting.start, boxes, apps } })).violation).toBeNull();
});

it(
	'20,000 random seeds break no law, and every fault struck every step, on every platform',
	() => {
		const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
		const told = execFileSync(process.execPath, [tsx, join(__dirname, 'run.ts'), '--seeds', '20000'], {
			cwd: ROOT,
			encoding: 'utf8',
		});
		expect(told).toContain(': 0 violations');
		expect(told).not.toContain('never happened');
	},
	20 * MINUTES,
);

it(
	'the laws can be broken: two planted bugs are seen',
	async () => {
		const verdicts = await huntAll(['04-roll-back-without-the-gate', '13-no-polling-for-death'], 0);
		for (const { caught } of verdicts) expect(caught).not.toBeNull();
		expect(verdicts).toHaveLength(2);
	},
	2 * MINUTES,
);
