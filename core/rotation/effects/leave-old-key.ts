import type { Document } from '../document';
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
	const { rotation, record } = draft;
	if (rotation?.old == null) return;
	const { keyId, fingerprint, version } = rotation.old;
	const { driver } = session;
	const at = session.time().latest;
	const page = driver.pages?.(record.providerSettings).revoke ?? driver.docs;
	const isForPerson = keyId === null || driver.made === 'by a person';
	draft.debt.push({
		keyId,
		reason: 'old key',
		since: at,
		fingerprint,
		version,
		disabled: rotation.disabling,
		rotation: rotation.number,
		todo: isForPerson ? `Revoke it at ${page}; the next run proves that it is dead.` : null,
	});
	const why = sentence.slice(0, LONGEST_SENTENCE);
	note('old key not waited for', { keyId, fingerprint, why });
	close(draft, at);
	// Its death is still to be proved with this version.
	if (draft.last !== null) draft.last.deadVersion = null;
}
