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
] as const;
export type Fault = (typeof faults)[number];

/** Which fault strikes a request, if any. Random plans and directed schedules are both such a function. */
export type FaultPlan = (purpose: Purpose, runner: number) => Fault | null;

/** A random plan: each fault with a probability of its own for this seed. */
export function randomPlan(next: () => number): FaultPlan {
	const weights = faults.map(() => (next() < 0.45 ? 0 : next() * 0.03));
	return () => {
		let draw = next();
		for (const [index, fault] of faults.entries()) {
			draw -= weights[index] ?? 0;
			if (draw < 0) return fault;
		}
		return null;
	};
}

/** A directed schedule: the n-th request of a purpose meets a fault, everything else goes well. */
export function directedPlan(
	schedule: ReadonlyArray<{ readonly purpose: Purpose; readonly nth: number; readonly fault: Fault }>,
): FaultPlan {
	const seen = new Map<Purpose, number>();
	return (purpose) => {
		const count = (seen.get(purpose) ?? 0) + 1;
		seen.set(purpose, count);
		return schedule.find((each) => each.purpose === purpose && each.nth === count)?.fault ?? null;
	};
}

/** How often each fault struck each purpose. */
export class Tally {
	readonly counts = new Map<string, number>();

	add(purpose: Purpose, fault: Fault): void {
		const pair = `${purpose} × ${fault}`;
		this.counts.set(pair, (this.counts.get(pair) ?? 0) + 1);
	}

	merge(other: Readonly<Record<string, number>>): void {
		for (const [pair, count] of Object.entries(other))
			this.counts.set(pair, (this.counts.get(pair) ?? 0) + count);
	}
}
