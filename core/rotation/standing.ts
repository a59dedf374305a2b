import type { Document, Rotation, State } from './document';

/** Where a rotation stands; while it waits for a person, where it goes on. */
export const standing = ({ state, resume }: Pick<Rotation, 'state' | 'resume'>): State =>
	state === 'NEEDS_HUMAN' ? (resume ?? 'PLANNED') : state;

/** Whether the old key's revocation is ordered, and its death not proved. */
export const isRevoking = (state: State): boolean => state === 'REVOKING' || state === 'REVOKE_PENDING';

/** The same of a rotation that may wait for a person meanwhile. */
export const awaitsOldDeath = ({ rotation }: Pick<Document, 'rotation'>): boolean =>
	rotation !== null && isRevoking(standing(rotation));
