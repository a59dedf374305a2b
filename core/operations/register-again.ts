import { canonicalJson } from '../canonical-json';
import { copyOf } from '../copy';
import { KeyturnError, hasCode, remedyOf } from '../errors';
import type { Listed } from '../providers/provider';
import type { Document, KeyRecord } from '../rotation/document';
import { namePrefix, owe } from '../rotation/journal';
import type { Session } from '../rotation/session';
import { refuseRestored } from '../rotation/settle';
import { dayOf, open, type Context } from './context';
import { claim, stillClaimed, targetClaims } from './entry-checks';
import { droppedFacts, emergencySentences, replacedBy, type Replaced } from './replaced';
import { reportOf, type Report } from './report';

/** No key is rotated so often: a number beyond that in a name at the provider is not ours. */
const MOST = 1_000_000_000;
const LONGEST_LIST = 500;

/** The key of this name as it is registered, or null. */
export async function registeredAs(context: Context, name: string): Promise<Session | null> {
	try {
		return await open(context, name);
	} catch (error) {
		if (hasCode(error, 'NO_SUCH_KEY')) return null;
		throw error;
	}
}

/**
 * What registering a key once more begins from: the document as it stands, with the new settings and no value yet.
 * Refused for another entry or provider, which would be another key, and while anything of a rotation is open; unless that
 * is what a vault tells that was restored from a backup.
 */
export async function documentAgain(
	session: Session,
	record: Omit<KeyRecord, 'registeredAt'>,
): Promise<Document> {
	const { document } = session;
	const { name, record: known } = document;
	if (canonicalJson([known.place, known.provider]) !== canonicalJson([record.place, record.provider]))
		throw new KeyturnError(
			'KEY_EXISTS',
			name,
			'a key of this name is registered, at another vault entry or provider',
		);
	if (isOpen(document) && !(await isRestored(session)))
		throw new KeyturnError(
			'NOT_NOW',
			name,
			'a key of this name is registered, and its rotation is not over',
			{ next: 'Run Rotate until it is over, or Roll Back where that is possible; then register it again.' },
		);
	const { registeredAt } = known;
	return {
		...copyOf(document),
		...nothingOpen(),
		record: { ...record, registeredAt },
		current: null,
	};
}

const isOpen = ({ rotation, debt, intents }: Document): boolean =>
	rotation !== null || debt.length + intents.length > 0;
const nothingOpen = () => ({ rotation: null, debt: [], intents: [] });

/** What is open has been over for long: the provider has keys of ours that are newer than the document. */
async function isRestored(session: Session): Promise<boolean> {
	try {
		refuseRestored(session.document, await listed(session));
		return false;
	} catch (error) {
		if (hasCode(error, 'RESTORED')) return true;
		throw error;
	}
}

/**
 * A vault that was restored from a backup has counted less than its keys at the provider tell. A person has decided
 * which key is right, so the counts go on beyond those: no name and no audit entry comes twice.
 */
export async function countOn(session: Session): Promise<void> {
	const { document } = session;
	const prefix = namePrefix(document);
	for (const { name } of await listed(session)) {
		if (!name.startsWith(prefix)) continue;
		const [rotation = NaN, epoch = NaN] = name.slice(prefix.length).split('.').map(Number);
		const newer = rotation > document.rotations || epoch > document.epoch;
		if (!newer || !(rotation < MOST && epoch < MOST)) continue;
		document.rotations = Math.max(document.rotations, rotation + 1);
		document.epoch = Math.max(document.epoch, epoch);
	}
}

/** The key's id as a person says it, or as it is known where the value has not changed. */
export const idGiven = (known: Session | null, session: Session, given: string | undefined) =>
	(given ?? '').trim() === '' && known !== null && !isReplaced(known, session)
		? (known.document.current?.keyId ?? undefined)
		: given;

/** Writes the new settings and the adopted value in one step, if nobody else has written meanwhile. */
export async function registerAgain(context: Context, known: Session, session: Session): Promise<Report> {
	refuseUnchanged(known, session);
	const { document } = session;
	const { name, record, current, restrictions, rotations, epoch } = document;
	const [replaced, gone] = [isReplaced(known, session), await replacedBy(known, session)];
	const claims = targetClaims(context, document);
	await claim(context, document, claims);
	const isOwed = gone.fate === 'revoked next';
	const before = known.document;
	const now = session.time().earliest;
	// A target that still holds the key that is revoked next gets another one by the same run; what is to be issued waits for no day.
	const isUrgent = current === null || (isOwed && record.targets.length > 0);
	const dueAt = Math.min(before.dueAt, document.dueAt, isUrgent ? now : Infinity);
	// What is owed stands under today, so that every sweep tries it until it is paid.
	const day = dayOf(isOwed ? Math.min(dueAt, now) : dueAt);
	const listedUnder = before.listedUnder === null || day < before.listedUnder ? day : before.listedUnder;
	// Listed first: a crash between leaves a day too many, never a key that no sweep finds.
	if (listedUnder !== before.listedUnder) await context.vault.markDue(name, listedUnder);
	await stillClaimed(context, document, claims);
	await known.amend((draft, note) => {
		if (canonicalJson(draft.record.targets) !== canonicalJson(record.targets)) draft.receipts = [];
		const since = replaced ? undefined : draft.current?.since;
		const earlier = replaced ? draft.current : null;
		const gaveUp = draft.rotation?.number ?? null;
		// Whatever of it lives is named below.
		Object.assign(draft, nothingOpen(), { record });
		// Versions of an entry that was made anew are counted anew.
		if (replaced && draft.last !== null) draft.last.deadVersion = null;
		if (replaced) draft.dead = [];
		draft.current = current === null ? null : { ...current, since: since ?? current.since };
		draft.restrictions = restrictions;
		draft.rotations = rotations;
		draft.epoch = Math.max(draft.epoch, epoch);
		draft.dueAt = dueAt;
		draft.listedUnder = listedUnder;
		if (gone.declaredBy !== null) draft.request = null;
		if (isOwed && earlier !== null && earlier.keyId !== null)
			owe(draft, earlier.keyId, 'replaced', session.time().latest, earlier.fingerprint, earlier.version);
		note('key registered again', {
			provider: record.provider,
			owner: record.owner,
			adopted: replaced,
			keyId: current?.keyId ?? null,
			replacedKeyId: earlier?.keyId ?? null,
			replacedFingerprint: earlier?.fingerprint ?? null,
			notProvedDead: gone.left.join(', ').slice(0, LONGEST_LIST),
			...(gaveUp === null ? {} : { rotationGivenUp: gaveUp }),
		});
		if (gone.declaredBy !== null) note('request dropped', droppedFacts(gone));
	});
	return withReplaced(reportOf(known), gone, session, replaced && record.targets.length > 0);
}

/** A dead key that Keyturn does not know cannot be rotated in any mode: a person replaces it first. */
export function toRegister(error: KeyturnError, known: Session | null, session: Session): KeyturnError {
	const { code, where, message, next } = error;
	// Nor can one whose vault was restored: what is newer than its document stands in the way of every mode.
	const restored = known !== null && known.document.rotations !== session.document.rotations;
	const rotatable = known !== null && !restored && !isReplaced(known, session);
	if (code !== 'OLD_NOT_ALIVE' || rotatable || next !== remedyOf(code)) return error;
	return new KeyturnError(code, where, message.slice(where.length + 2), {
		next: 'Put a key that works into the vault’s entry, then register it.',
	});
}

/** What a person should know before he registers a key again. */
export async function againWarnings(known: Session, session: Session): Promise<string[]> {
	refuseUnchanged(known, session);
	const gone = await replacedBy(known, session);
	return [
		'A key of this name is registered: its settings are replaced by these.',
		...(isOpen(known.document)
			? ['The vault was restored from a backup: what it tells of a rotation under way is given up.']
			: []),
		...(isReplaced(known, session) && session.document.current !== null
			? ['The value that the vault holds now is taken for the key in use.']
			: []),
		...toldOf(gone, session),
	];
}

/** Whether the vault holds another value than Keyturn knows of. */
const isReplaced = (known: Session, { document }: Session): boolean =>
	known.document.current?.fingerprint !== document.current?.fingerprint;

function refuseUnchanged({ document: before }: Session, { document }: Session): void {
	const facts = ({ record, current, rotations, epoch }: Document) =>
		canonicalJson([record, current?.fingerprint ?? null, current?.keyId ?? null, rotations, epoch]);
	if (facts(before) === facts(document))
		throw new KeyturnError(
			'KEY_EXISTS',
			document.name,
			'a key of this name is registered, with this value and these settings',
		);
}

const leftSentence = (left: readonly string[]): string =>
	`Replaced and not proved dead: key ${left.join(', key ').slice(0, LONGEST_LIST)}.`;

const toldOf = (gone: Replaced, { driver, document }: Session): string[] => [
	...(gone.left.length > 0 ? [leftSentence(gone.left)] : []),
	...emergencySentences(gone, driver.title),
	...(gone.fate === 'revoked next' && document.record.targets.length > 0
		? ['A target that still holds it fails from then on, until a run has brought it the next key.']
		: []),
];

function withReplaced(report: Report, gone: Replaced, session: Session, targets: boolean): Report {
	const provider = session.driver.title;
	const { left, declaredBy } = gone;
	const isOwed = gone.fate === 'revoked next';
	const told = { ...report, sentence: [...toldOf(gone, session), report.sentence].join(' ') };
	if (left.length === 0) return told;
	const isLeaked = declaredBy !== null && gone.fate === 'for a person';
	const steps = [
		isOwed ? report.next : targets ? 'The targets still hold the earlier value: run Rotate.' : '',
		isLeaked
			? `Look at ${provider} for what is not proved dead, and revoke at once there what leaked.`
			: `Look at ${provider} for what is not proved dead: once nothing uses it, revoke it there.`,
	];
	return {
		...told,
		light: report.light === 'red' || isLeaked ? 'red' : 'yellow',
		next: steps.filter((step) => step !== '').join(' '),
	};
}

/** What the provider lists; nothing where it does not answer, which the checks before tell. */
async function listed(session: Session): Promise<readonly Listed[]> {
	if (session.driver.made === 'by a person') return [];
	try {
		return await (await session.provider()).list();
	} catch (error) {
		if (error instanceof KeyturnError) return [];
		throw error;
	}
}
