import { KeyturnError, hasCode } from '../errors';
import { S, T } from './bounds';
import { refuseTrouble } from './carry';
import type { Document, Rotation } from './document';
import { deploy } from './effects/deploy';
import { disable } from './effects/disable';
import { finish } from './effects/finish';
import { issue } from './effects/issue';
import { prove } from './effects/prove';
import { publish } from './effects/publish';
import { revoke } from './effects/revoke';
import { rollBack } from './effects/roll-back';
import { enter, intend } from './journal';
import type { Plan } from './preflight';
import { record } from './record';
import { applyRequest } from './requests';
import type { Session } from './session';
import { dropIntents, settle } from './settle';
import { decide, type Decision, type Effect } from './steps';

/** Performs one effect and writes down what came of it. `pause`: this run ends here and has given back the lease. */
type Performer = (session: Session) => Promise<'go' | 'pause'>;

const performers: Readonly<Record<Effect, Performer>> = {
	issue,
	prove,
	publish,
	deploy,
	disable,
	revoke,
	finish,
	rollBack,
	settle: pay,
	record: append,
};

export interface Begin {
	readonly plan: Plan;
	readonly mode: Rotation['mode'];
	readonly leaked: Rotation['leaked'];
	readonly actor: string;
	/** False where a person makes the key, so that there is no name to look for. */
	readonly asks: boolean;
	/** The day under which the key stands in the list of due days from now on. */
	readonly listedUnder: string;
}

/**
 * Moves one key as far as it can go now, or begins its rotation. Writes nothing when there is nothing to do. A failure
 * is written into the document as the problem that a person reads, and thrown.
 */
export async function advance(session: Session, budgetMs: number, begin?: Begin): Promise<void> {
	if (begin === undefined && session.document.request === null && isIdle(next(session))) return;
	await session.take(budgetMs + T + S, (draft, note) => {
		const at = session.time().latest;
		if (begin === undefined) applyRequest(draft, at, note);
		else open(draft, begin, at, note);
		const decision = decide(draft, session.time(), abilities(session));
		if ('mark' in decision) enter(draft, decision.mark, at);
	});
	try {
		await work(session);
	} catch (error) {
		if (error instanceof KeyturnError && !hasCode(error, 'BUSY')) await tell(session, error);
		throw error;
	}
}

async function work(session: Session): Promise<void> {
	for (;;) {
		const decision = next(session);
		if (isIdle(decision) || !session.room()) {
			await session.release();
			return;
		}
		if ('mark' in decision) {
			await session.save((draft) => {
				enter(draft, decision.mark, session.time().latest);
			});
		} else if ('effect' in decision && (await performers[decision.effect](session)) === 'pause') return;
	}
}

const next = (session: Session): Decision => decide(session.document, session.time(), abilities(session));
const abilities = (session: Session) => ({
	disable: session.driver.promises.disable,
	record: session.vault.audit !== null,
});
const isIdle = (decision: Decision) => 'wait' in decision || 'rest' in decision;

/** Begins a rotation: the plan and the name of the key that will be asked for, before it is. */
function open(
	draft: Document,
	{ plan, mode, leaked, actor, asks, listedUnder }: Begin,
	at: number,
	note: (kind: string, facts?: Record<string, string | number | null>) => void,
): void {
	if (draft.rotation !== null) throw new KeyturnError('BUSY', draft.name, 'a rotation is under way');
	draft.rotations += 1;
	draft.request = null;
	const restrictions = {
		scopes: plan.restrictions.scopes === null ? null : [...plan.restrictions.scopes],
		lifetimeSeconds: plan.restrictions.lifetimeSeconds,
	};
	if (asks) draft.restrictions = restrictions;
	draft.rotation = {
		number: draft.rotations,
		mode,
		leaked,
		actor,
		state: 'PLANNED',
		resume: null,
		marks: [{ state: 'PLANNED', at }],
		restrictions,
		old: plan.old,
		next: null,
		expect: plan.expect,
		attempt: 0,
		refused: 0,
		until: null,
		cachedUntil: null,
		disabling: false,
		disabledAt: null,
		setbacks: 0,
		problem: null,
		evidence: {},
	};
	draft.listedUnder = listedUnder;
	if (asks) intend(draft, at);
	note('rotation planned', { mode, oldKeyId: plan.old?.keyId ?? null });
}

async function pay(session: Session): Promise<'pause'> {
	const settled = await settle(session);
	refuseTrouble(settled);
	await session.release((draft) => {
		dropIntents(draft, settled.over);
	});
	return 'pause';
}

async function append(session: Session): Promise<'pause'> {
	const appended = await record(session);
	await session.release((draft) => {
		draft.outbox = draft.outbox.filter(({ id }) => !appended.has(id));
	});
	return 'pause';
}

/** Leaves word of a failure for the next reader. If that fails too, the first failure is the one to tell. */
async function tell(session: Session, { code, message, next: todo }: KeyturnError): Promise<void> {
	try {
		await session.release((draft) => {
			if (draft.rotation !== null) draft.rotation.problem = { code, sentence: message, next: todo };
		});
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
	}
}
