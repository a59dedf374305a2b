import { isPassing } from './debts';
import type { Debt, Document } from './document';
import { keyInUse } from './in-use';
import { leakedSoFar } from './requests';
import type { Session } from './session';
import { settle, type Settled } from './settle';
import { awaitsOldDeath } from './standing';

/** Whether the key that the rotation ends with leaked: then it is replaced at once. */
export function endsLeaked(document: Document): boolean {
	const leaked = leakedSoFar(document);
	const { rotation } = document;
	const ends = rotation !== null && keyInUse(rotation) === 'new' ? 'new' : 'old';
	return leaked === 'both' || leaked === ends;
}

/** Whether the key in use leaked while nothing but the old one’s death is waited for: then that is owed from now on. */
export const leavesOldKey = (document: Document): boolean => awaitsOldDeath(document) && endsLeaked(document);

/** What was owed before the rotation began, so that this one does not wait for it. */
export const carried = ({ debt, rotation }: Document): readonly Debt[] =>
	debt.filter((each) => rotation === null || each.rotation < rotation.number);

/**
 * Pays what is owed. Null: a key would not die, and the one in use leaked. Then it stays owed, each later run tries it
 * again, and the emergency for the key in use begins without waiting for it.
 */
export async function settleOrCarry(session: Session): Promise<Settled | null> {
	const carries = () => session.document.debt.length > 0 && endsLeaked(session.document);
	try {
		const settled = await settle(session);
		const isOwed = !settled.clean && settled.wait === null && settled.stillListed !== true;
		if (isOwed && carries()) return null;
		refuseTrouble(settled);
		return settled;
	} catch (error) {
		if (isPassing(error) && carries()) return null;
		throw error;
	}
}

/** Tells what went wrong with a key that is owed. */
export function refuseTrouble(settled: Settled): void {
	if (!settled.clean && settled.trouble != null) throw settled.trouble;
}
