import type { Purpose } from './purpose';

export const faults = [
	'crash before',
	'crash after',
	'lost before',
	'lost after',
	'late',
	'duplicate',
	'lease lost',
	'clock jump',
	'slow',
	'page',
] as const;
export type Fault = (typeof faults)[number];

/** A fault, and where a schedule spells it out, how many ms it takes: the delay, the freeze, the pause after a crash. */
export interface Strike {
	readonly fault: Fault;
	readonly ms?: number;
}

/** Which fault strikes a request, if any. Random plans and directed schedules are both such a function. */
export type FaultPlan = (purpose: Purpose, runner: number, state: string) => Strike | null;

/** A random plan: each fault with a probability of its own for this seed. */
export function randomPlan(next: () => number, rate = 0.03): FaultPlan {
	const weights = faults.map(() => (next() < 0.45 ? 0 : next() * rate));
	return () => {
		let draw = next();
		for (const [index, fault] of faults.entries()) {
			draw -= weights[index] ?? 0;
			if (draw < 0) return { fault };
		}
		return null;
	};
}

/** One line of a directed schedule. What is left out fits everything. */
export interface Directed extends Strike {
	readonly purpose?: Purpose;
	readonly runner?: number;
	/** The state that the document in the vault says, `IDLE` between two rotations. */
	readonly state?: string;
	/** Which of the requests that fit, and how many from there on. */
	readonly nth?: number;
	readonly times?: number;
}

/** A directed schedule: the named requests meet their faults, everything else goes well. */
export function directedPlan(schedule: readonly Directed[]): FaultPlan {
	const seen = schedule.map(() => 0);
	return (purpose, runner, state) => {
		let strike: Strike | null = null;
		for (const [index, each] of schedule.entries()) {
			if (each.purpose !== undefined && each.purpose !== purpose) continue;
			if (each.runner !== undefined && each.runner !== runner) continue;
			if (each.state !== undefined && each.state !== state) continue;
			const count = (seen[index] ?? 0) + 1;
			seen[index] = count;
			const { nth = 1, times = 1 } = each;
			if (count >= nth && count < nth + times) strike ??= each;
		}
		return strike;
	};
}

/** How often each fault struck each purpose, and how often else something happened. */
export class Tally {
	readonly counts = new Map<string, number>();

	add(purpose: Purpose, fault: Fault): void {
		this.note(`${purpose} × ${fault}`);
	}

	note(what: string): void {
		this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
	}

	merge(other: Readonly<Record<string, number>>): void {
		for (const [pair, count] of Object.entries(other))
			this.counts.set(pair, (this.counts.get(pair) ?? 0) + count);
	}
}
