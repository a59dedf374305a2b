import { hasCode, isUnknownOutcome } from '../../errors';
import type { Document } from '../document';
import { settleOrCarry } from '../carry';
import { abandon, askPerson, enter, hasReached, owe } from '../journal';
import { look } from '../kill';
import { MAX_SETBACKS } from '../bounds';
import { hasLeftBehind, leaveBehind } from '../left-behind';
import type { Session } from '../session';
import { bringTargets } from './bring-targets';
import { changedOutside } from './publish';

/** ROLLING_BACK → ROLLED_BACK: current value and targets go back to the old key; then the new one dies. */
export async function rollBack(session: Session): Promise<'go' | 'pause'> {
	const { old } = session.rotation;
	if (old !== null) {
		const back = await restore(session);
		if (back !== null) return back;
	}
	if (waitsForCaches(session)) {
		const { cacheSeconds } = session.document.record;
		await session.release((draft) => {
			if (draft.rotation !== null) draft.rotation.cachedUntil = session.time().latest + 2_000 * cacheSeconds;
		});
		return 'pause';
	}
	// A write of the new world may still be in flight: everything is read back once more after that.
	const over = session.quietFrom();
	if (session.time().earliest < over) {
		await session.release((draft) => {
			draft.notBefore = Math.max(draft.notBefore, over);
		});
		return 'pause';
	}
	if (old === null && (await isInUse(session))) {
		// A first key that apps read already has nothing to go back to: it goes forward.
		await session.save((draft) => {
			enter(draft, 'PROBED', session.time().latest);
		});
		return 'go';
	}
	await session.save((draft) => {
		const rotation = draft.rotation;
		const next = rotation?.next ?? null;
		abandon(draft);
		if (rotation === null || next === null) return;
		rotation.next = null;
		const { keyId, fingerprint, version } = next;
		if (keyId !== null) owe(draft, keyId, 'rolled back', session.time().latest, fingerprint, version);
	});
	const settled = await settleOrCarry(session);
	if (settled !== null && !settled.clean) {
		await session.release();
		return 'pause';
	}
	await session.save((draft, note) => {
		const rotation = enter(draft, 'ROLLED_BACK', session.time().latest);
		if (session.driver.made === 'by a person')
			rotation.problem ??= {
				code: 'NEEDS_HUMAN',
				sentence: 'The key that was made for this rotation is not used.',
				next: 'Revoke it at the provider.',
			};
		note('rolled back', { keyId: draft.rotation?.old?.keyId ?? null });
	});
	return 'go';
}

/** Whether the new value was in use, and the wait for whoever has just read it is still to begin. */
function waitsForCaches({ rotation, document }: Session): boolean {
	const { mode, old, cachedUntil } = rotation;
	if (mode !== 'planned' || old === null || cachedUntil !== null) return false;
	return document.record.cacheSeconds > 0 && hasReached(rotation, 'PUBLISHED');
}

async function isInUse(session: Session): Promise<boolean> {
	const current = await session.value();
	return current !== null && session.fingerprint(current.value) === session.rotation.next?.fingerprint;
}

/** Null when the old key is current and held by every target; else what the step comes to. */
async function restore(session: Session): Promise<'go' | 'pause' | null> {
	const { old, next, disabling, disabledAt } = session.rotation;
	const current = await session.value();
	if (old === null || current === null) return await changedOutside(session);
	const holds = session.fingerprint(current.value);
	if (holds !== old.fingerprint && holds !== next?.fingerprint) return await changedOutside(session);
	const before = await session.earlier(old);
	if (before === null) return await lost(session);

	if (disabling && old.keyId !== null) {
		// A disable that was sent before may land as late as any request: enabling counts only after that.
		const [provider, keyId] = [await session.provider(), old.keyId];
		if (session.time().earliest < session.document.notBefore) return await wait(session);
		try {
			await session.effect(() => provider.enable(keyId));
		} catch (error) {
			// Where the disabling was refused as well, the key works as it did: the look tells.
			if (!hasCode(error, 'ADMIN_REFUSED') || disabledAt !== null) throw error;
		}
		if ((await look(session, before))?.verdict !== 'alive') return await wait(session);
	}
	if (holds !== old.fingerprint) {
		await noteInUse(session);
		try {
			await session.write(() =>
				session.vault.publish(session.document.record.place, current.version, before),
			);
		} catch (error) {
			if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
		}
		// Read back before anything else: the answer may be lost, or somebody was faster.
		return 'go';
	}
	// Before the new value was published no target was told of it, and each holds what it held.
	if (!hasReached(session.rotation, 'PUBLISHED')) return null;
	const { version } = current;
	const what = { key: session.name, version, fingerprint: old.fingerprint, value: before };
	const behind = hasLeftBehind(session.rotation) ? null : await bringTargets(session, what, 'back');
	return behind === null ? null : await retreat(session, behind.sentence);
}

/** The new value is in use, known of or not, and whatever wait for it had begun begins anew when it is no more. */
async function noteInUse(session: Session): Promise<void> {
	const isNoted = ({ rotation }: Document) =>
		rotation === null || (hasReached(rotation, 'PUBLISHED') && rotation.cachedUntil === null);
	if (isNoted(session.document)) return;
	await session.save((draft) => {
		if (draft.rotation === null || isNoted(draft)) return;
		draft.rotation.cachedUntil = null;
		draft.rotation.marks.push({ state: 'PUBLISHED', at: session.time().latest });
	});
}

/** A target that does not go back is waited for in planned mode; a leaked key waits for it as long as on the way forth. */
async function retreat(session: Session, sentence: string): Promise<'pause'> {
	await session.release((draft, note) => {
		const { rotation } = draft;
		if (rotation === null) return;
		rotation.setbacks += 1;
		if (rotation.mode === 'emergency' && rotation.setbacks >= MAX_SETBACKS)
			leaveBehind(rotation, note, sentence);
		rotation.problem ??= {
			code: 'NEEDS_HUMAN',
			sentence: `On the way back to the old key: ${sentence}`,
			next: 'The next run tries again by itself.',
		};
	});
	return 'pause';
}

async function wait(session: Session): Promise<'pause'> {
	await session.release();
	return 'pause';
}

async function lost(session: Session): Promise<'pause'> {
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence: 'The old value is no longer among the vault’s versions, so there is nothing to go back to.',
				next: 'Restore that version in the vault’s own page, then run again.',
			},
			'ROLLING_BACK',
		);
	});
	return 'pause';
}
