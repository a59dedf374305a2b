import { KEEPER, type Keeping, type Visit } from '../audit-log/keeping';
import type { Directed } from '../faults';
import type { Scene } from '../setting';
import { schedule, type Schedule } from './schedule';

/** The indexes of the keepers of a schedule. */
export const [FIRST, SECOND] = [KEEPER, KEEPER + 2];

export type Visits = ReadonlyArray<readonly [seconds: number, does: Visit['does']]>;

/** Keepers on n8n, each with its visits, while one runner rotates a key. */
export const keeping = (store: Keeping['store'], ...keepers: readonly Visits[]): Keeping => ({
	store,
	// Every other one is on Zapier, which cuts runs off.
	keepers: keepers.flatMap((visits) => [
		visits.map(([seconds, does]) => ({ at: seconds * 1_000, does })),
		[],
	]),
});

/** The same crossing with the log in the vault and in a store of its own. */
export function kept(
	name: string,
	keepers: readonly Visits[],
	faults: (writes: Writes) => readonly Directed[],
	script?: (scene: Scene) => void,
): Schedule[] {
	return (['vault', 'own'] as const).map((store) =>
		schedule(`${name}, ${store === 'vault' ? 'log in the vault' : 'log in a store of its own'}`, () => ({
			keeping: keeping(store, ...keepers),
			faults: faults(writesTo[store]),
			lasts: 300_000,
			ends: () => null,
			...(script === undefined ? {} : { script }),
		})),
	);
}

/** The nth of a keeper's writes of a kind; before the first segment, a store of its own is tried with four writes. */
interface Writes {
	/** Of a keeper that sets the log up. */
	readonly firstSegment: Pick<Directed, 'purpose' | 'nth'>;
	/** Of one that finds it there. */
	readonly segment: Pick<Directed, 'purpose' | 'nth'>;
	readonly checkpoint: Pick<Directed, 'purpose' | 'nth'>;
}
const writesTo: Readonly<Record<Keeping['store'], Writes>> = {
	vault: {
		firstSegment: { purpose: 'segment write', nth: 1 },
		segment: { purpose: 'segment write', nth: 1 },
		checkpoint: { purpose: 'checkpoint write', nth: 1 },
	},
	own: {
		firstSegment: { purpose: 'store write', nth: 5 },
		segment: { purpose: 'store write', nth: 1 },
		checkpoint: { purpose: 'store write', nth: 2 },
	},
};
