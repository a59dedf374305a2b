import { KeyturnError } from '../errors';
import type { Document } from '../rotation/document';
import type { Session } from '../rotation/session';
import { dayOf, open, type Context } from './context';
import { reportOf, type Report } from './report';
import { run } from './rotate';

export interface SweepFailure {
	readonly key: string;
	readonly light: 'red';
	readonly sentence: string;
	readonly next: string;
}

export interface Sweep {
	readonly looked: number;
	readonly reports: readonly Report[];
	readonly failures: readonly SweepFailure[];
	/** Keys that were left for the next run because this one's time was over. */
	readonly left: number;
}

const DAY_MS = 86_400_000;
/** Nobody registers a key for longer than this, so a listed day without a document is a leftover. */
const LEFTOVER_DAYS = 2;

/**
 * Advances every key that is due or under way. One key's failure does not stop the others. With nothing due it costs a
 * fixed number of requests, whatever the number of keys: days and names are read from the list of due days.
 */
export async function rotateDue(context: Context, totalMs: number): Promise<Sweep> {
	const started = context.host.clock.monotonic();
	const reports: Report[] = [];
	const failures: SweepFailure[] = [];
	const due = await listedNow(context);
	const today = dayOf(context.vault.time().earliest);
	let looked = 0;
	for (const [name, days] of due) {
		if (context.host.clock.monotonic() - started > totalMs) break;
		looked += 1;
		try {
			const session = await open(context, name);
			// A finished key may stand under a past day for a while: there is nothing to tell of it.
			const telling = isDue(session) || isUnderWay(session.document);
			await run(context, session, isDue(session));
			await tidy(context, session, days, today);
			if (telling) reports.push(reportOf(session));
		} catch (error) {
			if (!(error instanceof KeyturnError)) throw error;
			if (error.code === 'NO_SUCH_KEY') await forget(context, name, days, today);
			// Another run is at work on it: that is where it should be.
			else if (error.code !== 'BUSY')
				failures.push({ key: name, light: 'red', sentence: error.message, next: error.next });
		}
	}
	await context.vault.writeHeartbeat(context.vault.time().latest);
	return { looked, reports, failures, left: due.size - looked };
}

/** The keys that are due or under way, without doing anything about them. */
export async function listDue(context: Context): Promise<ReadonlyArray<Report | SweepFailure>> {
	const found: (Report | SweepFailure)[] = [];
	for (const name of (await listedNow(context)).keys()) {
		try {
			const session = await open(context, name);
			if (isDue(session) || isUnderWay(session.document)) found.push(reportOf(session));
		} catch (error) {
			if (!(error instanceof KeyturnError) || error.code === 'LOGIN_REFUSED') throw error;
			// One key that cannot be read hides no other; a name without a key is a leftover of the list.
			if (error.code !== 'NO_SUCH_KEY')
				found.push({ key: name, light: 'red', sentence: error.message, next: error.next });
		}
	}
	return found;
}

/** The keys that are listed under today or a day before, each with those days. */
export async function listedNow(context: Context): Promise<ReadonlyMap<string, readonly string[]>> {
	// The first answer tells the vault's time; until then the machine's own day serves.
	const first = await context.vault.listDue(dayOf(context.host.clock.now() + DAY_MS));
	const today = dayOf(context.vault.time().latest);
	return new Map(
		[...first]
			.map(([name, days]) => [name, days.filter((day) => day <= today)] as const)
			.filter(([, days]) => days.length > 0),
	);
}

const isUnderWay = ({ rotation, request, debt }: Document) =>
	rotation !== null || request !== null || debt.length > 0;

const isDue = ({ document, vault }: Session) =>
	document.rotation === null && document.dueAt <= vault.time().earliest;

/**
 * Cleans up after a finished rotation: the dead value is destroyed, and the key moves to the day of its next rotation,
 * first the new day, then away with the old.
 */
async function tidy(
	context: Context,
	session: Session,
	days: readonly string[],
	today: string,
): Promise<void> {
	const { document } = session;
	const busy =
		document.rotation !== null ||
		document.request !== null ||
		document.debt.length + document.intents.length > 0 ||
		(session.vault.audit !== null && document.outbox.length > 0);
	const day = dayOf(document.dueAt);
	if (!busy && day > today && document.listedUnder !== day) {
		const isDestroyed = await destroyDead(session);
		await context.vault.markDue(session.name, day);
		await session.amend((draft) => {
			draft.listedUnder = day;
			if (!isDestroyed) return;
			if (draft.last !== null) draft.last.deadVersion = null;
			draft.dead = [];
		});
	}
	const { listedUnder } = session.document;
	for (const each of days)
		if (listedUnder !== null && each !== listedUnder && isPast(each, today))
			await context.vault.unmarkDue(session.name, each);
}

/** In an entry that a person has made anew or changed, another value may stand under a dead one's number: it is left alone. */
async function destroyDead(session: Session): Promise<boolean> {
	const { dead, last, current, record } = session.document;
	const versions = [...dead, last?.deadVersion ?? null].filter((each) => each !== null);
	if (versions.length === 0) return true;
	const there = await session.value();
	const isAsLeft =
		there !== null &&
		there.version === current?.version &&
		session.fingerprint(there.value) === current.fingerprint;
	if (!isAsLeft) return false;
	for (const version of versions)
		if (version !== there.version) await session.vault.retire(record.place, version);
	return true;
}

/** A day that no run can be marking now, so that a removal that lands late takes no fresh mark away. */
const isPast = (day: string, today: string) => Date.parse(today) - Date.parse(day) >= LEFTOVER_DAYS * DAY_MS;

async function forget(context: Context, name: string, days: readonly string[], today: string): Promise<void> {
	for (const day of days) if (isPast(day, today)) await context.vault.unmarkDue(name, day);
}
