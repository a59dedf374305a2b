import type { Searched } from '../canary';
import type { Screen } from '../play/screen';
import type { Offered } from './app';
import type { inRuntime } from './runtime';
import { line, shown } from './show';

export type Row = Readonly<Record<string, unknown>>;

const SHOWN = 3;

/** Runs what the app offers, one after the other, and shows each: what it is, what went in, what came out. */
export class Tour {
	/** What was run, by its name. */
	readonly ran = new Set<string>();
	/** What Zapier would have kept. */
	readonly kept: Searched[] = [];
	readonly #steps: Readonly<Record<string, Offered>>;
	readonly #run: ReturnType<typeof inRuntime>;
	readonly #screen: Screen;
	readonly #before = new Map<string, Row>();
	#count = 0;

	constructor(steps: Readonly<Record<string, Offered>>, run: ReturnType<typeof inRuntime>, screen: Screen) {
		this.#steps = steps;
		this.#run = run;
		this.#screen = screen;
	}

	/** One step; `why` says in a few words what it is run for. Throws what Zapier would show as an error. */
	async step(name: string, why: string, input: Row = {}, meta: Row = {}): Promise<readonly Row[]> {
		const step = this.#steps[name];
		if (step === undefined) throw new Error(`The app has no ${name}.`);
		const began = performance.now();
		const { results, error, logs } = await this.#run(step.method, input, meta);
		const seconds = ((performance.now() - began) / 1_000).toFixed(1);
		this.ran.add(name);
		this.#count += 1;
		const title = `${String(this.#count).padStart(4)}  ${step.label} (${step.kind}), ${why}`;
		this.#screen.text('', `${title.padEnd(92)} ${seconds.padStart(4)} s`);
		for (const { key, label = key } of step.inputs.filter((field) => field.key in input))
			this.#screen.text(...line(`given: ${label}`, given(input[key])));
		this.kept.push(
			{ name: `result of ${step.label}`, text: JSON.stringify(results ?? null) },
			{ name: `log of ${step.label}`, text: JSON.stringify(logs) },
			{
				name: `error of ${step.label}`,
				text: error === undefined ? '' : `${error.message}\n${String(error.stack)}`,
			},
		);
		if (error !== undefined) throw error;
		const rows = (Array.isArray(results) ? results : [results]) as readonly Row[];
		if (rows.length === 0) this.#screen.text('      nothing is found');
		for (const [at, row] of rows.slice(0, SHOWN).entries())
			this.#screen.text(...(at === 0 ? [] : ['']), ...this.#lines(name, row, step));
		if (rows.length > SHOWN) this.#screen.text(`      and ${String(rows.length - SHOWN)} more`);
		return rows;
	}

	/** What a step gave; of an action that was run before, only what is new. */
	#lines(name: string, row: Row, { kind, fields }: Offered): string[] {
		const about = `${name} ${String(row['key'])}`;
		const before = this.#before.get(about);
		if (kind === 'action') this.#before.set(about, row);
		const told = Object.entries(row).filter(
			([key, value]) =>
				!(key === 'id' && value === row['key']) &&
				(before === undefined || key === 'sentence' || before[key] !== value),
		);
		return shown(Object.fromEntries(told), fields);
	}
}

/** What went into a field, in one line. */
const given = (value: unknown): string =>
	typeof value === 'string' ? value.replaceAll('\n', ' ').trim() : JSON.stringify(value);
