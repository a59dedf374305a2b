import type { HttpResponse } from '../../../core/ports';
import type { Purpose } from '../purpose';
import type { Scene, Setting } from '../setting';
import { schedule, type Schedule } from './schedule';

/** Shown by a provider as the id of a key that has another one. */
const withId = (answer: HttpResponse, field: 'id' | 'keyId', id: string): HttpResponse =>
	answer.status >= 300
		? answer
		: { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), [field]: id }) };

type Lie = (scene: Scene, purpose: Purpose, honest: () => HttpResponse, value: string) => HttpResponse;

/** A provider whose answers are told by `lie`, which sees the value that a check was shown. */
function lying(
	lie: Lie,
	ends: (scene: Scene) => string | null,
): Pick<Setting, 'script' | 'answer' | 'lasts' | 'ends'> {
	let scene: Scene | null = null;
	return {
		script: (given) => {
			scene = given;
		},
		answer: (purpose, honest, { headers }) =>
			scene === null
				? honest()
				: lie(scene, purpose, honest, headers['authorization']?.replace('Bearer ', '') ?? ''),
		lasts: 400_000,
		ends,
	};
}

const living = ({ world }: Scene, id: string): boolean =>
	world.provider.state.keys.some((key) => key.id === id && key.deletedMs === null);
const strangerOf = ({ laws }: Scene): string => [...laws.foreign][0] ?? '';
/** The key that was in use at the start; the first one there is somebody else's. */
const firstOf = ({ world }: Scene): string => world.provider.state.keys[1]?.id ?? '';
const isFirst = (scene: Scene, value: string): boolean => scene.laws.values.get(value) === firstOf(scene);

/** A provider that names one key for another. */
export const wrongIds: readonly Schedule[] = [
	schedule('the check says that the new value belongs to somebody else’s key', () =>
		lying(
			(scene, purpose, honest, value) =>
				purpose === 'probe' && !isFirst(scene, value)
					? withId(honest(), 'keyId', strangerOf(scene))
					: honest(),
			(scene) =>
				isFirst(scene, scene.laws.currentValue() ?? '') ? null : 'a key of unknown identity is in use',
		),
	),
	schedule('the check says, once published, that the new value belongs to the old key', () =>
		lying(
			(scene, purpose, honest) =>
				purpose === 'probe' && scene.document()?.rotation?.next?.version != null
					? withId(honest(), 'keyId', firstOf(scene))
					: honest(),
			(scene) =>
				living(scene, firstOf(scene)) ? null : 'the old key was revoked, though the value in use may be its',
		),
	),
	schedule('the create tells the id of somebody else’s key', () =>
		lying(
			(scene, purpose, honest) =>
				purpose === 'create' ? withId(honest(), 'id', strangerOf(scene)) : honest(),
			(scene) => (living(scene, strangerOf(scene)) ? null : 'somebody else’s key was revoked'),
		),
	),
	schedule('the create of a later run tells the id of the old key', () => {
		let creates = 0;
		return lying(
			(scene, purpose, honest) => {
				if (purpose === 'create' && (creates += 1) === 1) return { status: 429, headers: {}, body: '{}' };
				if (purpose === 'create') return withId(honest(), 'id', firstOf(scene));
				return purpose === 'probe' ? withId(honest(), 'keyId', firstOf(scene)) : honest();
			},
			(scene) => (living(scene, firstOf(scene)) ? null : 'the key in use was revoked'),
		);
	}),
];
