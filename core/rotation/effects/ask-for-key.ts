import { askPerson, enter } from '../journal';
import type { Session } from '../session';

/**
 * PLANNED → STORED where a person makes the key: names the page to open and the entry to paste into, and goes on once
 * a new version stands there.
 */
export async function askForKey(session: Session): Promise<'go' | 'pause'> {
	const there = await session.vault.readStaged(session.name, await session.binding());
	const { old } = session.rotation;
	const { staged, pasted } = session.document;
	const isOther = there !== null && pasted !== null && session.fingerprint(there.value) !== pasted;
	const fresh = there !== null && (there.version !== staged || isOther);
	const fault = !fresh
		? null
		: session.fingerprint(there.value) === old?.fingerprint
			? 'it is the old one'
			: there.value.fault();
	if (fresh && fault === null) {
		const fingerprint = session.fingerprint(there.value);
		await session.save((draft, note) => {
			const at = session.time().latest;
			const rotation = enter(draft, 'STORED', at);
			rotation.next = { keyId: there.keyId, keyName: null, version: null, fingerprint, since: at };
			rotation.problem = null;
			draft.staged = there.version;
			draft.pasted = fingerprint;
			note('key put into the vault by a person', { fingerprint });
		});
		return 'go';
	}
	const { document, driver, vault } = session;
	const page = driver.pages?.(document.record.providerSettings).create ?? driver.docs;
	const entry = vault.describe('staged', session.name);
	const sentence =
		fault === null
			? `${driver.title} has no way for a program to make a key.`
			: `The value in ${entry} cannot be used: ${fault}.`;
	await session.release((draft) => {
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence,
				next: `Make a key at ${page} and paste it into the vault entry ${entry}, field value. The next run goes on from there.`,
			},
			'PLANNED',
		);
	});
	return 'pause';
}
