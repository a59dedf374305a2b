import type { AuditEntry } from '../../core/audit/entry';
import type { Document } from '../../core/rotation/document';

/** Most writes tell nothing. */
const toldWith = (before: Document, after: Document): readonly AuditEntry[] =>
	after.sequence === before.sequence
		? []
		: after.outbox.filter(({ id }) => !before.outbox.some((each) => each.id === id));

/** The ids that this change of a document says are dead. */
export const saidDead = (before: Document, after: Document): string[] =>
	toldWith(before, after)
		.filter(({ kind }) => kind === 'key proved dead' || kind === 'old key proved dead')
		.flatMap(({ facts: { keyId } }) => (typeof keyId === 'string' ? [keyId] : []));

/**
 * Registering a key again may put another in the place of the one in use: that is dead then, owed, or named to a person
 * in so many words. Gives those that are left to a person, or what is wrong.
 */
export function leftToPerson(
	before: Document,
	after: Document,
	lives: (id: string) => boolean,
): readonly string[] | string {
	if (before.rotation !== null || after.rotation !== null) return [];
	const told = toldWith(before, after).find(({ kind }) => kind === 'key registered again');
	const named = String(told?.facts['notProvedDead'] ?? '').split(', ');
	const left = named.filter((id) => id !== '');
	const earlier = before.current?.keyId ?? null;
	if (earlier === null || earlier === after.current?.keyId || left.includes(earlier)) return left;
	const isOwed = after.debt.some(({ keyId }) => keyId === earlier);
	return isOwed || !lives(earlier) ? left : `key ${earlier} was replaced, and is neither owed nor named`;
}
