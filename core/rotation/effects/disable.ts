import { hasCode } from '../../errors';
import { MAX_SETBACKS } from '../bounds';
import type { Session } from '../session';

/** OLD_DISABLED: the old key is refused but can be brought back, so that what still uses it is found out. */
export async function disable(session: Session): Promise<'go' | 'pause'> {
	const { old } = session.rotation;
	const keyId = old?.keyId;
	const provider = await session.provider();
	try {
		if (typeof keyId === 'string') await session.write(() => provider.disable(keyId));
	} catch (error) {
		if (!hasCode(error, 'ADMIN_REFUSED')) throw error;
		return await refused(session);
	}
	await session.release((draft, note) => {
		const at = session.time().latest;
		if (draft.rotation !== null) {
			draft.rotation.disabledAt = at;
			draft.rotation.problem = null;
		}
		note('old key disabled', { keyId: keyId ?? null });
	});
	return 'pause';
}

/** Without the right to disable there is nothing to watch: after some runs the old key is revoked all the same. */
async function refused(session: Session): Promise<'pause'> {
	const { title, rights } = session.driver;
	await session.release((draft, note) => {
		const { rotation } = draft;
		if (rotation === null) return;
		rotation.setbacks += 1;
		const sentence = `${title} refuses to disable the old key, so it cannot be found out who still uses it.`;
		const enough = rotation.setbacks >= MAX_SETBACKS;
		rotation.problem = {
			code: 'ADMIN_REFUSED',
			sentence,
			next: enough
				? 'Nothing to do: the next run revokes the old key without watching it first.'
				: `Look whether the provider’s admin credential in the vault may do all of this: ${rights}. After ${String(MAX_SETBACKS)} such runs the old key is revoked without watching it first.`,
		};
		if (!enough) return;
		rotation.setbacks = 0;
		rotation.evidence['notDisabled'] = sentence;
		note('old key not disabled', { keyId: rotation.old?.keyId ?? null, why: sentence });
	});
	return 'pause';
}
