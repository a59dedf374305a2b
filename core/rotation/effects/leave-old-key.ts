import type { Document } from '../document';
import { isForPerson, revokeIt } from '../for-person';
import type { Change, Session } from '../session';
import { close } from './finish';

const LONGEST_SENTENCE = 500;

/**
 * The key in use leaked, and the old one will not die: its death is owed from now on, with all that it is proved with, and
 * the rotation ends without being called done. The next begins at once.
 */
export function leaveOldKey(
	session: Session,
	draft: Document,
	note: Parameters<Change>[1],
	sentence: string,
): void {
	const { rotation } = draft;
	if (rotation?.old == null) return;
	const { keyId, fingerprint, version } = rotation.old;
	const { driver } = session;
	const at = session.time().latest;
	draft.debt.push({
		keyId,
		reason: 'old key',
		since: at,
		fingerprint,
		version,
		disabled: rotation.disabling,
		rotation: rotation.number,
		todo: isForPerson(driver, keyId) ? revokeIt(driver, draft) : null,
		saidBy: null,
	});
	const why = sentence.slice(0, LONGEST_SENTENCE);
	note('old key not waited for', { keyId, fingerprint, why });
	close(draft, at);
	// Its death is still to be proved with this version.
	if (draft.last !== null) draft.last.deadVersion = null;
}
