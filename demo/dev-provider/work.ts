import { refuse, timeText } from './call';
import type { Answer, Call } from './call';
import { hashOf, isDead, isExpired } from './state';
import type { KeyState } from './state';

/** The scope that the business call needs. */
export const WORK_SCOPE = 'work';

type Presented =
	{ readonly kind: 'none' | 'unknown' | 'admin' } | { readonly kind: 'living' | 'dead'; key: KeyState };

/** What the bearer token is; a key that is not active yet is still unknown. */
export function present(call: Call): Presented {
	if (call.bearer === '') return { kind: 'none' };
	const hash = hashOf(call.bearer);
	if (call.state.admins.includes(hash)) return { kind: 'admin' };
	const key = call.state.keys.find((candidate) => candidate.valueHash === hash);
	if (key === undefined) return { kind: 'unknown' };
	if (isDead(key, call.state.knobs, call.nowMs)) return { kind: 'dead', key };
	return key.activeFromMs > call.nowMs ? { kind: 'unknown' } : { kind: 'living', key };
}

/** No key and a made-up one are told apart in the body only; a made-up one reads like a dead one. */
function unauthorised(kind: Presented['kind']): Answer {
	const { status, body } = refuse(401, 'unauthorized');
	return { status, body: { ...body, ...(kind === 'unknown' ? { error: 'invalid_key' } : {}) } };
}

function deadAnswer(call: Call): Answer {
	return { status: call.state.knobs.deadAnswer, body: { error: 'invalid_key' } };
}

/** Names the presented key; an administrator's key is no managed key and has the id null. */
export function whoami(call: Call): Answer {
	const presented = present(call);
	if (presented.kind === 'admin')
		return { status: 200, body: { keyId: null, name: 'admin', scopes: ['admin'] } };
	if (presented.kind === 'dead') return deadAnswer(call);
	if (presented.kind !== 'living') {
		return call.state.knobs.anonymous200 ? { status: 200, body: {} } : unauthorised(presented.kind);
	}
	const { key } = presented;
	key.lastUsedMs = call.nowMs;
	return { status: 200, body: { keyId: key.id, name: key.name, scopes: key.scopes } };
}

/** The business call; every one is counted, whatever it is answered. */
export function work(call: Call): Answer {
	const counts = call.state.work;
	counts.total += 1;
	const presented = present(call);
	if (presented.kind !== 'living' && presented.kind !== 'dead') {
		counts.failed += 1;
		return unauthorised(presented.kind);
	}
	const { key } = presented;
	const ofKey = (counts.byKey[key.id] ??= { ok: 0, refused: 0 });
	const allowed = key.scopes.includes('*') || key.scopes.includes(WORK_SCOPE);
	if (presented.kind === 'living' && allowed) {
		ofKey.ok += 1;
		key.lastUsedMs = call.nowMs;
		return { status: 200, body: { ok: true, keyId: key.id } };
	}
	counts.failed += 1;
	ofKey.refused += 1;
	if (presented.kind === 'living') return refuse(403, 'missing_scope');
	counts.withDeadKey += 1;
	if (key.deadFromMs !== null && key.deadFromMs <= call.nowMs) key.callsAfterDeath += 1;
	return deadAnswer(call);
}

/** Counts of work calls, and what became of the keys; living means neither deleted nor expired. */
export function stats(call: Call): Answer {
	const { keys, work: counts } = call.state;
	const living = keys.filter((key) => key.deletedMs === null && !isExpired(key, call.nowMs));
	return {
		status: 200,
		body: {
			...structuredClone(counts),
			createdKeys: keys.length,
			livingKeys: living.map(({ id, name }) => ({ id, name })),
			revoked: keys
				.filter((key) => key.deletedMs !== null)
				.map((key) => ({
					id: key.id,
					revokedAt: timeText(key.deletedMs),
					deadAt: timeText(key.deadFromMs),
					callsAfterDeath: key.callsAfterDeath,
				})),
		},
	};
}
