import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../bundle';
import type { Catch } from './hunt';

const ROOT = join(__dirname, '..', '..', '..');
const COPIES = join(ROOT, '.cache', 'mutants');
const PROCESSES = 2;
const call = promisify(execFile);

export interface Verdict {
	readonly name: string;
	readonly caught: Catch | null;
	readonly seconds: number;
	/** Why it could not be tried at all. */
	readonly broken: string | null;
}

/** The names of the planted bugs, by number: all, or those whose number begins one of the given texts. */
export const mutants = (numbers: readonly string[] = []): string[] =>
	readdirSync(__dirname)
		.filter((file) => file.endsWith('.patch'))
		.map((file) => file.replace('.patch', ''))
		.filter((name) => numbers.length === 0 || numbers.includes(name.slice(0, 2)))
		.sort();

/** Plants each bug into a copy of the shipped source and hunts it there, two at a time. */
export async function huntAll(
	names: readonly string[],
	seeds: number,
	tell: (verdict: Verdict) => void = () => undefined,
): Promise<Verdict[]> {
	const waiting = [...names];
	const verdicts: Verdict[] = [];
	const worker = async () => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			const verdict = await huntOne(name, seeds);
			verdicts.push(verdict);
			tell(verdict);
		}
	};
	await Promise.all(Array.from({ length: PROCESSES }, worker));
	return verdicts;
}

async function huntOne(name: string, seeds: number): Promise<Verdict> {
	const started = performance.now();
	const copy = join(COPIES, `${name}.${String(process.pid)}`);
	const verdict = (caught: Catch | null, broken: string | null) => ({
		name,
		caught,
		seconds: (performance.now() - started) / 1_000,
		broken,
	});
	try {
		plant(copy);
		// Outside of any repository for git, so that it takes the paths as they stand.
		const env = { ...process.env, GIT_CEILING_DIRECTORIES: COPIES };
		await call('git', ['apply', '-C1', join(__dirname, `${name}.patch`)], { cwd: copy, env });
		const { stdout } = await call(process.execPath, [bundled(copy), String(seeds)], {
			cwd: copy,
			maxBuffer: 64 * 1024 * 1024,
		});
		return verdict(JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as Catch | null, null);
	} catch (error) {
		return verdict(null, error instanceof Error ? error.message : String(error));
	} finally {
		rmSync(copy, { recursive: true, force: true });
	}
}

/** The hunt in one file: loading a few hundred takes longer than most hunts. */
function bundled(copy: string): string {
	const outfile = join(copy, 'hunt.js');
	bundle(join(copy, 'test', 'simulation', 'mutants', 'hunt.ts'), outfile);
	return outfile;
}

function plant(copy: string): void {
	rmSync(copy, { recursive: true, force: true });
	mkdirSync(copy, { recursive: true });
	const tests = ['simulation', 'fakes'].map((part) => join('test', part));
	for (const part of ['core', 'demo', ...tests, 'package.json', 'tsconfig.base.json'])
		cpSync(join(ROOT, part), join(copy, part), {
			recursive: true,
			filter: (path) => !path.endsWith('.patch'),
		});
	if (!existsSync(join(copy, 'node_modules')))
		symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
}

export function lineOf({ name, caught, seconds, broken }: Verdict): string {
	if (broken !== null) return `${name} COULD NOT BE TRIED: ${broken}`;
	return caught === null
		? `${name} NOT CAUGHT in ${seconds.toFixed(1)} s`
		: `${name} caught by ${caught.by} in ${seconds.toFixed(1)} s: ${caught.violation}`;
}

/** What a planted bug breaks, as its patch says it. */
export const aboutOf = (name: string): string =>
	/^# \d+: (.*)$/m.exec(readFileSync(join(__dirname, `${name}.patch`), 'utf8'))?.[1] ?? '';

async function main(): Promise<void> {
	const verdicts = await huntAll(mutants(process.argv.slice(2)), 4_000, (verdict) => {
		console.log(lineOf(verdict));
	});
	const caught = verdicts.filter((each) => each.caught !== null).length;
	console.log(`${String(caught)} of ${String(verdicts.length)} planted bugs caught`);
	process.exitCode = caught === verdicts.length && verdicts.length > 0 ? 0 : 1;
}

if (require.main === module) void main();
