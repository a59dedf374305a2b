/** One number that a bench found, and the goal that it must not exceed. */
export interface Measurement {
	readonly name: string;
	readonly value: number;
	readonly goal: number;
	readonly ok: boolean;
}

/** A number to know that no goal is set for: `why` says why none can be. */
export interface Information {
	readonly name: string;
	readonly value: number;
	readonly why: string;
}

/** What each `*.bench.ts` module exports. */
export interface Bench {
	readonly name: string;
	/** `full` takes the time that the usual run does not. */
	readonly run: (full: boolean) => Promise<ReadonlyArray<Measurement | Information>>;
}

/** A measurement where less is better. */
export const atMost = (name: string, value: number, goal: number): Measurement => ({
	name,
	value,
	goal,
	ok: value <= goal,
});
