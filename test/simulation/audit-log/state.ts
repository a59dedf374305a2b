import type { World } from '../world';

/** What the simulator looks at in the state of the log. */
export interface LogState {
	readonly origin: string;
	readonly store: object | null;
	readonly keys: ReadonlyArray<{
		readonly id: number;
		readonly vkey: string;
		readonly handedOverAt: number | null;
		readonly lost: boolean;
	}>;
	readonly head: { readonly n: number; readonly size: number; readonly root: string } | null;
	readonly outbox: ReadonlyArray<{ readonly id: string }>;
}

/** The state of the log as it lies in the simulated vault, or null. It checks no seal. */
export function stateIn(world: World): LogState | null {
	const text = (world.read('keyturn/system/log') as { document?: unknown } | null)?.document;
	if (typeof text !== 'string') return null;
	return JSON.parse((JSON.parse(text) as { body: string }).body) as LogState;
}
