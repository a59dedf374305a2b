import type { Rotation, State } from './document';
import { standing } from './standing';

/** Between the order to publish and the word that it was done, and on the way back, it may be either. */
const either: ReadonlySet<State> = new Set(['PROBED', 'ROLLING_BACK']);
const after: ReadonlySet<State> = new Set([
	'PUBLISHED',
	'DISTRIBUTING',
	'GRACE',
	'OLD_DISABLED',
	'REVOKING',
	'REVOKE_PENDING',
	'REVOKED',
]);

/** Which key of a rotation apps read now, as far as its document tells. While it waits for a person, as before that. */
export function keyInUse(rotation: Pick<Rotation, 'state' | 'resume'>): 'old' | 'new' | 'either' {
	const told = standing(rotation);
	return either.has(told) ? 'either' : after.has(told) ? 'new' : 'old';
}
