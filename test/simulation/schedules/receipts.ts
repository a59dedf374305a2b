import type { Scene } from '../setting';
import { schedule, type Schedule } from './schedule';

const NEVER = 3_600_000;
const boxed = { targets: 1, boxes: 1, grace: true } as const;

/** Sets the first target back to what it held, at the first document that fits. */
const setBackIn = (state: string) => (scene: Scene) => {
	const first = [...scene.world.targets][0];
	scene.when(
		({ rotation }) => rotation?.state === state,
		() => first !== undefined && scene.world.put(...first),
	);
};

/** Targets that show no value, only when they were last changed. */
export const receipts: readonly Schedule[] = [
	schedule('two rotations of a box in which nothing goes wrong', () => ({
		start: boxed,
		wishes: [{ after: 'REVOKED', at: 60_000, wish: 'rotate again' }],
	})),
	schedule('a person sets a box back in the grace', () => ({ start: boxed, script: setBackIn('GRACE') })),
	schedule('a write to a box is lost, and so is the next', () => ({
		start: boxed,
		faults: [{ purpose: 'target write', times: 2, fault: 'lost before' }],
	})),
	schedule('a run dies between a write to a box and its receipt', () => ({
		start: boxed,
		comes: [1_000, 40_000],
		pause: 30_000,
		faults: [{ purpose: 'target write', runner: 0, fault: 'crash after', ms: NEVER }],
	})),
	schedule('a box is set back once more when all is read back', () => ({
		start: boxed,
		script: setBackIn('REVOKING'),
		faults: [{ purpose: 'target write', nth: 2, fault: 'duplicate', ms: 29_000 }],
	})),
	schedule('an answered write to a box whose copy lands late, then roll back', () => ({
		start: boxed,
		pause: 15_000,
		wishes: [{ after: 'GRACE', at: 1_000, wish: 'roll back' }],
		faults: [{ purpose: 'target write', fault: 'duplicate', ms: 29_000 }],
	})),
];
