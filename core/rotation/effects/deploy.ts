import { hasCode, isUnknownOutcome } from '../../errors';
import type { Secret } from '../../secret';
import { enter } from '../journal';
import { runSmokeTest } from '../smoke';
import type { Session } from '../session';
import { changedOutside } from './publish';
import { setBack } from './set-back';

const SMOKE_TRIES = 3;
const SMOKE_PAUSE_MS = 2_000;

/** PUBLISHED → GRACE: every target gets the new value and is read back, the vault too, and the smoke test passes. */
export async function deploy(session: Session): Promise<'go' | 'pause'> {
	const { next } = session.rotation;
	const current = await session.value();
	if (current === null || next === null || session.fingerprint(current.value) !== next.fingerprint)
		return await changedOutside(session);

	const behind = await bringTargets(session, current.value, next.fingerprint);
	if (behind !== null) return await setBack(session, behind);

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
	if (seen !== null) return await setBack(session, seen, true);
	await verified(session);
	return 'pause';
}

/** Reads each target first and writes only where it differs, so that a resumed run does not start the wait anew. */
export async function bringTargets(
	session: Session,
	value: Secret,
	fingerprint: string,
): Promise<string | null> {
	for (const { kind, settings } of session.document.record.targets) {
		const driver = session.drivers.targets[kind];
		if (driver === undefined) return `This version of Keyturn does not know the target ${kind}.`;
		const target = driver.open(settings, session.host);
		const holds = async () => {
			const there = await target.verify();
			return there !== null && session.fingerprint(there) === fingerprint;
		};
		try {
			if (await holds()) continue;
			await session.write(() => target.update(value));
			if (!(await holds())) return `${target.title} does not hold the right value after the update.`;
		} catch (error) {
			if (!isUnknownOutcome(error) && !hasCode(error, 'RATE_LIMITED')) throw error;
			return `${target.title} did not answer.`;
		}
	}
	return null;
}

async function verified(session: Session): Promise<void> {
	await session.release((draft, note) => {
		const at = session.time().latest;
		const { record } = draft;
		const first = draft.rotation?.old === null;
		const rotation = enter(draft, first ? 'REVOKED' : 'GRACE', at);
		const graceMs = rotation.mode === 'emergency' ? 0 : record.graceSeconds * 1_000;
		rotation.until = at + graceMs;
		rotation.setbacks = 0;
		rotation.problem = null;
		note('value verified', {
			keyId: rotation.next?.keyId ?? null,
			fingerprint: rotation.next?.fingerprint ?? null,
			smokeTest: record.smoke !== null,
		});
	});
}
