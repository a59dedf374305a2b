import { type KindId, POOL, kindIds, kindOf } from './kinds';
import type { Kind } from './kinds';
import type { Snapshot, State } from './snapshot';

/** One thing that is not as it was approved. */
export interface Change {
	readonly kind: KindId;
	readonly name: string;
	readonly type: string;
	/** Null when it was not seen at the time of the approval, or nothing was approved yet. */
	readonly before: readonly string[] | null;
	readonly after: readonly string[];
	readonly severity: Kind['severity'];
}

/** What of `now` is not as in `approved`, the worst first. What `now` lacks is no change: it was not seen. */
export function changesBetween(approved: Snapshot, now: Snapshot): Change[] {
	return kindIds.flatMap((kind) => {
		const [before, after] = [approved[kind], now[kind]];
		if (after === undefined || (before !== undefined && fits(before, after))) return [];
		const { type, severity } = kindOf(kind);
		return [{ kind, name: after.name, type, severity, before: before?.values ?? null, after: after.values }];
	});
}

/** What stands where this was seen over that: all that `seen` says otherwise, and the rest as it was. */
export function overlaid(under: Snapshot, seen: Snapshot): Snapshot {
	const different = Object.entries(seen).filter(([kind, state]) => {
		const before = under[kind];
		return before === undefined || !fits(before, state);
	});
	return { ...under, ...Object.fromEntries(different) };
}

/** What was approved, read as far as aliases lead now: from then on a change behind the first alias is told, too. */
export function readFurther(approved: Snapshot, seen: Snapshot): Snapshot {
	const further = Object.entries(seen).flatMap(([kind, now]) => {
		const before = approved[kind];
		if (before === undefined || before.reading === now.reading) return [];
		return [[kind, fits(before, now) ? { ...before, reading: now.reading } : now] as const];
	});
	return { ...approved, ...Object.fromEntries(further) };
}

/** Where a pool of addresses was approved, any addresses fit. */
const fits = (approved: State, now: State): boolean =>
	isSame(approved, now) || (approved.name === now.name && isPool(approved) && now.values.length > 0);

export const isSame = (a: State, b: State): boolean =>
	a.name === b.name && a.values.join('\n') === b.values.join('\n');

const isPool = ({ values: [first] }: State) => first === POOL;
