import { finish, type OpenLog } from '../audit/log/log';
import { newestCheckpoint } from '../audit/log/newest-checkpoint';
import type { StoreChoice } from '../audit/log/open-store';
import { EMPTY } from '../audit/log/position';
import { openLog, setUpLog } from '../audit/log/set-up';
import { handOver, rotateSigningKey } from '../audit/log/signing-keys';
import { type LogState, openLogState } from '../audit/log/state';
import { takeUp, type TakenUp } from '../audit/log/take-up';
import { notSetUp } from '../audit/not-set-up';
import { logStores } from '../audit/stores';
import { lockSetting } from '../audit/stores/s3-lock';
import type { Lock } from '../audit/stores/store';
import type { Light } from '../dns/report/result';
import { hasCode, KeyturnError } from '../errors';
import { hex } from '../hex';
import { refuseSecret } from '../secret-shapes';
import { utf8 } from '../utf8';
import type { Context } from './context';
import { personName } from './person-name';

/** How the audit log stands. Names, hashes and public keys only. */
export interface LogReport {
	readonly light: Light;
	readonly sentence: string;
	/** The next click, or '' when there is nothing to do. */
	readonly next: string;
	/** The log's name. */
	readonly origin: string;
	/** Where it lies. */
	readonly store: string;
	/** How many entries it holds. */
	readonly size: number;
	/** Root of its tree, in hex. */
	readonly root: string;
	/** The newest checkpoint, a signed note, to be kept where nobody who runs Keyturn can change it; '' of an empty log. */
	readonly checkpoint: string;
	/** The public keys that signed, the newest last: what others pin. */
	readonly keys: readonly string[];
	/** Entries that this run brought into the log, and that are still outside. */
	readonly added: number;
	readonly waiting: number;
	/** What stands among the waiting entries and was not written by Keyturn. */
	readonly refused: readonly string[];
}

/** An event that a workflow or a person adds. */
export interface HandEntry {
	/** What happened, in a few words. */
	readonly event: string;
	/** What it is about, e.g. the name of a key. */
	readonly subject: string;
	readonly facts: Readonly<Record<string, unknown>>;
	/** Who says so. */
	readonly by: string;
}

/** Part of a run's time that is kept for signing and telling, in ms. */
export const RESERVE_MS = 5_000;

/** Brings what waits into the log, and tells how the log stands. Sets it up in the vault if it was not set up. */
export async function logReport(context: Context): Promise<LogReport> {
	return await reported(await updated(context));
}

/** Begins the log in a place of its own. Throws NOT_NOW when it was begun elsewhere. */
export async function beginLog(context: Context, choice: StoreChoice): Promise<LogReport> {
	const { log, lock } = await setUpLog(context, choice);
	const isAsked = lockSetting(choice.settings) !== null;
	return withLock(await reported(await takenUp(context, log)), lock, isAsked);
}

/** The report, with what the store says of the lock on the log's files. */
function withLock(report: LogReport, lock: Lock, isAsked: boolean): LogReport {
	if (lock.verdict === 'verified') {
		const until = new Date(lock.until).toISOString();
		return { ...report, sentence: `${report.sentence} Lock of its files: verified, until ${until}.` };
	}
	if (!isAsked) return report;
	const why = lock.verdict === 'none' ? 'the store shows none' : lock.why;
	return {
		...report,
		light: report.light === 'green' ? 'yellow' : report.light,
		sentence: `${report.sentence} Lock of its files: could not be proved: ${why}.`,
		next: 'Look in the store’s own page whether Object Lock is on for the bucket, and whether the credential may see it. Until then whoever may delete there can delete the log.',
	};
}

/** Gives the log a new signing key, and has the old one sign that. `lost`: the old one cannot sign any more. */
export async function rotateLogKey(context: Context, lost: boolean, confirmedBy: string): Promise<LogReport> {
	const by = personName(confirmedBy, 'change of keys', 'Confirmed By');
	// A lost key can sign nothing any more, not even what was begun with it: it is replaced first.
	const kept = lost ? await openLogState(context) : (await updated(context)).log.kept;
	await rotateSigningKey(context, kept, { lost, by });
	return await reported(await updated(context));
}

/** Adds an event to the log, and tells how the log stands with it. Throws BAD_INPUT for what looks like a secret. */
export async function appendEvent(context: Context, given: HandEntry): Promise<LogReport> {
	const entry = checkedHandEntry(given);
	if (context.vault.audit === null) throw notSetUp();
	// Kept before the log's store is asked for anything: a store that fails must lose nothing.
	const kept = await openLogState(context);
	await kept.change((_, note) => {
		note(`noted: ${entry.event}`, { ...entry.facts, about: entry.subject, by: entry.by });
	});
	try {
		return await reported(await updated(context));
	} catch (error) {
		// The entry is in the vault for good: who was told of a failure would add it again.
		if (!(error instanceof KeyturnError)) throw error;
		return waitingReport(kept.document, error);
	}
}

/** What is known of a log into which an entry could not be brought at once. Its store was not asked. */
function waitingReport({ origin, store, keys, head }: LogState, error: KeyturnError): LogReport {
	return {
		light: hasCode(error, 'FORGED') ? 'red' : 'yellow',
		sentence: `The entry is kept in the vault and waits for the audit log: ${error.message}.`,
		next: 'Do not add it again: whatever is done with the log next brings it in.',
		origin,
		store: Object.values(logStores).find(({ id }) => id === store?.kind)?.title ?? '',
		size: head?.size ?? 0,
		root: head?.root ?? hex(EMPTY.range.root()),
		checkpoint: '',
		keys: keys.map(({ vkey }) => vkey),
		added: 0,
		waiting: 1,
		refused: [],
	};
}

/** The log at its end, with all in it that waited, as far as the time goes. */
export async function updated(context: Context): Promise<TakenUp> {
	return await takenUp(context, await openLog(context));
}

async function takenUp(context: Context, log: OpenLog): Promise<TakenUp> {
	const unwritten = await log.kept.settle();
	if (unwritten !== null) throw new KeyturnError('NOT_NOW', 'Audit log', unwritten.why);
	const done = await takeUp(log, () => context.budgetMs > RESERVE_MS);
	const after = await handOver(done.log);
	// Another run may have changed the key meanwhile: what is shown is signed by the key that is shown.
	await finish(after);
	return { ...done, log: after };
}

/** How the log stands. `unread` are the keys that were not looked into, with the reasons; null where none was. */
export async function reported(
	{ log, added, left, refused }: TakenUp,
	unread: readonly string[] | null = null,
): Promise<LogReport> {
	const { kept, store, position } = log;
	const { size } = position.range;
	const checkpoint = await newestCheckpoint(log);
	return {
		...told(size, left, refused.length, unread),
		origin: kept.document.origin,
		store: store.where,
		size,
		root: hex(position.range.root()),
		checkpoint,
		keys: kept.document.keys.map(({ vkey }) => vkey),
		added,
		waiting: left,
		refused: refused.map(({ why }) => why),
	};
}

/** Nothing but each key's own document tells whether it holds entries, and there may be thousands. */
const HANDED_IN =
	'up to the newest that was handed in. What a key still holds comes in at its next run, or with an export.';

function told(
	size: number,
	left: number,
	refused: number,
	unread: readonly string[] | null,
): Pick<LogReport, 'light' | 'sentence' | 'next'> {
	const holds = `The audit log holds ${String(size)} entries, signed`;
	if (refused > 0)
		return {
			light: 'yellow',
			sentence: `${holds}. ${String(refused)} of those that wait were not written by Keyturn and were left out.`,
			next: 'Look at them in the vault’s own page, and find out who wrote them.',
		};
	if (left > 0)
		return {
			light: 'yellow',
			sentence: `${holds}; ${String(left)} wait.`,
			next: 'Run again: the work goes on where it stopped.',
		};
	if (unread === null) return { light: 'green', sentence: `${holds} ${HANDED_IN}`, next: '' };
	if (unread[0] !== undefined)
		return {
			light: 'yellow',
			sentence: `${holds}. Not every key could be looked into, and entries may still stand there: ${unread[0]}${unread.length > 1 ? `, and ${String(unread.length - 1)} more` : ''}.`,
			next: 'Put right what the sentence says and export again, with n8n if the time was too short: entries of these keys may be missing until then.',
		};
	return { light: 'green', sentence: `${holds} up to the newest.`, next: '' };
}

const MOST_FACTS = 20;
const LONGEST = 500;
/** With the id, the time and whoever runs this, it fits what an entry may take in the log. */
const MOST_BYTES_BY_HAND = 2_000;

/** An entry as it would be written. Throws BAD_INPUT for what may not stand in the log. */
export function checkedHandEntry({ event, subject, facts, by }: HandEntry): HandEntry {
	const given = Object.entries(facts);
	if (given.length > MOST_FACTS)
		throw new KeyturnError('BAD_INPUT', 'Facts', `there are more than ${String(MOST_FACTS)}`);
	const named = new Map(given.map(([name, value]) => [short(name, 'Facts'), factOf(name, value)]));
	const own = ['about', 'by'].find((name) => named.has(name));
	if (own !== undefined)
		throw new KeyturnError('BAD_INPUT', 'Facts', `Keyturn writes “${own}” itself: choose another name`);
	// Two names that differ by spaces alone would become one, and JSON has no place for this one.
	if (named.size < given.length || named.has('__proto__'))
		throw new KeyturnError('BAD_INPUT', 'Facts', 'use each name once, and other names than __proto__');
	const checked = {
		event: short(event, 'Event'),
		subject: short(subject, 'Subject'),
		by: personName(by, 'entry', 'Noted By'),
		facts: Object.fromEntries(named),
	};
	// An entry that is too large for the log would be cut there, and whoever noted it would be cut off with it.
	if (utf8.encode(JSON.stringify(checked)).length > MOST_BYTES_BY_HAND)
		throw new KeyturnError(
			'BAD_INPUT',
			'Facts',
			`together with event and subject they are longer than the ${String(MOST_BYTES_BY_HAND)} bytes that an entry has room for`,
			{ next: 'Shorten them, or split them over several entries. Nothing was added.' },
		);
	return checked;
}

function factOf(name: string, value: unknown): string | number | boolean | null {
	if (value === null || typeof value === 'boolean') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (typeof value === 'string') return value === '' ? '' : short(value, `Facts (${name})`);
	throw new KeyturnError('BAD_INPUT', `Facts (${name})`, 'use a text, a number, true, false or null');
}

function short(text: string, label: string): string {
	const trimmed = text.trim();
	if (trimmed === '' || trimmed.length > LONGEST)
		throw new KeyturnError('BAD_INPUT', label, `use 1 to ${String(LONGEST)} characters`);
	return refuseSecret(trimmed, label);
}
