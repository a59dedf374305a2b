import { KeyturnError, hasCode } from '../errors';
import { advance } from '../rotation/advance';
import { leavesOldKey } from '../rotation/carry';
import type { Document, Rotation, State } from '../rotation/document';
import { preflight, type Findings } from '../rotation/preflight';
import { bars, isGoingBack, joined, leakedAs } from '../rotation/requests';
import type { Session } from '../rotation/session';
import { breaksOf } from '../rotation/targets';
import { dayOf, open, type Context } from './context';
import { reportOf, type Report } from './report';
import { sayDead, waitsForDeath, wordOf } from './say-dead';

export type Mode =
	| { readonly kind: 'planned' }
	| {
			readonly kind: 'emergency';
			readonly confirmedBy: string;
			readonly leaked: 'in use' | 'previous' | 'both';
	  };

/** Begins a rotation, or moves on the one that is under way, as far as it can go now. */
export async function rotate(
	context: Context,
	name: string,
	mode: Mode = { kind: 'planned' },
): Promise<Report> {
	const session = await open(context, name);
	if (mode.kind === 'emergency') {
		await declareEmergency(context, session, mode);
		return await takenUp(session, () => run(context, session, false));
	}
	await run(context, session, true);
	return reportOf(session);
}

/** What a person asked for is written down; if another run is at work just now, the next one takes it up. */
async function takenUp(session: Session, work: () => Promise<void>): Promise<Report> {
	try {
		await work();
	} catch (error) {
		if (!hasCode(error, 'BUSY') || session.document.request === null) throw error;
	}
	const seen = reportOf(session);
	if (session.document.request === null) return seen;
	return {
		...seen,
		sentence: 'It is noted. Another run is at work on this key just now.',
		next: 'Run again in two minutes: the next run takes it up.',
	};
}

/** Moves on what is under way; begins a rotation when one was asked for or `begin` says so. */
export async function run(context: Context, session: Session, begin: boolean): Promise<void> {
	const under = session.document.rotation !== null;
	const { debt, intents, outbox, request: asked } = session.document;
	// Entries of what was done besides rotating go into the log when a run comes by; a rotation takes them along.
	const begins = begin || asked !== null;
	const toTell = !begins && session.vault.audit !== null && outbox.length > 0;
	const isVain = !under && asked !== null && asked.kind !== 'emergency';
	if (under || isVain || toTell || debt.length + intents.length > 0) await moveOn(context, session);
	if (session.document.rotation !== null || (under && session.document.request === null)) return;
	const { request } = session.document;
	if (request?.kind === 'emergency') await start(context, session, 'emergency', request.by);
	else if (begin) await start(context, session, 'planned', context.host.actor);
}

/**
 * A leaked key does not wait for the death of another one: that is tried for part of the time, stays owed, and the
 * emergency's own rotation is not over before it has died.
 */
async function moveOn(context: Context, session: Session): Promise<void> {
	const { rotation, request, debt } = session.document;
	const isOwed = rotation === null && request?.kind === 'emergency' && debt.length > 0;
	const isUrgent = isOwed || leavesOldKey(session.document);
	if (!isUrgent) {
		await advance(session, context.budgetMs);
		return;
	}
	try {
		await advance(session, context.budgetMs / 4);
	} catch (error) {
		if (!(error instanceof KeyturnError) || hasCode(error, 'BUSY') || !isOwed) throw error;
	}
}

/** What stands in the way. Where another run was at work meanwhile, what looks wrong is most likely its doing. */
export async function look(session: Session, mode: Rotation['mode']): Promise<Findings> {
	const found = await preflight(session, mode);
	if (found.problems.length > 0 && (await session.isStale()))
		throw new KeyturnError('BUSY', session.name, 'another run is at work on this key');
	return found;
}

async function start(
	context: Context,
	session: Session,
	mode: Rotation['mode'],
	actor: string,
): Promise<void> {
	const { problems, plan } = await look(session, mode);
	if (problems[0] !== undefined) throw problems[0];
	if (plan === null) return;
	// The list of due days names the key from before the first effect on, so that no crash can lose it.
	const today = dayOf(session.time().earliest);
	const listed = session.document.listedUnder;
	const listedUnder = listed !== null && listed <= today ? listed : today;
	if (listedUnder !== listed) await context.vault.markDue(session.name, today);
	await advance(session, context.budgetMs, {
		plan,
		mode,
		leaked: mode === 'emergency' ? 'old' : 'none',
		actor,
		asks: session.driver.made === 'by Keyturn',
		listedUnder,
	});
}

async function declareEmergency(
	context: Context,
	session: Session,
	mode: Extract<Mode, { kind: 'emergency' }>,
): Promise<void> {
	const by = mode.confirmedBy.trim();
	if (by === '' || by.length > 200)
		throw new KeyturnError(
			'CONFIRM',
			session.name,
			'an emergency needs the name of the person who confirms it',
			{ next: await whatBreaks(session) },
		);
	// What cannot be meant is refused before anything is written.
	leakedAs(session.document, mode.leaked);
	// Listed first: what was declared is found by the next sweep, wherever this run ends.
	await context.vault.markDue(session.name, dayOf(session.time().earliest));
	await session.ask((draft, note) => {
		const earlier = draft.request?.kind === 'emergency' ? draft.request.leaked : 'none';
		const leaked = joined(earlier, leakedAs(draft, mode.leaked));
		draft.request = { kind: 'emergency', leaked, by, at: session.time().latest };
		note('emergency declared', { by, leaked });
	});
}

/** What a person should have read before he puts his name to it. */
async function whatBreaks(session: Session): Promise<string> {
	const breaks = await breaksOf(session);
	const list = breaks.length === 0 ? '' : ` ${breaks.join('. ')}.`;
	return `Fill in who confirms. What still uses the old key fails from the revocation on.${list}`;
}

const LOOK = 'Get Status, in Zapier Find Key, shows how the key stands.';

/** Goes back to the old key. Refused once its revocation has begun, when it leaked, and when there is none. */
export async function rollBack(context: Context, name: string): Promise<Report> {
	const session = await open(context, name);
	// Where only a person revokes, nothing was: whether the new key still works is looked at first.
	if (
		session.driver.made === 'by a person' &&
		waitsForDeath(session.document) &&
		bars(session.document) !== null
	)
		await advance(session, context.budgetMs);
	await session.ask((draft, note) => {
		// Checked on what the document says when this is written: another run may have moved on meanwhile.
		const bar = bars(draft);
		if (bar !== null)
			throw new KeyturnError('NOT_NOW', name, bar, {
				next: waitsForDeath(draft)
					? 'Run Rotate: it looks whether the new key works, and goes on.'
					: `It is possible until the revocation of the old key begins. ${LOOK}`,
			});
		if (isGoingBack((draft.rotation as Rotation).state)) return;
		refuseInEmergency(draft);
		draft.request = {
			kind: 'roll back',
			leaked: 'none',
			by: context.host.actor,
			at: session.time().latest,
		};
		note('roll back asked for');
	});
	return await takenUp(session, () => advance(session, context.budgetMs));
}

/** A declared emergency is never overwritten by what a person asks for besides. */
function refuseInEmergency({ name, request }: Document): void {
	if (request?.kind === 'emergency')
		throw new KeyturnError('NOT_NOW', name, 'an emergency was declared and comes first');
}

/** From the grace on there is an old key, and its end is only waited for. */
const hasOldKey: ReadonlySet<State> = new Set<State>([
	'GRACE',
	'OLD_DISABLED',
	'REVOKING',
	'REVOKE_PENDING',
	'REVOKED',
]);

/** Where a person is waited for, that is what comes next. */
const nextOf = ({ rotation }: Document): { next: string } => ({
	next: rotation?.problem?.next ?? `It is possible during the grace of a rotation. ${LOOK}`,
});

function refuseWithoutOldKey(document: Document): void {
	const state = document.rotation?.state;
	if (state === undefined || !hasOldKey.has(state))
		throw new KeyturnError('NOT_NOW', document.name, 'there is no old key in grace', nextOf(document));
}

const isWord = (confirmedBy: string, { document }: Session) =>
	confirmedBy.trim() !== '' && waitsForDeath(document);

/** Whether `retireOldKey` would take a person’s word as the key stands now; throws what would refuse it. Nothing is written. */
export async function retireDryRun(context: Context, name: string, confirmedBy = ''): Promise<boolean> {
	const session = await open(context, name);
	const isByWord = isWord(confirmedBy, session);
	if (isByWord) await wordOf(session, confirmedBy);
	else refuseWithoutOldKey(session.document);
	return isByWord;
}

/**
 * Ends the grace as soon as nothing can still use the old value, and revokes the old key. `confirmedBy`: who has revoked it
 * at the provider, for where its death cannot be proved any more.
 */
export async function retireOldKey(context: Context, name: string, confirmedBy = ''): Promise<Report> {
	const session = await open(context, name);
	if (isWord(confirmedBy, session)) {
		await sayDead(session, confirmedBy);
		return await takenUp(session, () => advance(session, context.budgetMs));
	}
	await session.ask((draft, note) => {
		refuseWithoutOldKey(draft);
		if (draft.rotation?.state !== 'GRACE') return;
		refuseInEmergency(draft);
		draft.request = { kind: 'retire', leaked: 'none', by: context.host.actor, at: session.time().latest };
		note('end of grace asked for');
	});
	return await takenUp(session, () => advance(session, context.budgetMs));
}
