import { isKey, type Answer } from '../../providers/provider';
import type { Secret } from '../../secret';
import type { Document } from '../document';
import { askPerson, enter } from '../journal';
import { knownBad, look } from '../kill';
import type { Session } from '../session';
import { setBack } from './set-back';

const TRIES = 6;
const FIRST_PAUSE_MS = 500;

/** STORED → PROBED: the provider accepts the new key, and refuses one that it never issued. */
export async function prove(session: Session): Promise<'go' | 'pause'> {
	const { next } = session.rotation;
	const staged = await session.staged();
	if (staged === null || next === null || session.fingerprint(staged) !== next.fingerprint) {
		if (session.driver.made === 'by a person') return await otherPaste(session);
		return await setBack(session, 'The new value is no longer in the vault’s staged entry.', false, true);
	}

	let pause = FIRST_PAUSE_MS;
	let proof: Awaited<ReturnType<typeof firstLook>> = null;
	for (let attempt = 0; attempt < TRIES && session.room(); attempt++) {
		proof = await firstLook(session, staged, next.keyId);
		if (proof === 'blind') return await blind(session);
		if (proof !== null && typeof proof !== 'string') {
			const seen = proof;
			await session.save((draft) => {
				proved(draft, seen, session.time().latest);
			});
			return 'go';
		}
		await session.sleep(pause);
		pause *= 2;
	}
	return await setBack(
		session,
		proof === 'unclear'
			? 'The provider does not plainly refuse a made-up key just now, so the new one cannot be proved to work.'
			: 'The provider does not accept the new key yet.',
		false,
		proof === 'refused',
	);
}

/** A person has put another value there since: it is looked at as the first one was. */
async function otherPaste(session: Session): Promise<'go'> {
	await session.save((draft) => {
		const rotation = enter(draft, 'PLANNED', session.time().latest);
		rotation.next = null;
	});
	return 'go';
}

export interface Proof {
	readonly alive: Answer;
	readonly control: Answer;
}

/**
 * One look: the new value is accepted as the key it should be, and a made-up one refused. `blind`: both are accepted;
 * `unclear`: the made-up one is not plainly refused; `refused`: the new one is; null: nothing can be told of it.
 */
export async function firstLook(
	session: Session,
	value: Secret,
	keyId: string | null,
): Promise<Proof | 'blind' | 'unclear' | 'refused' | null> {
	const { probeOrigin } = await session.provider();
	const control = await look(session, knownBad(session, [probeOrigin]));
	if (control?.verdict === 'alive') return 'blind';
	if (control?.verdict !== 'dead') return 'unclear';
	const seen = await look(session, value);
	const same = seen?.keyId == null || keyId === null || isKey(keyId, seen.keyId);
	if (seen?.verdict === 'dead') return 'refused';
	return seen?.verdict === 'alive' && same ? { alive: seen.answer, control: control.answer } : null;
}

/** Writes the proof into the document. */
export function proved(draft: Document, { alive, control }: Proof, at: number): void {
	const rotation = enter(draft, 'PROBED', at);
	rotation.setbacks = 0;
	rotation.problem = null;
	rotation.evidence['newAlive'] = alive.status;
	rotation.evidence['controlRefused'] = control.status;
}

async function blind(session: Session): Promise<'pause'> {
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence:
					'The check of a key accepts anything, so it can prove neither that the new key works nor that the old one is dead.',
				next: 'Roll back, then register the key again with a check address that refuses a wrong key.',
			},
			'STORED',
		);
	});
	return 'pause';
}
