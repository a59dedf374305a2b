import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import type { Secret } from '../secret';
import type { Staged } from '../vaults/vault';
import { S, T } from './bounds';
import type { Debt } from './document';
import { awaitDeath, kill, look, type DeathProof } from './kill';
import type { Session } from './session';

/** Of one key alone: it says nothing of the others, and a later run tries again. */
export const isPassing = (error: unknown): error is KeyturnError =>
	isUnknownOutcome(error) || hasCode(error, 'ADMIN_REFUSED', 'RATE_LIMITED');

/**
 * Tries to have every key in debt die. Each gets its share of this run's time, so that one that will not die keeps no
 * other alive. What could not be shown stays owed. Gives the first error that stood in the way.
 */
export async function payDebts(
	session: Session,
	debts: readonly Debt[] = session.document.debt,
): Promise<KeyturnError | null> {
	if (debts.length === 0) return null;
	const staged = await session.vault.readStaged(session.name, await session.binding());
	let trouble: KeyturnError | null = null;
	for (const [index, debt] of debts.entries()) {
		if (!session.room()) break;
		try {
			const proof = await pay(session, debt, staged, shareOf(session, debts.length - index));
			if (proof !== null) await strike(session, debt, proof);
		} catch (error) {
			if (!isPassing(error)) throw error;
			trouble ??= error;
		}
	}
	return trouble;
}

/** Until when this key may take, if as many are still to be tried. */
function shareOf(session: Session, keys: number): number {
	const now = session.time().latest;
	const left = (session.document.lease?.until ?? 0) - T - S - now;
	return keys === 1 ? Infinity : now + left / keys;
}

async function pay(
	session: Session,
	debt: Debt,
	staged: Staged | null,
	until: number,
): Promise<DeathProof | null> {
	const { keyId, fingerprint } = debt;
	// Where the vault holds the value, its death is shown by presenting it; else nobody has it any more.
	const isStaged =
		staged !== null &&
		((keyId !== null && staged.keyId === keyId) || session.fingerprint(staged.value) === fingerprint);
	const its = isStaged ? staged.value : await session.earlier(debt);
	const current = its === null ? null : await session.value();
	// A refusal tells something where the key in use is accepted. Where that is dead itself, the list has the last word.
	const tells = current === null || (await look(session, current.value))?.verdict !== 'dead';
	const value = tells ? its : null;
	const living = current?.value ?? null;
	if (keyId === null || session.driver.made === 'by a person')
		return value === null ? null : await awaitDeath(session, keyId, value, living, 0);
	try {
		return await kill(session, keyId, value, living, until);
	} catch (error) {
		// The order may have been carried out all the same, or a person has revoked the key at the provider.
		const proof = isPassing(error) ? await seenDead(session, keyId, value, living) : null;
		if (proof === null) throw error;
		return proof;
	}
}

/** One look; what goes wrong with it is not told: what went wrong before is. */
async function seenDead(
	session: Session,
	keyId: string,
	value: Secret | null,
	living: Secret | null,
): Promise<DeathProof | null> {
	try {
		return await awaitDeath(session, keyId, value, living, 0);
	} catch (error) {
		if (isPassing(error)) return null;
		throw error;
	}
}

async function strike(session: Session, debt: Debt, proof: DeathProof): Promise<void> {
	const { keyId, reason, fingerprint, version } = debt;
	await session.save((draft, note) => {
		draft.debt = draft.debt.filter(
			(each) => each.keyId !== keyId || each.fingerprint !== fingerprint || each.version !== version,
		);
		note('key proved dead', {
			keyId,
			reason,
			how: proof.how,
			polls: proof.polls,
			status: proof.answer?.status ?? null,
		});
	});
}
