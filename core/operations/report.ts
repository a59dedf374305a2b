import { NOT_SET_UP, SET_IT_UP } from '../audit/not-set-up';
import type { Document, Rotation } from '../rotation/document';
import { settledAt } from '../rotation/bounds';
import { keyInUse } from '../rotation/in-use';
import { leakedSoFar } from '../rotation/requests';
import { cachesOver, watchOver } from '../rotation/steps';
import type { Session } from '../rotation/session';
import { awaitsOldDeath } from '../rotation/standing';
import { endOf, endSentence, proofOf } from './end-of-old-key';
import { isForPeople, namesOf, todoOf, withOwed } from './owed';

/** What a person reads of one key. Names, ids, times and fingerprints only. */
export interface Report {
	readonly key: string;
	readonly light: 'green' | 'yellow' | 'red';
	readonly status: Status;
	readonly sentence: string;
	/** The next click, or '' when there is nothing to do. */
	readonly next: string;
	/** When the old key dies at the earliest, ISO 8601, or null when there is none. */
	readonly oldKeyDiesAt: string | null;
	/** When another run can go on, ISO 8601, or null when nothing waits for a time. */
	readonly continueAt: string | null;
	readonly dueAt: string;
	readonly app: string;
	readonly owner: string;
	readonly risk: string;
	readonly provider: string;
	readonly keyId: string | null;
	readonly fingerprint: string | null;
	readonly oldKeyId: string | null;
	readonly ageDays: number | null;
	/** Keys that should be dead and are not yet proved to be. */
	readonly notProvedDead: number;
	/** Entries that wait to be added to the audit log. */
	readonly auditWaiting: number;
	readonly steps: ReadonlyArray<{ readonly step: string; readonly at: string }>;
	readonly proof: string | null;
}

export type Status =
	'up to date' | 'due' | 'rotating' | 'waiting' | 'needs you' | 'rolled back' | 'never issued';

/** Whether another run can move the key on by itself: what a loop in a workflow asks. */
export const isUnderWay = ({ status }: Pick<Report, 'status'>): boolean =>
	status === 'rotating' || status === 'waiting';

const DAY_MS = 86_400_000;

/** The step names that people see. */
const words: Readonly<Record<string, string>> = {
	PLANNED: 'Planned',
	STORED: 'New key stored in the vault',
	PROBED: 'New key accepted by the provider',
	PUBLISHED: 'New key in use',
	DISTRIBUTING: 'Updating targets',
	GRACE: 'Verified; old key in grace',
	OLD_DISABLED: 'Old key disabled',
	REVOKING: 'Revoking the old key',
	REVOKE_PENDING: 'Old key not yet proved dead',
	ROLLING_BACK: 'Going back to the old key',
	ROLLED_BACK: 'Old key in use again',
	NEEDS_HUMAN: 'Waiting for a person',
	DONE: 'Done',
};

/** What a person reads of a key that was opened, at the vault's time. */
export const reportOf = (session: Session): Report =>
	report(session.document, session.time().earliest, session.vault.audit !== null);

export function report(document: Document, now: number, hasLog = true): Report {
	const { rotation, current, record, last } = document;
	const state = withWaiting(stateOf(document, now), document.outbox.length, hasLog);
	const marks = rotation?.marks ?? last?.marks ?? [];
	const evidence: Readonly<Record<string, unknown>> = rotation?.evidence ?? last?.evidence ?? {};
	const inUse = inUseOf(document);
	return {
		key: document.name,
		...state,
		oldKeyDiesAt: iso(rotation === null || rotation.old === null ? null : diesAt(rotation, document)),
		continueAt: iso(continueAt(document)),
		dueAt: new Date(document.dueAt).toISOString(),
		app: record.app,
		owner: record.owner,
		risk: record.risk,
		provider: record.provider,
		keyId: inUse?.keyId ?? null,
		fingerprint: inUse?.fingerprint ?? null,
		oldKeyId: rotation?.old?.keyId ?? last?.oldKeyId ?? null,
		ageDays: current === null ? null : Math.max(0, Math.floor((now - current.since) / DAY_MS)),
		notProvedDead: owed(document),
		auditWaiting: document.outbox.length,
		steps: marks.map(({ state: step, at }) => ({
			step: step === 'REVOKED' ? endOf(evidence) : (words[step] ?? step),
			at: new Date(at).toISOString(),
		})),
		proof: proofOf(evidence),
	};
}

/** The generation that apps read now. */
function inUseOf({ rotation, current }: Document) {
	return rotation !== null && rotation.next !== null && keyInUse(rotation) === 'new'
		? rotation.next
		: current;
}

const owed = (document: Document): number => document.debt.length + (awaitsOldDeath(document) ? 1 : 0);

/** Where no log is set up, every report says so. */
function withWaiting<Told extends Pick<Report, 'sentence' | 'next'>>(
	told: Told,
	entries: number,
	hasLog: boolean,
): Told {
	if (entries === 0 || hasLog) return told;
	const sentence = `${told.sentence} ${NOT_SET_UP}: ${String(entries)} entries wait in the key’s document.`;
	return { ...told, sentence, next: told.next || SET_IT_UP };
}

function stateOf(document: Document, now: number): Pick<Report, 'light' | 'status' | 'sentence' | 'next'> {
	const { rotation, current, last } = document;
	if (rotation !== null) {
		const told = withOwed(rotating(rotation, document), document);
		return isUrgent(document, rotation, now) ? { ...told, light: 'red' } : told;
	}
	if (document.request?.kind === 'emergency')
		return withOwed(
			{
				light: 'red',
				status: 'waiting',
				sentence: `${document.request.by} declared an emergency, and the rotation could not begin.`,
				next: 'Run Rotate, which says what is in the way; Rotate Due tries again by itself.',
			},
			document,
		);
	if (document.debt.length > 0)
		return {
			light: 'red',
			status: isForPeople(document.debt) ? 'needs you' : 'waiting',
			sentence: `${String(document.debt.length)} earlier key(s) are not yet proved dead: ${namesOf(document.debt)}.`,
			next: todoOf(document.debt, 'Run Rotate Due; it tries again.'),
		};
	if (current === null)
		return {
			light: 'yellow',
			status: 'never issued',
			sentence: 'The key is registered and was never issued.',
			next: 'Run Rotate to issue it.',
		};
	if (now >= document.dueAt)
		return {
			light: 'red',
			status: 'due',
			sentence: `The key was due on ${new Date(document.dueAt).toISOString().slice(0, 10)}.`,
			next: 'Run Rotate, or publish the nightly workflow.',
		};
	const leftBehind = last?.evidence['leftBehind'];
	if (typeof leftBehind === 'string')
		return {
			light: 'yellow',
			status: last?.outcome === 'rolled back' ? 'rolled back' : 'up to date',
			sentence: `The leaked key is dead, but not every place has the key in use: ${leftBehind}`,
			next: 'Put the value in the vault there by hand, or mend the target and run Rotate.',
		};
	if (last?.outcome === 'rolled back') {
		const why = last.evidence['problem'];
		return {
			light: 'yellow',
			status: 'rolled back',
			sentence: `The last rotation went back to the old key. ${typeof why === 'string' ? why : ''}`.trim(),
			next: 'Mend the cause, then run Rotate.',
		};
	}
	const typedBy = last?.evidence['typedBy'];
	if (typeof typedBy === 'string')
		return {
			light: 'yellow',
			status: 'up to date',
			sentence: `The key is up to date. That the one before it is revoked was not proved: ${typedBy} says so.`,
			next: 'Nothing to do. Where it is not certain, look at the provider once more.',
		};
	return {
		light: 'green',
		status: 'up to date',
		sentence: `The key is up to date; next rotation on ${new Date(document.dueAt).toISOString().slice(0, 10)}.`,
		next: '',
	};
}

/** A leaked key lives, or something is in the way for so long that it is no passing trouble. */
function isUrgent(document: Document, { state, problem, marks }: Rotation, now: number): boolean {
	const leaked = leakedSoFar(document);
	const isOver: Readonly<Record<typeof leaked, boolean>> = {
		none: true,
		old: state === 'REVOKED',
		new: state === 'ROLLED_BACK' && document.debt.length === 0,
		both: false,
	};
	return !isOver[leaked] || (problem !== null && now - (marks.at(-1)?.at ?? now) >= DAY_MS);
}

function rotating(
	rotation: Rotation,
	document: Document,
): Pick<Report, 'light' | 'status' | 'sentence' | 'next'> {
	const { problem, state } = rotation;
	if (state === 'NEEDS_HUMAN')
		return {
			light: 'red',
			status: 'needs you',
			sentence: problem?.sentence ?? 'A person is needed.',
			next: problem?.next ?? 'Run Rotate again.',
		};
	const waits = continueAt(document);
	const until = waits === null ? '' : ` until ${new Date(waits).toISOString()}`;
	if (problem !== null)
		return {
			light: state === 'REVOKE_PENDING' ? 'red' : 'yellow',
			status: 'waiting',
			sentence: problem.sentence,
			next: problem.next,
		};
	if (state === 'GRACE' || state === 'OLD_DISABLED')
		return {
			light: 'yellow',
			status: 'waiting',
			sentence: `The new key is in use. ${oldKeyIn(rotation)}${until}.`,
			next: 'Nothing to do: the next run revokes the old key.',
		};
	if (state === 'REVOKED')
		return {
			light: 'yellow',
			status: 'waiting',
			sentence: `${rotation.old === null ? 'The key is in use' : endSentence(rotation.evidence)}; a last look at the provider’s list follows${until}.`,
			next: 'Nothing to do: the next run finishes.',
		};
	if (state === 'ROLLING_BACK' && cachesOver(rotation) > 0)
		return {
			light: 'yellow',
			status: 'waiting',
			sentence: `The old key is in use again. The new one works on${until}, as long as calls may still carry it.`,
			next: 'Nothing to do: a later run revokes the new key.',
		};
	return {
		light: 'yellow',
		status: waits === null ? 'rotating' : 'waiting',
		sentence: `${words[state] ?? state}.`,
		next: 'Run Rotate again to go on.',
	};
}

/** What may be said of an old key that is not revoked yet: after an emergency nobody asked whether it still works. */
function oldKeyIn({ state, mode }: Rotation): string {
	if (state === 'OLD_DISABLED') return 'The old key is disabled';
	return mode === 'emergency' ? 'The old key waits for its revocation' : 'The old key still works';
}

/** When the next run can do something, or null when at once or never. */
export function continueAt(document: Document): number | null {
	const { rotation, intents, notBefore } = document;
	const opens = intents.length === 0 ? 0 : Math.max(...intents.map(({ at }) => settledAt(document, at)));
	if (rotation === null) return opens === 0 ? null : opens;
	const until: Partial<Record<Rotation['state'], number>> = {
		GRACE: Math.max(rotation.until ?? 0, notBefore),
		OLD_DISABLED: Math.max(watchOver(rotation, document), notBefore),
		REVOKING: notBefore,
		REVOKE_PENDING: notBefore,
		REVOKED: opens,
		ROLLING_BACK: Math.max(notBefore, opens, cachesOver(rotation)),
		ROLLED_BACK: opens,
	};
	// Nought is no time to wait for.
	return until[rotation.state] || null;
}

function diesAt(rotation: Rotation, document: Document): number | null {
	if (rotation.state === 'REVOKED' || rotation.state === 'ROLLING_BACK' || rotation.state === 'ROLLED_BACK')
		return null;
	const grace = rotation.until ?? document.record.graceSeconds * 1_000 + (rotation.marks[0]?.at ?? 0);
	return Math.max(grace, document.notBefore);
}

const iso = (ms: number | null) => (ms === null || ms === 0 ? null : new Date(ms).toISOString());
