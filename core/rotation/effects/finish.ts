import { endsLeaked, settleOrCarry } from '../carry';
import type { Document, Rotation } from '../document';
import { keyInUse } from '../in-use';
import { enter } from '../journal';
import { record } from '../record';
import { leakedSoFar } from '../requests';
import type { Session } from '../session';
import { dropIntents } from '../settle';

const DAY_MS = 86_400_000;

/** REVOKED or ROLLED_BACK → done: nothing is owed, but for an emergency that cannot wait, and all is in the audit log. */
export async function finish(session: Session): Promise<'go' | 'pause'> {
	const settled = await settleOrCarry(session);
	if (settled !== null && !settled.clean) {
		await session.release((draft) => {
			if (settled.stillListed !== true) return;
			const rotation = enter(draft, 'REVOKE_PENDING', session.time().latest);
			const sentence = 'The provider refuses the old key and still lists it.';
			rotation.problem = { code: 'NOT_LISTED', sentence, next: 'The next run revokes it again by itself.' };
		});
		return 'pause';
	}
	const appended = await record(session);
	await session.release((draft) => {
		dropIntents(draft, settled?.over ?? []);
		draft.outbox = draft.outbox.filter(({ id }) => !appended.has(id));
		close(draft, session.time().latest);
	});
	return 'pause';
}

/** The rotation is over: the document tells of it under `last`, and the key is due again. */
export function close(draft: Document, at: number): void {
	const { rotation } = draft;
	if (rotation === null) return;
	const done = keyInUse(rotation) === 'new';
	draft.current = done ? rotation.next : rotation.old;
	draft.last = {
		number: rotation.number,
		outcome: done ? 'done' : 'rolled back',
		at,
		// Where a key that would not die is carried over, or counts as dead on a person's word, nobody may say that it is done.
		marks:
			draft.debt.length > 0 || rotation.evidence['typedBy'] !== undefined
				? rotation.marks
				: [...rotation.marks, { state: 'DONE', at }],
		evidence: { ...rotation.evidence, problem: rotation.problem?.sentence ?? null },
		oldKeyId: rotation.old?.keyId ?? null,
		deadVersion: done ? (rotation.old?.version ?? null) : null,
	};
	const [leaked, again] = [leakedSoFar(draft), endsLeaked(draft)];
	const by = draft.request?.kind === 'emergency' ? draft.request.by : rotation.actor;
	draft.rotation = null;
	if (done) draft.dueAt = nextDue(draft, rotation, at);
	else draft.dueAt = leaked === 'none' ? Math.max(draft.dueAt, at + DAY_MS) : at;
	// What was asked of this rotation ends with it, and so does an emergency whose leaked key died with it. Where the
	// key that it ends with leaked, that is replaced at once; one that nobody named is never touched.
	draft.request = again ? { kind: 'emergency', leaked: 'old', by, at } : null;
}

/** A cadence from now, or earlier where the key would expire before: a nightly sweep must still come in time. */
function nextDue({ record }: Document, { next, restrictions }: Rotation, at: number): number {
	const cadence = at + record.cadenceDays * DAY_MS;
	if (restrictions.lifetimeSeconds === null) return cadence;
	const life = restrictions.lifetimeSeconds * 1_000;
	const spare = Math.max(life / 10, DAY_MS + record.graceSeconds * 1_000);
	return Math.min(cadence, Math.floor((next?.since ?? at) + Math.max(life - spare, life / 4)));
}
