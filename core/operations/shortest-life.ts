import { KeyturnError } from '../errors';
import type { Session } from '../rotation/session';

const DAY_S = 86_400;
/** With one run a night: one begins the rotation, one revokes the old key, one ends it, and the next may begin. */
const NIGHTS = 3;
/** A provider may count a key's life from a moment before or after ours. */
const SPARE_S = 3_600;

/** The days that a key must live for, so that a rotation by nightly runs alone is over and begun again before its end. */
export function shortestLifeDays({ driver, document: { record } }: Session): number {
	const watch = driver.promises.disable ? record.observeSeconds : 0;
	return NIGHTS + Math.floor(record.graceSeconds / DAY_S) + Math.floor(watch / DAY_S);
}

const isTooShort = (session: Session, lifetimeSeconds: number | null): lifetimeSeconds is number =>
	lifetimeSeconds !== null && lifetimeSeconds < shortestLifeDays(session) * DAY_S - SPARE_S;

/** Refuses settings by which every key would end before a nightly run replaces it. */
export function refuseShortLife(session: Session): void {
	const { lifetimeSeconds } = session.driver.initial(session.document.record.providerSettings);
	if (!isTooShort(session, lifetimeSeconds)) return;
	throw new KeyturnError(
		'BAD_INPUT',
		'Expires After (Days)',
		`use at least ${String(shortestLifeDays(session))}: with this grace and watch, a key that lives for ${daysOf(lifetimeSeconds)} ends before nightly runs have replaced it`,
	);
}

/** A key that was made by hand with a short life hands that on to each new one, and so does one registered long ago. */
export function shortLived(session: Session): string[] {
	const { current, restrictions } = session.document;
	const life = restrictions?.lifetimeSeconds ?? null;
	if (current === null || !isTooShort(session, life)) return [];
	return [
		`The key in the vault was made to live for ${daysOf(life)}, and so is each new one: it ends before nightly runs have replaced it. Make one that lives for at least ${String(shortestLifeDays(session))} days or has no end, put it into the vault’s entry, then register it.`,
	];
}

function daysOf(seconds: number): string {
	const days = Math.round((seconds / DAY_S) * 10) / 10;
	return days === 1 ? '1 day' : `${String(days)} days`;
}
