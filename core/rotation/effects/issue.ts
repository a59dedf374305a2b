import { KeyturnError, hasCode, isUnknownOutcome } from '../../errors';
import type { Created, Restrictions } from '../../providers/provider';
import { MAX_ATTEMPTS } from '../bounds';
import { carried, refuseTrouble } from '../carry';
import type { Intent } from '../document';
import { abandon, askPerson, enter, intend, liveIntent, owe } from '../journal';
import type { Session } from '../session';
import { dropIntents, settle } from '../settle';
import { askForKey } from './ask-for-key';
import { firstLook, proved, type Proof } from './prove';
import { setBack } from './set-back';

/** PLANNED → STORED: asks the provider for the key once, or finds out what became of an earlier request. */
export async function issue(session: Session): Promise<'go' | 'pause'> {
	if (session.driver.made === 'by a person') return await askForKey(session);
	const intent = liveIntent(session.document);
	if (intent === undefined) return await again(session, session.document.staged);
	if (intent.epoch === session.epoch && !session.tried.has(intent.name)) return await create(session, intent);
	return await recover(session, intent);
}

async function create(session: Session, intent: Intent): Promise<'go' | 'pause'> {
	const { restrictions } = session.rotation;
	const [provider, origins] = [await session.provider(), await session.binding()];
	// Without it a lying answer could name anybody's key as the new one.
	session.listedBefore ??= new Set((await provider.list()).map(({ id }) => id));
	session.tried.add(intent.name);
	let made: Created;
	try {
		made = await session.effect(() => provider.create(intent.name, restrictions, origins));
	} catch (error) {
		if (hasCode(error, 'LIMIT_REACHED', 'NAME_TAKEN') || isUnknownOutcome(error))
			return await recover(session, intent, hasCode(error, 'LIMIT_REACHED'));
		if (hasCode(error, 'RATE_LIMITED', 'ADMIN_REFUSED', 'BAD_INPUT')) await refusedInWords(session);
		throw error;
	}
	const fault = await faultOf(session, made);
	if (fault !== null) return await refuse(session, made, fault);
	const staged = await store(session, intent, made);
	session.remember(made.value);
	if (staged === null) throw new KeyturnError('UNKNOWN_OUTCOME', 'Vault', 'it did not confirm the new value');
	// Probing only reads, so it comes before the write that it is told in; that one comes before anything is changed.
	const proof = await firstLook(session, made.value, made.id);
	await stored(
		session,
		made.id,
		session.fingerprint(made.value),
		intent.name,
		staged,
		typeof proof === 'string' ? null : proof,
	);
	return 'go';
}

/** Nothing was made, so this try does not count towards those after which a person is asked. */
async function refusedInWords(session: Session): Promise<void> {
	await session.save((draft) => {
		if (draft.rotation !== null) draft.rotation.refused += 1;
	});
}

/** The value goes into the vault before it is used anywhere. Null when the vault did not confirm it. */
async function store(session: Session, intent: Intent, made: Created): Promise<string | null> {
	const label = { name: intent.name, keyId: made.id };
	let after = session.document.staged;
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			return await session.effect(() => session.vault.stage(session.name, after, made.value, label));
		} catch (error) {
			if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
			if (isUnknownOutcome(error)) session.mayLand();
		}
		const there = await session.vault.readStaged(session.name, await session.binding());
		if (there?.name === intent.name) return there.version;
		after = there?.version ?? null;
	}
	return null;
}

/** Nobody knows whether the key was made: it is used if its value is in the vault, else given up and asked for anew. */
async function recover(session: Session, intent: Intent, full = false): Promise<'go' | 'pause'> {
	const there = await session.vault.readStaged(session.name, await session.binding());
	if (there?.name === intent.name && there.keyId !== null && there.value.fault() === null) {
		await stored(session, there.keyId, session.fingerprint(there.value), intent.name, there.version);
		return 'go';
	}
	return await again(session, there?.version ?? null, full);
}

/** Gives up the name first, by compare-and-set, then kills what was made under it, then asks under a fresh one. */
async function again(session: Session, staged: string | null, full = false): Promise<'go' | 'pause'> {
	const { attempt, refused } = session.rotation;
	const spent = attempt - refused >= MAX_ATTEMPTS || !session.driver.promises.listsByName;
	await session.save((draft) => {
		draft.staged = staged;
		abandon(draft);
		if (!spent) return;
		askPerson(
			draft,
			session.time().latest,
			{
				code: 'NEEDS_HUMAN',
				sentence: session.driver.promises.listsByName
					? `The provider did not give a usable key in ${String(MAX_ATTEMPTS)} tries.`
					: 'A key may have been made whose value was lost, and the provider cannot be searched by name.',
				next: 'Look at the provider’s list for a key that nobody uses, remove it, then run again.',
			},
			'PLANNED',
		);
		if (draft.rotation !== null) draft.rotation.refused = draft.rotation.attempt;
	});
	if (spent) {
		await session.release();
		return 'pause';
	}
	const settled = await settle(session);
	if (!settled.clean && settled.wait === null && !isCarried(session)) {
		refuseTrouble(settled);
		await session.release();
		return 'pause';
	}
	if (full && (settled.clean || settled.killed === 0))
		return await setBack(
			session,
			'The provider allows no further key, and none of those it has is a leftover of this one.',
			true,
		);
	await session.save((draft) => {
		dropIntents(draft, settled.over);
		intend(draft, session.time().latest);
	});
	return 'go';
}

/** Whether an emergency goes on although keys are owed: those that were so before it began. */
const isCarried = ({ rotation, document }: Session): boolean =>
	rotation.mode === 'emergency' && carried(document).length === document.debt.length;

async function stored(
	session: Session,
	keyId: string,
	fingerprint: string,
	keyName: string,
	staged: string,
	proof: Proof | null = null,
): Promise<void> {
	await session.save((draft, note) => {
		const at = session.time().latest;
		const rotation = enter(draft, 'STORED', at);
		rotation.next = { keyId, keyName, version: null, fingerprint, since: at };
		draft.staged = staged;
		note('key created', { keyId, keyName, fingerprint });
		if (proof !== null) proved(draft, proof, at);
	});
}

async function faultOf(session: Session, made: Created): Promise<string | null> {
	const { old, restrictions } = session.rotation;
	if (made.repeats === true) return 'the id or a scope of the new key repeats a secret';
	if (session.listedBefore?.has(made.id) === true)
		return 'the new key has the id of one that was there before';
	const fault = made.value.fault();
	if (fault !== null) return `the new value cannot be used: ${fault}`;
	if (session.fingerprint(made.value) === old?.fingerprint) return 'the new value is the old one';
	const admin = await session.admin();
	if (admin !== null && session.fingerprint(made.value) === session.fingerprint(admin))
		return 'the new value is the admin credential';
	if (made.id === old?.keyId) return 'the new key has the old key’s id';
	const told = session.driver.promises.scopes === 'told';
	if (!asNarrow(made.restrictions, told ? restrictions : { ...restrictions, scopes: null }))
		return 'the new key may do more, or lives longer, than the old one';
	return null;
}

const EXPIRY_TOLERANCE_S = 60;

function asNarrow(made: Restrictions, wanted: Restrictions): boolean {
	const asked = wanted.scopes;
	const scopes =
		asked === null || (made.scopes !== null && made.scopes.every((scope) => asked.includes(scope)));
	const life =
		wanted.lifetimeSeconds === null ||
		(made.lifetimeSeconds !== null && made.lifetimeSeconds <= wanted.lifetimeSeconds + EXPIRY_TOLERANCE_S);
	return scopes && life;
}

/** A key that must not be used dies again, and the rotation ends where it began. */
async function refuse(session: Session, made: Created, fault: string): Promise<never> {
	await session.save((draft, note) => {
		const at = session.time().latest;
		abandon(draft);
		// An id that was there before is somebody's key, whatever the answer says: it is left alone. One that repeats a
		// secret is kept nowhere: that key is found by its name.
		if (made.repeats !== true && session.listedBefore?.has(made.id) !== true)
			owe(draft, made.id, 'orphan', at, null);
		const rotation = enter(draft, 'ROLLING_BACK', at);
		rotation.problem = {
			code: 'UNEXPECTED_ANSWER',
			sentence: `Not used: ${fault}.`,
			next: 'Check the provider’s settings of this key, then run again.',
		};
		note('key refused', { keyId: made.repeats === true ? null : made.id, fault });
	});
	throw new KeyturnError('UNEXPECTED_ANSWER', session.driver.title, fault);
}
