import { KeyturnError, hasCode, isUnknownOutcome } from '../../errors';
import { askPerson, enter } from '../journal';
import type { Session } from '../session';
import { setBack } from './set-back';

/** PROBED → PUBLISHED: the staged value becomes the current one, if the current one is still what the plan saw. */
export async function publish(session: Session): Promise<'go' | 'pause'> {
	const { next, expect } = session.rotation;
	const staged = await session.staged();
	if (staged === null || next === null || session.fingerprint(staged) !== next.fingerprint)
		return await setBack(session, 'The new value is no longer in the vault’s staged entry.');

	let version: string | null = null;
	try {
		version = await session.write(() => session.vault.publish(session.document.record.place, expect, staged));
	} catch (error) {
		if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
		// Our own write whose answer was lost looks like somebody else's: what stands there now tells.
		const there = await session.value();
		if (there !== null && session.fingerprint(there.value) === next.fingerprint) version = there.version;
		else if ((there?.version ?? null) === expect)
			throw new KeyturnError('NO_ANSWER', 'Vault', 'it did not confirm the new value');
		else if (there !== null && session.fingerprint(there.value) === session.rotation.old?.fingerprint) {
			// Who had changed it has taken that back, as he was told to: the old value stands there as a newer version.
			await session.save((draft) => {
				if (draft.rotation !== null) draft.rotation.expect = there.version;
			});
			return 'go';
		}
	}
	if (version === null) return await changedOutside(session);
	const published = version;
	await session.save((draft, note) => {
		const at = session.time().latest;
		const rotation = enter(draft, 'PUBLISHED', at);
		rotation.next = { ...next, version: published, since: at };
		note('value published', { keyId: next.keyId, fingerprint: next.fingerprint, version: published });
	});
	return 'go';
}

/** Somebody else wrote the entry: nothing is overwritten, and nothing revoked. */
export async function changedOutside(session: Session): Promise<'pause'> {
	const { state, old, next } = session.rotation;
	// Before the first key is in use there is nothing that could be restored.
	const isFirst = old === null && next?.version == null;
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'CHANGED_OUTSIDE',
				sentence: `Somebody changed ${session.document.record.place.path} in the vault during the rotation. Nothing was overwritten.`,
				next: isFirst
					? 'Choose Roll Back. Once that is over, register the key again: the value that stands there is taken for the key in use.'
					: 'Restore the version before the change in the vault’s own page, then run again.',
			},
			state,
		);
	});
	return 'pause';
}
