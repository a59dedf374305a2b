import { MAX_SETBACKS } from '../bounds';
import { enter } from '../journal';
import { leaveBehind } from '../left-behind';
import { runSmokeTest } from '../smoke';
import type { Session } from '../session';
import { bringTargets, type Behind } from './bring-targets';
import { changedOutside } from './publish';
import { setBack } from './set-back';

const SMOKE_TRIES = 3;
const SMOKE_PAUSE_MS = 2_000;
/** A deployment that takes longer than this has failed, as far as a rotation can tell. */
const LONGEST_DEPLOYMENT_MS = 3_600_000;

/** PUBLISHED → GRACE: every target gets the new value and is read back, the vault too, and the smoke test passes. */
export async function deploy(session: Session): Promise<'go' | 'pause'> {
	const { next } = session.rotation;
	const current = await session.value();
	if (current === null || next === null || session.fingerprint(current.value) !== next.fingerprint)
		return await changedOutside(session);

	const { version, value } = current;
	const what = { key: session.name, version, fingerprint: next.fingerprint, value };
	const tested: boolean[] = [];
	const behind = await bringTargets(session, what, 'forth', tested);
	if (behind !== null && !isLeftBehind(session)) return await wait(session, behind);

	const { smoke } = session.document.record;
	let seen = smoke === null ? null : await runSmokeTest(session, smoke, current.value);
	for (
		let attempt = 1;
		smoke !== null && seen !== null && attempt < SMOKE_TRIES && session.room();
		attempt++
	) {
		await session.sleep(SMOKE_PAUSE_MS);
		seen = await runSmokeTest(session, smoke, current.value);
	}
	if (seen !== null && !isLeftBehind(session))
		return await setBack(session, seen, session.rotation.mode === 'planned');
	const isTested = smoke !== null || (tested.length > 0 && tested.every(Boolean));
	const leftBehind = behind?.sentence ?? seen;
	await verified(session, isTested && leftBehind === null, leftBehind);
	return 'pause';
}

/** Whether it has been tried long enough in an emergency: a leaked key does not live on until a service is well again. */
function isLeftBehind({ rotation }: Session): boolean {
	const { mode, leaked, old, setbacks } = rotation;
	return mode === 'emergency' && (leaked !== 'new' || old === null) && setbacks + 1 >= MAX_SETBACKS;
}

/** A deployment under way is waited for, run after run; anything else is a set-back. */
async function wait(session: Session, { sentence, goesOn }: Behind): Promise<'go' | 'pause'> {
	const since = session.rotation.next?.since ?? 0;
	if (!goesOn || session.time().earliest > since + LONGEST_DEPLOYMENT_MS)
		return await setBack(session, sentence);
	await session.release((draft) => {
		if (draft.rotation === null) return;
		const next = 'Nothing to do: the next run looks again.';
		draft.rotation.problem = { code: 'BUSY', sentence, next };
	});
	return 'pause';
}

/**
 * `tested`: it was seen at work, by the smoke test or by each target's own; else it was only read back. `leftBehind`: what
 * an emergency goes on without.
 */
async function verified(session: Session, tested: boolean, leftBehind: string | null): Promise<void> {
	await session.release((draft, note) => {
		const at = session.time().latest;
		const { record } = draft;
		const first = draft.rotation?.old === null;
		const rotation = enter(draft, first ? 'REVOKED' : 'GRACE', at);
		const graceMs = rotation.mode === 'emergency' ? 0 : record.graceSeconds * 1_000;
		rotation.until = at + graceMs;
		rotation.setbacks = 0;
		rotation.problem = null;
		leaveBehind(rotation, note, leftBehind);
		note('value verified', {
			keyId: rotation.next?.keyId ?? null,
			fingerprint: rotation.next?.fingerprint ?? null,
			smokeTest: record.smoke !== null,
			tested,
		});
	});
}
