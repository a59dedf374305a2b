import { isKey } from '../../providers/provider';
import { enter, askPerson } from '../journal';
import { knownBad, look } from '../kill';
import type { Session } from '../session';
import { setBack } from './set-back';

const TRIES = 6;
const FIRST_PAUSE_MS = 500;

/** STORED → PROBED: the provider accepts the new key, and refuses one that it never issued. */
export async function prove(session: Session): Promise<'go' | 'pause'> {
	const { next } = session.rotation;
	const staged = await session.staged();
	if (staged === null || next === null || session.fingerprint(staged) !== next.fingerprint)
		return await setBack(session, 'The new value is no longer in the vault’s staged entry.');

	const provider = await session.provider();
	const control = await look(session, knownBad(session, [provider.probeOrigin]));
	if (control?.verdict === 'alive') {
		await session.release((draft) => {
			askPerson(
				draft,
				session.time().latest,
				{
					code: 'NEEDS_HUMAN',
					sentence: 'The check of a key accepts anything, so it can prove neither that the new key works nor that the old one is dead.',
					next: 'Give the key a check address that refuses a wrong key, then run again.',
				},
				'STORED',
			);
		});
		return 'pause';
	}
	let pause = FIRST_PAUSE_MS;
	for (let attempt = 0; attempt < TRIES && session.room(); attempt++) {
		const seen = await look(session, staged);
		const same = seen?.keyId == null || next.keyId === null || isKey(next.keyId, seen.keyId);
		if (control?.verdict === 'dead' && seen?.verdict === 'alive' && same) {
			await session.save((draft) => {
				const rotation = enter(draft, 'PROBED', session.time().latest);
				rotation.setbacks = 0;
				rotation.problem = null;
				rotation.evidence['newAlive'] = seen.answer.status;
				rotation.evidence['controlRefused'] = control.answer.status;
			});
			return 'go';
		}
		await session.sleep(pause);
		pause *= 2;
	}
	return await setBack(session, 'The provider does not accept the new key yet.');
}
