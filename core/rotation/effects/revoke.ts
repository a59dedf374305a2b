import { KeyturnError, isUnknownOutcome } from '../../errors';
import { isKey } from '../../providers/provider';
import type { Secret } from '../../secret';
import { askPerson, enter } from '../journal';
import { hasLeftBehind, leaveBehind } from '../left-behind';
import { awaitDeath, kill, look, type DeathProof } from '../kill';
import type { Session } from '../session';
import { bringTargets } from './bring-targets';
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
	if (session.time().earliest < Math.max(session.lastWrite, session.document.notBefore))
		return await pending(session, 'A target had to be set right again.');

	const alive = await look(session, living);
	if (
		alive?.verdict !== 'alive' ||
		(alive.keyId !== null && next.keyId !== null && !isKey(next.keyId, alive.keyId))
	)
		return await pending(session, 'The new key is not accepted just now, so the old one is left alone.');
	const value = await session.earlier(old);
	if (value === null) return await missing(session);
	if (old.keyId === null || session.driver.made === 'by a person')
		return await byPerson(session, value, living);

	const { keyId } = old;
	let proof: DeathProof | null;
	try {
		proof = await kill(session, keyId, value, living);
	} catch (error) {
		if (!isUnknownOutcome(error)) throw error;
		return await pending(session, 'The provider did not confirm the revocation.');
	}
	if (proof === null) return await pending(session, 'The provider still accepts the old key.');
	await revoked(session, proof);
	return 'go';
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
async function pending(session: Session, sentence: string, behind = false): Promise<'pause'> {
	await session.release((draft, note) => {
		const rotation = enter(draft, 'REVOKE_PENDING', session.time().latest);
		// A leaked key waits for a target once, and no longer.
		if (behind && rotation.mode === 'emergency') leaveBehind(rotation, note, sentence);
		rotation.problem = {
			code: 'NO_ANSWER',
			sentence,
			next: 'The next run tries again by itself; the old key counts as alive until then.',
		};
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
	const { driver, document } = session;
	const page = driver.pages?.(document.record.providerSettings).revoke ?? driver.docs;
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence: 'The new key is in use. The old key still works and only a person can revoke it.',
				next: `Revoke the old key at ${page}. The next run proves that it is dead.`,
			},
			'REVOKING',
		);
	});
	return 'pause';
}

async function missing(session: Session): Promise<never> {
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence: 'The old value is no longer among the vault’s versions, so its death could not be proved.',
				next: 'Restore that version in the vault’s own page, then run again.',
			},
			'REVOKING',
		);
	});
	throw new KeyturnError(
		'NEEDS_HUMAN',
		session.name,
		'the old value is no longer in the vault, so its death could not be proved',
	);
}
