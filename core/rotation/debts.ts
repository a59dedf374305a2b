import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import type { Secret } from '../secret';
import type { Staged } from '../vaults/vault';
import { S, T } from './bounds';
import type { Debt, Document } from './document';
import { isForPerson, sayIt } from './for-person';
import { awaitDeath, kill, look, type DeathProof } from './kill';
import type { Change, Session } from './session';

/** Of one key alone: it says nothing of the others, and a later run tries again. */
export const isPassing = (error: unknown): error is KeyturnError =>
	isUnknownOutcome(error) || hasCode(error, 'ADMIN_REFUSED', 'RATE_LIMITED');

/** What came of an attempt to pay what is owed. */
export interface Paid {
	/** The first error that stood in the way. */
	readonly trouble: KeyturnError | null;
	/** Keys that the provider lists no more, and that count as dead as soon as no write of their values can land. */
	readonly waiting: number;
}

/**
 * Tries to have every key in debt die. Each gets its share of this run's time, so that one that will not die keeps no
 * other alive. What could not be shown stays owed.
 */
export async function payDebts(
	session: Session,
	debts: readonly Debt[] = session.document.debt,
): Promise<Paid> {
	if (debts.length === 0) return { trouble: null, waiting: 0 };
	// A value that is not in the vault from then on never comes there: nobody has it, and nothing is left to present.
	const isQuiet = session.time().earliest >= session.quietFrom();
	const staged = await session.vault.readStaged(session.name, await session.binding());
	let trouble: KeyturnError | null = null;
	let waiting = 0;
	for (const [index, debt] of debts.entries()) {
		if (!session.room()) break;
		try {
			const its = await held(session, debt, staged);
			const proof = await pay(session, debt, its, shareOf(session, debts.length - index));
			if (proof === null) continue;
			if (its === null && !isQuiet) waiting += 1;
			else await strike(session, debt, proof);
		} catch (error) {
			if (!isPassing(error)) throw error;
			trouble ??= error;
		}
	}
	return { trouble, waiting };
}

/** Until when this key may take, if as many are still to be tried. */
function shareOf(session: Session, keys: number): number {
	const now = session.time().latest;
	const left = (session.document.lease?.until ?? 0) - T - S - now;
	return keys === 1 ? Infinity : now + left / keys;
}

/** `its`: the key's value, where the vault has it. */
async function pay(
	session: Session,
	debt: Debt,
	its: Secret | null,
	until: number,
): Promise<DeathProof | null> {
	const { keyId } = debt;
	if (its === null && isForPerson(session.driver, keyId)) return await unprovable(session, debt);
	const { value, living } = await presentable(session, its);
	if (keyId === null || isForPerson(session.driver, keyId))
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

/** The key's value, in the staged slot or among the versions of the entry. */
async function held(session: Session, debt: Debt, staged: Staged | null): Promise<Secret | null> {
	const { keyId, fingerprint } = debt;
	const isStaged =
		staged !== null &&
		((keyId !== null && staged.keyId === keyId) || session.fingerprint(staged.value) === fingerprint);
	return isStaged ? staged.value : await session.earlier(debt);
}

/** The value where presenting it shows anything, and what has to be accepted meanwhile. */
async function presentable(
	session: Session,
	its: Secret | null,
): Promise<{ value: Secret | null; living: Secret | null }> {
	const current = its === null ? null : await session.value();
	// A refusal tells something where the key in use is accepted. Where that is dead itself, the list has the last word.
	const tells = current === null || (await look(session, current.value))?.verdict !== 'dead';
	return { value: tells ? its : null, living: current?.value ?? null };
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

export const isSame = (one: Debt, other: Debt): boolean =>
	one.keyId === other.keyId && one.fingerprint === other.fingerprint && one.version === other.version;

/** Nothing is left to present: a person is asked for his word, and where it was given, that counts as what it is. */
async function unprovable(session: Session, debt: Debt): Promise<null> {
	const { saidBy } = debt;
	const todo = sayIt(session.driver, session.document);
	if (saidBy === null && debt.todo === todo) return null;
	await session.save((draft, note) => {
		if (saidBy === null) {
			for (const each of draft.debt) if (isSame(each, debt)) each.todo = todo;
			return;
		}
		draft.debt = draft.debt.filter((each) => !isSame(each, debt));
		noteTyped(draft, note, saidBy, debt);
	});
	return null;
}

/** A key counts as dead on a person’s word: told as that to the log, and to whoever reads of the rotation. */
export function noteTyped(
	draft: Document,
	note: Parameters<Change>[1],
	by: string,
	key: Pick<Debt, 'keyId' | 'fingerprint'> | null,
): void {
	const evidence = (draft.rotation ?? draft.last)?.evidence;
	if (evidence !== undefined) evidence['typedBy'] = by;
	note('old key taken for dead', {
		keyId: key?.keyId ?? null,
		fingerprint: key?.fingerprint ?? null,
		how: 'typed',
		by,
	});
}

async function strike(session: Session, debt: Debt, proof: DeathProof): Promise<void> {
	const { keyId, reason, version } = debt;
	await session.save((draft, note) => {
		draft.debt = draft.debt.filter((each) => !isSame(each, debt));
		if (reason === 'old key' && version !== null) draft.dead.push(version);
		note('key proved dead', {
			keyId,
			reason,
			how: proof.how,
			polls: proof.polls,
			status: proof.answer?.status ?? null,
		});
	});
}
