import { KeyturnError } from '../errors';
import type { Document, Rotation, State } from './document';
import { keyInUse } from './in-use';
import { enter } from './journal';
import type { Change } from './session';
import { standing } from './standing';
import { canRollBack } from './steps';

/**
 * Which key leaked, as a person says it, put as the rotation that is under way sees it. Where either may be in use both
 * count as leaked. Throws NOT_NOW where there is no key before the one in use.
 */
export function leakedAs(
	{ name, rotation }: Document,
	which: 'in use' | 'previous' | 'both',
): 'old' | 'new' | 'both' {
	if (which === 'both') return 'both';
	if (which === 'previous') {
		if (rotation === null || rotation.old === null)
			throw new KeyturnError('NOT_NOW', name, 'no rotation is under way that has an old key', {
				next: 'There is no older key that Keyturn could revoke. If the key in use leaked, choose The Key in Use.',
			});
		return 'old';
	}
	const inUse = rotation === null ? 'old' : keyInUse(rotation);
	return inUse === 'either' ? 'both' : inUse;
}

type Note = Parameters<Change>[1];

/** Why Roll Back is not possible; null when it is. Going back that has begun is no reason. */
export function bars({ rotation }: Document): string | null {
	if (rotation === null) return 'no rotation is under way';
	const state = standing(rotation);
	if (isGoingBack(state)) return null;
	if (!canRollBack.has(state)) return 'the revocation of the old key has begun, so it can only go forward';
	if (rotation.leaked === 'old' || rotation.leaked === 'both')
		return 'the old key leaked; going back to it would put it to use again';
	return rotation.old === null && rotation.next?.version != null
		? 'this is the first key, there is none to go back to'
		: null;
}

export const isGoingBack = (state: State): boolean => state === 'ROLLING_BACK' || state === 'ROLLED_BACK';

/**
 * Takes up what a person asked for. Pure; runs in the write that takes the lease. A wish that has become impossible is
 * dropped, and the audit log says so.
 */
export function applyRequest(draft: Document, at: number, note: Note): void {
	const { request, rotation } = draft;
	if (request === null) return;
	if (rotation === null) {
		// An emergency begins a rotation of its own.
		if (request.kind !== 'emergency') drop(draft, note, 'no rotation is under way');
		return;
	}
	const back =
		canRollBack.has(rotation.state) && rotation.state !== 'NEEDS_HUMAN'
			? true
			: rotation.resume !== null && canRollBack.has(rotation.resume);
	if (request.kind === 'retire') {
		const earliest = markOf(draft, 'PUBLISHED', at) + 2 * draft.record.cacheSeconds * 1_000;
		// Asked for again, it ends no later than it would have: who asks every minute must not put the end off.
		if (rotation.state === 'GRACE')
			rotation.until = Math.min(rotation.until ?? Infinity, Math.max(at, earliest));
		draft.request = null;
		return;
	}
	if (request.kind === 'roll back') {
		const bar = bars(draft);
		if (bar !== null) {
			drop(draft, note, bar);
			return;
		}
		if (!isGoingBack(rotation.state)) enter(draft, 'ROLLING_BACK', at);
		draft.request = null;
		return;
	}
	rotation.mode = 'emergency';
	rotation.actor = request.by;
	// What leaked stays noted until the rotation ends: if that is the key it ends with, the next begins at once.
	rotation.leaked = joined(rotation.leaked, request.leaked);
	draft.request = null;
	if (rotation.leaked === 'new' && back && rotation.old !== null) enter(draft, 'ROLLING_BACK', at);
	else if (rotation.state === 'GRACE') rotation.until = at;
}

function drop(draft: Document, note: Note, why: string): void {
	const { request } = draft;
	draft.request = null;
	if (request !== null) note('request dropped', { asked: request.kind, by: request.by, why });
}

type Leaked = Rotation['leaked'];

/** What leaked when both are told. */
export function joined(one: Leaked, other: Leaked): Leaked {
	if (one === other || other === 'none') return one;
	return one === 'none' ? other : 'both';
}

/** What leaked as far as anybody has said, taken up or not. */
export function leakedSoFar({ rotation, request }: Document): Leaked {
	return joined(rotation?.leaked ?? 'none', request?.kind === 'emergency' ? request.leaked : 'none');
}

function markOf(draft: Document, state: string, otherwise: number): number {
	return draft.rotation?.marks.find((mark) => mark.state === state)?.at ?? otherwise;
}
