import type { Session } from '../session';

/** OLD_DISABLED: the old key is refused but can be brought back, so that what still uses it is found out. */
export async function disable(session: Session): Promise<'go' | 'pause'> {
	const { old } = session.rotation;
	const keyId = old?.keyId;
	const provider = await session.provider();
	if (typeof keyId === 'string') await session.write(() => provider.disable(keyId));
	await session.release((draft, note) => {
		const at = session.time().latest;
		if (draft.rotation !== null) draft.rotation.disabledAt = at;
		note('old key disabled', { keyId: keyId ?? null });
	});
	return 'pause';
}
