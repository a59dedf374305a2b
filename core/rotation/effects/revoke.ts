import { KeyturnError, isUnknownOutcome } from '../../errors';
import { leavesOldKey } from '../carry';
import { isPassing, noteTyped } from '../debts';
import { revokePage, sayIt } from '../for-person';
import { isKey } from '../../providers/provider';
import type { Secret } from '../../secret';
import type { Generation } from '../document';
import { askPerson, enter } from '../journal';
import { hasLeftBehind, leaveBehind } from '../left-behind';
import { awaitDeath, kill, look, type DeathProof } from '../kill';
import { leakedSoFar } from '../requests';
import type { Change, Session } from '../session';
import { bringTargets } from './bring-targets';
import { leaveOldKey } from './leave-old-key';
import { changedOutside } from './publish';

/** REVOKING → REVOKED: reads everything back, revokes the old key, and polls until it is proved dead. */
export async function revoke(session: Session): Promise<'go' | 'pause'> {
	const { old, next } = session.rotation;
	const current = await session.value();
	if (
		current === null ||
		old === null ||
		next === null ||
		session.fingerprint(current.value) !== next.fingerprint
	)
		return await changedOutside(session);
	const { version, value: living } = current;
	const what = { key: session.name, version, fingerprint: next.fingerprint, value: living };
	const behind = hasLeftBehind(session.rotation) ? null : await bringTargets(session, what, 'forth');
	if (behind !== null) return await pending(session, behind.sentence, true);
	// A target that had to be written again may still change its mind: the wait starts anew.
	if (session.time().earliest < session.quietFrom())
		return await pending(session, 'A target had to be set right again.');

	const alive = await look(session, living);
	const isDead = alive?.verdict === 'dead';
	// A key that leaked is replaced next, whether it lives or not: nothing is won by keeping the old one for it.
	const leaked = leakedSoFar(session.document);
	const isDoomed = isDead && (leaked === 'new' || leaked === 'both');
	if (isDead && !isDoomed) return await newKeyDied(session, old);
	if (
		!isDoomed &&
		(alive?.verdict !== 'alive' ||
			(alive.keyId !== null && next.keyId !== null && !isKey(next.keyId, alive.keyId)))
	)
		return await pending(session, 'The new key is not accepted just now, so the old one is left alone.');
	const value = await session.earlier(old);
	if (old.keyId === null || session.driver.made === 'by a person')
		return value === null ? await missing(session) : await byPerson(session, value, living);

	const { keyId } = old;
	let proof: DeathProof | null;
	try {
		// A value that the vault has no more cannot be presented, and a refusal tells nothing where the key in use is
		// refused as well: then the provider's list has the last word.
		proof =
			isDoomed || value === null
				? await kill(session, keyId, null, null)
				: await kill(session, keyId, value, living);
	} catch (error) {
		if (isUnknownOutcome(error))
			return await pending(session, 'The provider did not confirm the revocation.');
		if (!isPassing(error) || !leavesOldKey(session.document)) throw error;
		return await pending(session, `${error.message}.`);
	}
	if (proof === null) return await pending(session, 'The provider still accepts the old key.');
	await revoked(session, proof);
	return 'go';
}

/** Before anything was revoked the old key is still there to go back to; a person decides. */
async function newKeyDied(session: Session, old: Generation): Promise<'pause'> {
	const value = await session.earlier(old);
	const works = value !== null && (await look(session, value))?.verdict === 'alive';
	const { disabledAt } = session.rotation;
	const listed = session.driver.promises.listsByName ? await (await session.provider()).list() : null;
	const isThere = listed === null || listed.some(({ id }) => id === old.keyId);
	if (!isThere || (!works && disabledAt === null))
		return await pending(
			session,
			'The provider refuses the new key: somebody has revoked it or switched it off. The old one cannot be used either.',
			false,
			'Switch the new key on again at the provider, or run Rotate in emergency mode and say that the key in use leaked: that issues another one at once.',
		);
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence:
					'The provider refuses the new key: somebody has revoked it or switched it off. The old key is still there and was not revoked.',
				next: 'Choose Roll Back to put the old key to use again, or switch the new key on again at the provider. Then run Rotate.',
			},
			'GRACE',
		);
	});
	return 'pause';
}

async function revoked(session: Session, proof: DeathProof): Promise<void> {
	await session.save((draft, note) => {
		const at = session.time().latest;
		const rotation = enter(draft, 'REVOKED', at);
		rotation.problem = null;
		Object.assign(rotation.evidence, {
			death: proof.how,
			deathStatus: proof.answer?.status ?? null,
			deathPolls: proof.polls,
		});
		note('old key proved dead', {
			keyId: rotation.old?.keyId ?? null,
			fingerprint: rotation.old?.fingerprint ?? null,
			how: proof.how,
			status: proof.answer?.status ?? null,
			answerSha256: proof.answer?.sha256 ?? null,
			polls: proof.polls,
		});
	});
}

/** What is owed stays owed: each later run tries again. */
async function pending(
	session: Session,
	sentence: string,
	behind = false,
	next = 'The next run tries again by itself; the old key counts as alive until then.',
): Promise<'pause'> {
	const urgent = session.rotation.mode === 'emergency';
	return await stop(
		session,
		sentence,
		(draft, note) => {
			const rotation = enter(draft, 'REVOKE_PENDING', session.time().latest);
			// A leaked key waits for a target once, and no longer.
			if (behind && urgent) leaveBehind(rotation, note, sentence);
			rotation.problem = {
				code: 'NO_ANSWER',
				sentence,
				next,
			};
		},
		!behind || urgent,
	);
}

/** This run ends here, and what `change` says is what waits. Where the key in use leaked, the old one is not waited for. */
async function stop(session: Session, sentence: string, change: Change, may = true): Promise<'pause'> {
	await session.release((draft, note) => {
		const leaves = may && leavesOldKey(draft);
		change(draft, note);
		if (leaves) leaveOldKey(session, draft, note, sentence);
	});
	return 'pause';
}

async function byPerson(session: Session, value: Secret, living: Secret): Promise<'go' | 'pause'> {
	const seen = await look(session, value);
	const proof = seen?.verdict === 'dead' ? await awaitDeath(session, null, value, living) : null;
	if (proof !== null) {
		await revoked(session, proof);
		return 'go';
	}
	const page = revokePage(session.driver, session.document);
	const sentence = 'The new key is in use. The old key still works and only a person can revoke it.';
	return await stop(session, sentence, (draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence,
				next: `Revoke the old key at ${page}. The next run proves that it is dead.`,
			},
			'REVOKING',
		);
	});
}

const GONE = 'The old value is no longer among the vault’s versions, so its death could not be proved.';

async function missing(session: Session): Promise<'go' | 'pause'> {
	const by = session.rotation.evidence['saidDeadBy'];
	if (typeof by === 'string') return await takenForDead(session, by);
	const next = sayIt(session.driver, session.document);
	await stop(session, GONE, (draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence: GONE,
				next,
			},
			'REVOKING',
		);
	});
	if (session.document.rotation === null) return 'pause';
	throw new KeyturnError('NEEDS_HUMAN', session.name, GONE, { next });
}

/** Nobody could look, so nobody says that it was proved. */
async function takenForDead(session: Session, by: string): Promise<'go'> {
	await session.save((draft, note) => {
		const rotation = enter(draft, 'REVOKED', session.time().latest);
		rotation.problem = null;
		rotation.evidence['death'] = 'typed';
		noteTyped(draft, note, by, rotation.old);
	});
	return 'go';
}
