import type { Scene } from '../setting';
import { page, schedule, type Schedule } from './schedule';

const NEVER = 3_600_000;

/** The list without our own keys: what a replica shows that is behind. */
function withoutOurs(body: string): string {
	const list = JSON.parse(body) as { keys: { name: string }[] };
	return JSON.stringify({ ...list, keys: list.keys.filter(({ name }) => !name.startsWith('kt-')) });
}

/** From asking for the new key to having it in the vault. */
export const newKey: readonly Schedule[] = [
	schedule('a create whose answer is lost, listed late', () => ({
		knobs: { listDelayMs: 20_000 },
		faults: [{ purpose: 'create', fault: 'lost after' }],
	})),
	schedule('a stage that lands after its key was revoked as an orphan', () => ({
		knobs: { revokeDelayMs: 170_000 },
		comes: [1_000, 25_000],
		pause: 60_000,
		faults: [
			{ purpose: 'staged write', runner: 0, times: 2, fault: 'late', ms: 29_000 },
			{ purpose: 'revoke', runner: 1, fault: 'crash after', ms: NEVER },
		],
	})),
	schedule('a stage that lands while the list is asked for its revoked key', () => ({
		knobs: { revokeDelayMs: 60_000 },
		comes: [1_000, 20_000],
		faults: [
			{ purpose: 'staged write', runner: 0, fault: 'late', ms: 23_000 },
			{ purpose: 'staged read', runner: 0, fault: 'page' },
			{ purpose: 'revoke', runner: 1, fault: 'slow', ms: 9_000 },
		],
	})),
	schedule('a stage that lands after the death of its revoked key was to be written', () => ({
		knobs: { revokeDelayMs: 60_000 },
		comes: [1_000, 25_000],
		faults: [
			{ purpose: 'staged write', runner: 0, times: 2, fault: 'late', ms: 26_000 },
			{ purpose: 'create', runner: 1, fault: 'slow', ms: 5_000 },
		],
	})),
	schedule('a lost create while the staged slot holds the last rotation’s value', () => ({
		wishes: [{ after: 'GRACE', at: 0, wish: 'rotate again' }],
		faults: [{ purpose: 'create', nth: 2, fault: 'lost before' }],
	})),
	schedule('a create that is delivered twice', () => ({
		knobs: { duplicateNames: 'allow' },
		faults: [{ purpose: 'create', fault: 'duplicate', ms: 5_000 }],
	})),
	schedule('a lost key takes the last place and is listed at the second look', () => {
		let looks = 0;
		return {
			knobs: { keyLimit: 3 },
			faults: [{ purpose: 'create', fault: 'lost after' }],
			answer: (purpose, honest) => {
				const answer = honest();
				if (purpose !== 'list') return answer;
				return ++looks <= 2 ? { ...answer, body: withoutOurs(answer.body) } : answer;
			},
			ends: ({ laws, document }: Scene) => {
				laws.atEnd();
				return document()?.last?.outcome === 'done' ? null : 'the key was not rotated';
			},
		};
	}),
	schedule('the runner dies right after asking, another takes over', () => ({
		comes: [1_000, 5_000],
		faults: [{ purpose: 'create', runner: 0, fault: 'crash after', ms: NEVER }],
	})),
	schedule('an old stage lands when another key is staged', () => ({
		knobs: { activateDelayMs: 15_000 },
		comes: [1_000, 24_000],
		pause: 60_000,
		faults: [
			{ purpose: 'staged write', runner: 0, fault: 'late', ms: 29_900 },
			{ purpose: 'staged write', runner: 0, nth: 2, fault: 'lost before' },
		],
	})),
	schedule('the check answers 403 until the new key is active', () => {
		let scene: Scene | null = null;
		return {
			knobs: { activateDelayMs: 20_000 },
			script: (given) => {
				scene = given;
			},
			answer: (purpose, honest, { headers }) => {
				const value = headers['authorization']?.replace('Bearer ', '') ?? '';
				const { id } = { id: scene?.laws.values.get(value) };
				const key = scene?.world.provider.state.keys.find((each) => each.id === id);
				const early = key !== undefined && key.activeFromMs > (scene?.scheduler.now ?? 0);
				return purpose === 'probe' && early ? page(403) : honest();
			},
		};
	}),
	schedule('the check accepts anything for a while', () => {
		let scene: Scene | null = null;
		return {
			knobs: { activateDelayMs: 40_000 },
			script: (given) => {
				scene = given;
			},
			answer: (purpose, honest) => {
				const next = scene?.document()?.rotation?.next?.keyId;
				const key = scene?.world.provider.state.keys.find(({ id }) => id === next || next === undefined);
				const early = (scene?.scheduler.now ?? 0) < (scene?.laws.startedAt ?? 0) + 30_000;
				if (purpose !== 'probe' || !early || scene?.document()?.rotation == null) return honest();
				return { status: 200, headers: {}, body: JSON.stringify({ keyId: key?.id ?? 'key_any' }) };
			},
		};
	}),
];
