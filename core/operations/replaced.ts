import { canonicalJson } from '../canonical-json';
import type { Listed } from '../providers/provider';
import type { Generation } from '../rotation/document';
import { namePrefix } from '../rotation/journal';
import type { Session } from '../rotation/session';

/** What becomes of the key that another value has taken the place of, and of what was asked for it. */
export interface Replaced {
	/** The key that was in use; null where that is the same, or where there was none. */
	readonly key: Generation | null;
	/** Who declared an emergency while that key was in use: it meant that one, not what was put in its place. */
	readonly declaredBy: string | null;
	/** What is done about a key that an emergency meant. */
	readonly fate: 'revoked next' | 'for a person' | 'gone';
	/** Keys that were in use, or made for it, and that nobody has proved dead: a person looks at them. */
	readonly left: readonly string[];
}

/** Looks at the provider's list for what is replaced. A list that does not come is not an empty one: it throws. */
export async function replacedBy(known: Session, session: Session): Promise<Replaced> {
	const { current: earlier, record: before, request, rotation, debt } = known.document;
	const { document, driver } = session;
	const { current, record } = document;
	const key = earlier !== null && earlier.fingerprint !== current?.fingerprint ? earlier : null;
	const isAnother = key !== null && (key.keyId === null || key.keyId !== current?.keyId);
	const declaredBy = isAnother && request?.kind === 'emergency' ? request.by : null;
	if (driver.made === 'by a person')
		return {
			key,
			declaredBy,
			fate: 'for a person',
			left: key === null ? [] : [`with the fingerprint ${key.fingerprint}`],
		};

	const listed: readonly Listed[] = await (await session.provider()).list();
	const keyId = key?.keyId ?? null;
	const isListed = listed.some(({ id }) => id === keyId);
	const moved = canonicalJson(before.providerSettings) !== canonicalJson(record.providerSettings);
	// Another account's list says nothing of a key that is at the first one: the same id may be a stranger's there.
	const isElsewhere = isAnother && (moved || (!isListed && before.admin !== record.admin));
	const isOwed = declaredBy !== null && isListed && !isElsewhere;
	const isTold = isOwed || isElsewhere;
	const prefix = namePrefix(document);
	// Of what was open in a vault that was restored, a key that was made by hand has no name of ours.
	const open = [rotation?.old, rotation?.next, ...debt].map((each) => each?.keyId ?? null);
	const seen = listed
		.filter(({ id, name }) => (id === keyId ? !isTold : name.startsWith(prefix) || open.includes(id)))
		.map(({ id }) => id)
		.filter((id) => id !== current?.keyId);
	return {
		key,
		declaredBy,
		fate: isOwed ? 'revoked next' : isListed || isElsewhere ? 'for a person' : 'gone',
		left: isElsewhere ? [whereItIs(known, key), ...seen] : seen,
	};
}

/** The key, with the settings that it was registered with. */
function whereItIs({ document: { record }, driver }: Session, { keyId, fingerprint }: Generation): string {
	const settings = driver.fields
		.map(({ name, label }) => [label, record.providerSettings[name] ?? ''] as const)
		.filter(([, value]) => value !== '')
		.map(([label, value]) => `${label} ${value}`);
	return `${keyId ?? `with the fingerprint ${fingerprint}`} (registered with ${settings.join(', ')})`;
}

const fates: Readonly<Record<Replaced['fate'], (provider: string) => string>> = {
	'revoked next': () => 'the next run revokes it',
	'for a person': (provider) => `only a person can revoke it, so do that at ${provider} now`,
	gone: (provider) => `${provider} no longer lists it, so nothing is left to revoke`,
};

/** What an emergency that was declared before is taken for; empty where there was none. */
export function emergencySentences({ key, declaredBy, fate }: Replaced, provider: string): string[] {
	if (key === null || declaredBy === null) return [];
	const which = key.keyId ?? `with the fingerprint ${key.fingerprint}`;
	return [
		`The emergency that ${declaredBy} declared is taken for key ${which}, which was in use until then: ${fates[fate](provider)}. If the key that the vault holds now leaked as well, declare it again.`,
	];
}

/** The same for the audit log: the wish ends here, and what becomes of the key is said. */
export const droppedFacts = ({ key, declaredBy, fate }: Replaced) => ({
	asked: 'emergency',
	by: declaredBy,
	why: 'the key that it meant was replaced in the vault by a person',
	keyId: key?.keyId ?? null,
	fate,
});
