import type { Scene } from '../setting';
import { KEY } from '../world';
import { page, schedule, type Schedule } from './schedule';

const DAY = 86_400_000;
const foreign = /key_[\w-]+/g;

/** From publishing to the proved death of the old key. */
export const oldKey: readonly Schedule[] = [
	schedule('a rotation with grace in which nothing goes wrong', () => ({ start: { grace: true } })),
	schedule('days go by with a sweep every twelve hours, then a key leaks', () => ({
		start: { grace: true },
		sweeps: true,
		pause: DAY / 2,
		calmAfter: 6 * DAY,
		wishes: [{ at: 4.2 * DAY, wish: 'emergency' }],
	})),
	schedule('the answer to publishing is lost', () => ({
		faults: [{ purpose: 'value write', fault: 'lost after' }],
	})),
	schedule('a person sets a target back in the grace', () => ({
		start: { grace: true },
		script: (scene: Scene) => {
			const first = [...scene.world.targets][0];
			scene.when(
				({ rotation }) => rotation?.state === 'GRACE',
				() => first !== undefined && scene.world.put(...first),
			);
		},
	})),
	schedule('a person takes the new value back in the grace', () => ({
		start: { grace: true, targets: 0 },
		script: (scene: Scene) => {
			const old = scene.laws.currentValue();
			scene.when(
				({ rotation }) => rotation?.state === 'GRACE',
				() => scene.world.asRoot('POST', scene.world.valuePath, { data: { value: old } }),
			);
		},
		lasts: 400_000,
		ends: ({ document }) =>
			document()?.rotation?.state === 'NEEDS_HUMAN' ? null : 'nobody is told of the change',
	})),
	schedule('the old key dies a minute late', () => ({ knobs: { revokeDelayMs: 50_000 } })),
	schedule('a write of this rotation lands in the next', () => ({
		pause: 1_000,
		wishes: [{ after: 'GRACE', at: 0, wish: 'rotate again' }],
		faults: [
			{ purpose: 'target read', times: 2, fault: 'lost before' },
			{ purpose: 'target read', nth: 3, fault: 'slow', ms: 9_900 },
			{ purpose: 'target write', fault: 'duplicate', ms: 29_900 },
		],
	})),
	schedule('the check answers with a login page for the old key', () => {
		let scene: Scene | null = null;
		return {
			knobs: { revokeDelayMs: 100_000 },
			script: (given) => {
				scene = given;
			},
			answer: (purpose, honest, { headers }) => {
				const value = headers['authorization']?.replace('Bearer ', '') ?? '';
				const id = scene?.laws.values.get(value);
				const key = scene?.world.provider.state.keys.find((each) => each.id === id);
				const dying = key?.deadFromMs != null && key.deadFromMs > (scene?.scheduler.now ?? 0);
				return purpose === 'probe' && dying ? page(403) : honest();
			},
		};
	}),
	schedule('the list says other ids once the old key is to go', () => {
		let scene: Scene | null = null;
		return {
			script: (given) => {
				scene = given;
			},
			answer: (purpose, honest) => {
				const answer = honest();
				const id = scene?.world.provider.state.keys[0]?.id ?? '';
				const now = /^REVOK(ING|E_P)/.test(scene?.document()?.rotation?.state ?? '');
				return purpose === 'list' && now ? { ...answer, body: answer.body.replaceAll(foreign, id) } : answer;
			},
		};
	}),
	schedule('the new key is refused when the old one is to go', () => {
		let scene: Scene | null = null;
		return {
			start: { grace: true },
			script: (given) => {
				scene = given;
				const { provider } = given.world;
				given.when(
					({ rotation }) => rotation?.state === 'REVOKING',
					() => {
						const ours = provider.state.keys.filter(({ name }) => name.startsWith('kt-'));
						for (const key of ours) key.disabled = true;
						given.scheduler.after(60_000, () => {
							for (const key of ours) key.disabled = false;
						});
					},
				);
			},
			// Seen by the control before the revocation, which must be left alone for as long.
			answer: (purpose, honest) => {
				const refused = scene?.world.provider.state.keys.some(({ disabled }) => disabled) === true;
				if (purpose === 'revoke' && refused) scene?.laws.fail('law 2', 'the last working key is revoked');
				return honest();
			},
		};
	}),
	schedule('the check refuses everything once the old key is revoked', () => {
		let revoked = false;
		return {
			answer: (purpose, honest) => {
				revoked ||= purpose === 'revoke';
				return revoked && purpose === 'probe'
					? { status: 401, headers: {}, body: '{"error":"invalid_key"}' }
					: honest();
			},
			lasts: 400_000,
			ends: ({ document }) =>
				document()?.rotation?.state === 'REVOKE_PENDING'
					? null
					: 'a refusal of everything was taken for a proof of death',
		};
	}),
	schedule('days go by with a sweep every twelve hours, and nothing else happens', () => ({
		start: { grace: true },
		sweeps: true,
		pause: DAY / 2,
		calmAfter: 6 * DAY,
		lasts: 6 * DAY,
		ends: ({ world, laws }) => {
			laws.atEnd();
			const secret = world.vault.state.namespaces['']?.mounts['secret/']?.secrets[`/keyturn/values/${KEY}`];
			return secret?.versions['1']?.destroyed === true ? null : 'the dead value is still in the vault';
		},
	})),
	schedule('the previous key leaks in the grace', () => ({
		start: { grace: true },
		wishes: [{ after: 'GRACE', at: 100, wish: 'emergency previous' }],
	})),
	schedule('the log is told, the word of it lost', () => ({
		faults: [
			{ purpose: 'audit append', fault: 'crash after', ms: 1_000 },
			{ purpose: 'audit read', fault: 'lost after' },
		],
	})),
	schedule('the log does not answer at the end', () => ({
		faults: [{ purpose: 'audit append', state: 'REVOKED', times: 2, fault: 'lost before' }],
	})),
	schedule('a sweep dies before and after each of its writes', () => ({
		sweeps: true,
		pause: 30_000,
		start: { grace: true },
		calmAfter: 1_500_000,
		faults: [
			{ purpose: 'document write', nth: 3, fault: 'crash after', ms: 1_000 },
			{ purpose: 'document write', nth: 8, fault: 'crash before', ms: 1_000 },
			{ purpose: 'document write', nth: 12, fault: 'crash after', ms: 1_000 },
			{ purpose: 'due mark', fault: 'crash after', ms: 1_000 },
			{ purpose: 'due mark', nth: 3, fault: 'crash before', ms: 1_000 },
		],
	})),
	schedule('the key in use leaks while the old one waits for its revocation', () => ({
		wishes: [{ after: 'REVOKE_PENDING', at: 1_000, wish: 'emergency' }],
		faults: [{ purpose: 'revoke', fault: 'lost before', times: 4 }],
	})),
	...([500, 204] as const).map((status) =>
		schedule(`the key in use leaks while the old one does not die, answered ${String(status)}`, () => {
			let scene: Scene | null = null;
			let isCalm = false;
			return {
				start: { targets: 2 },
				wishes: [{ after: 'REVOKE_PENDING', at: 1_000, wish: 'emergency' }],
				script: (given) => {
					scene = given;
					const { provider } = given.world;
					given.scheduler.after(3_000_000, () => {
						const [old, , newest] = provider.state.keys.filter(({ id }) => !given.laws.foreign.has(id));
						const { debt, current, rotation } = given.document() ?? {};
						const left = debt?.map(({ keyId }) => keyId).join() === old?.id && old?.deletedMs === null;
						const inUse = rotation?.next?.keyId ?? current?.keyId;
						if (!left || inUse !== newest?.id) given.laws.fail('emergency', 'it waits for the old key');
						isCalm = true;
					});
				},
				answer: (purpose, honest, { url }) => {
					const [old] =
						scene?.world.provider.state.keys.filter(({ id }) => !scene?.laws.foreign.has(id)) ?? [];
					return purpose === 'revoke' && !isCalm && url.endsWith(String(old?.id))
						? { status, headers: {}, body: '' }
						: honest();
				},
				calmAfter: 3_100_000,
			};
		}),
	),
	schedule('the key in use leaks before anybody knows that it is published', () => ({
		start: { targets: 0 },
		wishes: [{ after: 'PROBED', at: 3_000, wish: 'emergency' }],
		faults: [
			{ purpose: 'value write', fault: 'lost after' },
			{ purpose: 'value read', state: 'PROBED', fault: 'lost before', times: 2 },
		],
	})),
	schedule('a key leaks, and a target never answers', () => ({
		start: { targets: 2 },
		comes: [5_000],
		wishes: [{ at: 500, wish: 'emergency' }],
		faults: [{ purpose: 'target write', fault: 'lost before', times: 1_000 }],
		calmAfter: 3_600_000,
		lasts: 1_200_000,
		ends: ({ document }) =>
			document()?.last?.outcome === 'done' && document()?.request === null
				? null
				: 'the leaked key waits for the target',
	})),
];
