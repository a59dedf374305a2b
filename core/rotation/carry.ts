import { hasCode, isUnknownOutcome } from '../errors';
import type { Document } from './document';
import { leakedSoFar } from './requests';
import type { Session } from './session';
import { settle, type Settled } from './settle';

/** Whether the key that the rotation ends with leaked: then it is replaced at once. */
export function endsLeaked(document: Document): boolean {
	const leaked = leakedSoFar(document);
	return leaked === 'both' || leaked === (document.rotation?.state === 'REVOKED' ? 'new' : 'old');
}

/**
 * Pays what is owed. Null: a key would not die, and the one in use leaked. Then it stays owed, each later run tries it
 * again, and the emergency for the key in use begins without waiting for it.
 */
export async function settleOrCarry(session: Session): Promise<Settled | null> {
	const carries = () => session.document.debt.length > 0 && endsLeaked(session.document);
	try {
		const settled = await settle(session);
		const isOwed = !settled.clean && settled.wait === null && settled.stillListed !== true;
		return isOwed && carries() ? null : settled;
	} catch (error) {
		if ((isUnknownOutcome(error) || hasCode(error, 'ADMIN_REFUSED', 'RATE_LIMITED')) && carries())
			return null;
		throw error;
	}
}
