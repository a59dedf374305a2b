import { KeyturnError } from '../errors';
import { isSame } from '../rotation/debts';
import type { Debt, Document } from '../rotation/document';
import { isForPerson, revokeIt } from '../rotation/for-person';
import type { Session } from '../rotation/session';
import { awaitsOldDeath } from '../rotation/standing';
import { personName } from './person-name';

/** Whether an old key’s death is waited for, in the rotation or besides it. */
export const waitsForDeath = (document: Document): boolean =>
	document.debt.length > 0 || awaitsOldDeath(document);

type Key = Pick<Debt, 'keyId' | 'version' | 'fingerprint'>;

/** Whose word is taken, and for what: the old key of the rotation, and keys owed besides it. */
interface Word {
	readonly by: string;
	readonly old: Key | null;
	readonly lost: readonly Debt[];
}

/**
 * A person says by name that an old key is revoked. Taken only where nobody can look any more: its value is gone from the
 * vault, and the provider has no list. Throws BAD_INPUT, and NOT_NOW for all other keys; nothing is written here.
 */
export async function wordOf(session: Session, typed: string): Promise<Word> {
	const by = personName(typed, 'revocation', 'Confirmed By');
	const { document, driver, name } = session;
	const staged = await session.vault.readStaged(name, await session.binding());
	const shown = staged === null ? null : session.fingerprint(staged.value);
	const isLost = async (key: Key) =>
		isForPerson(driver, key.keyId) && key.fingerprint !== shown && (await session.earlier(key)) === null;

	const { rotation } = document;
	const old = awaitsOldDeath(document) ? (rotation?.old ?? null) : null;
	const isOldLost = old !== null && (await isLost(old));
	const lost: Debt[] = [];
	for (const debt of document.debt) if (await isLost(debt)) lost.push(debt);
	if (!isOldLost && lost.length === 0)
		throw new KeyturnError(
			'NOT_NOW',
			name,
			'the death of the old key can be proved, so nobody’s word is taken for it',
			{
				next: isForPerson(driver, old?.keyId ?? null)
					? revokeIt(driver, document)
					: 'Run Rotate: it tries again.',
			},
		);
	return { by, old: isOldLost ? old : null, lost };
}

/** Writes it down: as somebody’s word, never as a proof. */
export async function sayDead(session: Session, typed: string): Promise<void> {
	const { by, old, lost } = await wordOf(session, typed);
	await session.ask((draft, note) => {
		const facts = (key: Key) => ({ keyId: key.keyId, fingerprint: key.fingerprint, by });
		if (old !== null && awaitsOldDeath(draft) && draft.rotation?.old?.fingerprint === old.fingerprint) {
			draft.rotation.evidence['saidDeadBy'] = by;
			note('old key said to be revoked', facts(old));
		}
		for (const each of draft.debt) {
			if (!lost.some((debt) => isSame(debt, each))) continue;
			Object.assign(each, { saidBy: by, todo: null });
			note('old key said to be revoked', facts(each));
		}
	});
}
