import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import type { Answer, Probe } from '../providers/provider';
import { Secret } from '../secret';
import type { Session } from './session';
import { isRevoking } from './standing';

/** How a key's death was shown, for the audit entry. */
export interface DeathProof {
	readonly how: 'refused' | 'not listed';
	readonly answer: Answer | null;
	readonly polls: number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Revokes one key that the journal names, then polls until its death is shown: its value is refused while the key in
 * use is accepted by the same endpoint. A value that nobody ever had is shown dead by the provider's list. Null when it
 * could not be shown in this run's time, or by `until`.
 */
export async function kill(
	session: Session,
	keyId: string,
	value: Secret | null,
	living: Secret | null,
	until = Infinity,
): Promise<DeathProof | null> {
	assertJournalled(session, keyId);
	const provider = await session.provider();
	await session.effect(() => provider.revoke(keyId));
	return await awaitDeath(session, keyId, value, living, until);
}

export async function awaitDeath(
	session: Session,
	keyId: string | null,
	value: Secret | null,
	living: Secret | null,
	until = Infinity,
): Promise<DeathProof | null> {
	const { rotation, debt } = session.document;
	// A disabled key is refused without being gone, so its refusal proves nothing by itself.
	const disabled =
		debt.find((each) => each.keyId === keyId)?.disabled ??
		(rotation?.disabling === true && rotation.old?.keyId === keyId);
	let pause = FIRST_PAUSE_MS;
	for (let polls = 1; session.room(); polls++) {
		const old = value === null ? null : await look(session, value);
		const refused = old?.verdict === 'dead' && (await endpointAnswers(session, living));
		if (value === null || (refused && disabled)) {
			if (await isGone(session, keyId))
				return { how: value === null ? 'not listed' : 'refused', answer: old?.answer ?? null, polls };
		} else if (refused) return { how: 'refused', answer: old.answer, polls };
		if (session.time().latest >= until) break;
		await session.sleep(pause);
		pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS);
	}
	return null;
}

async function isGone(session: Session, keyId: string | null): Promise<boolean> {
	const listed = await (await session.provider()).list();
	return keyId !== null && !listed.some(({ id }) => id === keyId);
}

/** The control: the same endpoint accepts the key in use, or at least refuses nothing else for a reason of its own. */
async function endpointAnswers(session: Session, living: Secret | null): Promise<boolean> {
	return living === null || (await look(session, living))?.verdict === 'alive';
}

/** One probe; an answer that did not come, or asked to wait, tells nothing and is null. */
export async function look(session: Session, value: Secret): Promise<Probe | null> {
	try {
		return await (await session.provider()).probe(value);
	} catch (error) {
		if (isUnknownOutcome(error) || hasCode(error, 'RATE_LIMITED')) return null;
		throw error;
	}
}

/** A value that nobody ever issued: whatever accepts it proves nothing. */
export function knownBad(session: Session, origins: readonly string[]): Secret {
	const noise = Array.from(session.host.random(20), (byte) => byte.toString(16).padStart(2, '0')).join('');
	return new Secret(`keyturn-known-bad-${noise}`, 'known-bad control', origins);
}

function assertJournalled(session: Session, keyId: string): void {
	const { debt, rotation } = session.document;
	const named =
		debt.some((each) => each.keyId === keyId) ||
		(rotation?.old?.keyId === keyId && isRevoking(rotation.state));
	if (!named)
		throw new KeyturnError(
			'FORGED',
			session.name,
			'a key was to be revoked that this rotation did not write down',
		);
}
