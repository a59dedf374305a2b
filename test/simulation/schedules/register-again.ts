import type { Document } from '../../../core/rotation/document';
import type { Directed } from '../faults';
import { OTHERS, type Scene, type Wish } from '../setting';
import { page, schedule, type Schedule } from './schedule';

/** The index of the first person who comes. */
const PERSON = 10;
/** More than registering a key again asks for. */
const REQUESTS = 34;
const again = { register: {} } satisfies Wish;
const settings: Wish = { register: OTHERS };

/** Each request of a person at the form meets his end, right before it is sent or right after its effect. */
const ends: readonly Directed[] = (['crash before', 'crash after'] as const).flatMap((fault) =>
	Array.from({ length: REQUESTS }, (_, index) => ({ runner: PERSON, nth: index + 1, fault })),
);
const nameOf = ({ fault, nth }: Directed) => `${fault.replace('crash ', 'cut off ')} request ${String(nth)}`;

/** A person makes a key at the provider's page and puts it into the vault's entry. */
function putByHand({ world, laws }: Scene): string {
	const { id, value } = world.handMade(`by a person, ${String(world.provider.state.keys.length)}`);
	laws.putByHand(id, value);
	world.asRoot('POST', world.valuePath, { data: { value } });
	return id;
}

const holdsOwner = (owner: string, { laws, document }: Scene): string | null => {
	laws.atEnd();
	return document()?.record.owner === owner ? null : 'the settings were not taken over';
};

const inState = (state: string) => (document: Document) => document.rotation?.state === state;

/** A person registers a key once more, with other settings, or with another value that he has put into the vault. */
export const registerAgain: readonly Schedule[] = [
	...ends.map((fault) =>
		schedule(`a key is registered again with other settings, ${nameOf(fault)}`, () => ({
			comes: [3_000],
			wishes: [
				{ at: 500, wish: settings },
				{ at: 200_000, wish: { register: { ...OTHERS, app: 'Writer' } } },
			],
			faults: [fault],
			ends: (scene) => holdsOwner('Bob', scene),
		})),
	),
	...ends.map((fault) =>
		schedule(`a key is registered again with another value, ${nameOf(fault)}`, () => ({
			knobs: { revokeDelayMs: 20_000 },
			comes: [3_000],
			wishes: [
				{ at: 500, wish: again },
				{ at: 60_000, wish: again },
			],
			faults: [fault],
			script: (scene: Scene) => void putByHand(scene),
		})),
	),
	...ends.map((fault) =>
		schedule(`a leaked key is replaced by hand and registered again, ${nameOf(fault)}`, () => {
			let isWell = false;
			return {
				start: { targets: 0 },
				knobs: { revokeDelayMs: 20_000 },
				comes: [3_000, 8_000],
				wishes: [
					{ at: 21_000, wish: again },
					{ at: 10_000, wish: 'emergency' },
					{ at: 90_000, wish: again },
				],
				faults: [fault],
				script: (scene: Scene) => {
					scene.scheduler.after(20_000, () => {
						putByHand(scene);
						isWell = true;
					});
				},
				// Until then no rotation can begin.
				answer: (purpose, honest) => (purpose === 'list' && !isWell ? page(503) : honest()),
			};
		}),
	),
	...(['PLANNED', 'STORED', 'PROBED', 'GRACE', 'REVOKING'] as const).map((state) =>
		schedule(`other settings are registered when the rotation is ${state}`, () => ({
			start: { grace: true },
			wishes: [
				{ after: state, at: 0, wish: settings },
				{ after: state, at: 2_000, wish: settings },
				{ at: 300_000, wish: settings },
			],
			ends: (scene) => holdsOwner('Bob', scene),
		})),
	),
	...(['PLANNED', 'STORED', 'PROBED', 'GRACE', 'REVOKING'] as const).map((state) =>
		schedule(`another value is put there when the rotation is ${state}, and taken back as told`, () => ({
			start: { grace: true, targets: 0 },
			knobs: { revokeDelayMs: 20_000 },
			wishes: [
				{ after: state, at: 2_000, wish: again },
				{ at: 600_000, wish: again },
			],
			script: (scene: Scene) => {
				scene.when(inState(state), () => {
					const before = scene.laws.currentValue();
					scene.laws.foreign.add(putByHand(scene));
					scene.scheduler.after(100_000, () => {
						scene.world.asRoot('POST', scene.world.valuePath, { data: { value: before } });
					});
				});
				scene.scheduler.after(590_000, () => putByHand(scene));
			},
		})),
	),
	...Array.from({ length: 4 }, (_, before) =>
		schedule(
			`another value is put there after read ${String(before)} of who registers other settings`,
			() => {
				let scene: Scene | null = null;
				let reads = 0;
				return {
					comes: [30_000],
					start: { targets: 0 },
					wishes: [
						{ at: 500, wish: settings },
						{ at: 60_000, wish: settings },
					],
					script: (given) => {
						scene = given;
					},
					answer: (purpose, honest) => {
						if (purpose === 'value read' && reads++ === before && scene !== null) putByHand(scene);
						return honest();
					},
				};
			},
		),
	),
];
