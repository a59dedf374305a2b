import type { Alert, BareAlert } from '../audit/alerts/alert';
import { type AlertFormId, alertForms } from '../audit/alerts';
import { detect } from '../audit/detect/detect';
import type { LogRow } from '../audit/detect/input';
import { changing } from '../audit/reconcile/effects';
import { ENTRY_LATE_MS } from '../audit/reconcile/pairs';
import { reconcile, unreconciled, type Mismatch } from '../audit/reconcile/reconcile';
import { keepChanges, ownIn, visibleIn } from '../audit/watch/changes';
import { keysNow } from '../audit/watch/keys';
import { type LogNow, lookAtLog } from '../audit/watch/log-now';
import { alertsWaiting, noteAll } from '../audit/watch/noting';
import { type ReadOrder, readOn, type Seen, sourceOf } from '../audit/watch/read';
import { openWatch, type WatchState } from '../audit/watch/state';
import { given, toTell } from '../audit/watch/telling';
import { zonesNow } from '../audit/watch/zones';
import type { AuditEntry } from '../audit/entry';
import { withUnwritten } from '../dns/report/unwritten';
import type { Light } from '../dns/report/result';
import { KeyturnError } from '../errors';
import type { KeptDocument } from '../kept/document';
import { acceptHook, type IncomingHook, refuseUnsigning } from '../signing/accept-hook';
import type { LogReport } from './audit-log';
import type { Context } from './context';

export interface WatchOrder {
	/** Under which name the vault remembers what was seen. */
	readonly name: string;
	/** A source to ask; null looks at Keyturn's own keys and log alone. */
	readonly read: ReadOrder | null;
	/** How Keyturn's own login is called at the source, so that what it did is told from what others did. */
	readonly own: readonly string[];
	/** From how long a silence of the source on something is wrong, in ms. */
	readonly silentAfter: number;
	/** The kind of message to write for each alert. */
	readonly form: AlertFormId | null;
}

/** A request that a forwarder sent, and the secret that signs it, by its name among the admin credentials. */
export interface Received {
	readonly source: string;
	readonly hook: IncomingHook;
	readonly secret: string;
}

export interface AlertRow extends Alert {
	/** What the platform's own node sends, in the form that was asked for. */
	readonly message: object | null;
}

/** One look: what is new, and what could not be seen. */
export interface WatchReport {
	readonly light: Light;
	readonly sentence: string;
	readonly next: string;
	readonly alerts: readonly AlertRow[];
	/** Incidents that are open now. */
	readonly open: number;
	/** Events that came in. */
	readonly events: number;
	/** Whether each event on a managed key has an entry of ours, and each entry its event. */
	readonly reconciled: 'verified' | 'could not be proved' | 'not visible';
	readonly findings: readonly Mismatch[];
	readonly notVisible: readonly string[];
	readonly gaps: ReadonlyArray<{ readonly from: string; readonly to: string; readonly why: string }>;
	readonly checkpoint: string | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const OVERLAP_MS = 15 * MINUTE_MS;
const MOST_LATE_MS = 14 * DAY_MS;
const RESERVE_MS = 10_000;

/** Looks at a source, at the managed keys and at the log, and tells what began to be wrong and what is over, once each. */
export async function watchEvents(context: Context, order: WatchOrder): Promise<WatchReport> {
	const watch = await openWatch(context, order.name);
	const { read } = order;
	const seen =
		read === null
			? null
			: await readOn(context, read, watch.document.sources[read.source], () => context.budgetMs > RESERVE_MS);
	return await judged(context, watch, order, seen);
}

/**
 * Takes in what a forwarder sent. Throws LOGIN_REFUSED for a request that was not signed with the secret just now, or
 * that came before; nothing of it is looked at then.
 */
export async function receiveEvents(
	context: Context,
	order: WatchOrder,
	{ source, hook, secret }: Received,
): Promise<WatchReport> {
	const driver = sourceOf(source);
	if (driver.way !== 'sent')
		throw new KeyturnError('BAD_INPUT', 'Source', 'this one sends nothing: it is asked');
	const watch = await openWatch(context, order.name);
	const key = await context.vault.readAdmin(secret);
	refuseUnsigning(key);
	const at = context.vault.time().earliest;
	// Remembered before anything is done with it, by compare-and-set: of two that bring the same, one is refused.
	await watch.change((draft) => {
		const answer = acceptHook(hook, key, draft.hooks, at);
		if (!answer.accepted)
			throw new KeyturnError('LOGIN_REFUSED', 'Webhook', answer.why, {
				status: answer.status,
				next: 'If it is your own forwarder, compare its secret and its clock with those here. Nothing of the request was looked at.',
			});
		draft.hooks = answer.seen;
	});
	const batch = driver.take(hook.body, at);
	// Lines come in their order, late perhaps: it was seen as far as the newest of them.
	const before = watch.document.sources[source]?.readTo ?? null;
	const newest = Math.min(at, Math.max(before ?? 0, ...batch.events.map(({ time }) => time)));
	const state = { cursor: null, readTo: newest === 0 ? null : newest, heardAt: at };
	const notVisible = [...driver.promises.notVisible, ...batch.notVisible];
	return await judged(context, watch, order, { ...batch, source, notVisible, state });
}

async function judged(
	context: Context,
	watch: KeptDocument<WatchState>,
	order: WatchOrder,
	seen: Seen | null,
): Promise<WatchReport> {
	const now = timeOf(context, watch.document);
	const keys = await keysNow(context);
	const zones = await zonesNow(context);
	// What comes late is judged as well, as far back as the log is read and changes are kept for it.
	const changes = (seen?.events ?? []).filter(({ action }) => changing.has(action));
	const oldest = Math.min(now - DAY_MS, ...changes.map(({ time }) => time));
	const from = Math.max(oldest, now - MOST_LATE_MS);
	// An entry may come so much later than its event; each event that is looked at must find its own entry.
	const since = from - ENTRY_LATE_MS - OVERLAP_MS;
	const log = await lookAtLog(context, since - OVERLAP_MS);
	const entries = distinct([...log.entries, ...keys.waiting]);
	const { alerts, open, reconciled, size } = await watch.change((draft, note) => {
		keepChanges(draft, seen, order.own, now - MOST_LATE_MS - ENTRY_LATE_MS - OVERLAP_MS, {
			managed: keys.managed,
			entries,
		});
		const own = ownIn(draft);
		const seenSince = draft.changes.filter(({ time }) => time >= since);
		const reconciled =
			log.problem !== null
				? unreconciled(log.problem.sentence)
				: reconcile(entries, seenSince, {
						from,
						to: now - OVERLAP_MS,
						overlap: OVERLAP_MS,
						keys: keys.managed,
						own,
						visible: visibleIn(draft),
					});
		if (log.report !== null)
			draft.unkeptSince = newerIn(log.report, draft) > 0 ? (draft.unkeptSince ?? now) : null;
		const { state, alerts: found } = detect(draft.detect, {
			now,
			events: seen?.events ?? [],
			entries,
			entriesUnread: log.problem !== null,
			keys: keys.managed,
			zones: zones.names,
			own,
			withoutValues: { 'vault-audit-device': context.vault.auditedOwn },
			ownSecrets: { 'vault-audit-device': context.vault.auditedSecrets },
			rows: keys.rows,
			log: rowOf(log, draft),
			mismatches: reconciled.findings,
			...heardOf(draft, order.silentAfter),
		});
		draft.detect = state;
		draft.lookedAt = now;
		noteAll(note, found, seen?.events ?? [], keys, entries);
		const alerts = toTell(draft, found, now);
		const size = (log.report?.size ?? 0) + alertsWaiting(draft.outbox);
		return { alerts, open: state.incidents.length, reconciled, size };
	});
	const checkpoint = log.report?.checkpoint ?? null;
	const unwritten = await watch.settle();
	const rows = alerts.map((alert) => rowWith(order.form, { ...alert, checkpoint }));
	// An alert without a message goes to nobody by itself, and neither does the checkpoint in it.
	const isOutside = log.report !== null && order.form !== null;
	await given(watch, alerts, isOutside ? { at: now, size } : null);
	return {
		...withUnwritten(told(alerts, open, seen, log.problem), unwritten),
		alerts: rows,
		open,
		events: seen?.events.length ?? 0,
		reconciled: reconciled.answer,
		findings: reconciled.findings,
		notVisible: [
			...new Set([...reconciled.notVisible, ...(seen?.notVisible ?? []), ...keys.unread, ...zones.unread]),
		],
		gaps: (seen?.gaps ?? []).map(({ from, to, why }) => ({ from: iso(from), to: iso(to), why })),
		checkpoint,
	};
}

/** A vault tells whole seconds: of two looks within one the second must not seem to be the first. */
function timeOf({ vault }: Context, { lookedAt }: WatchState): number {
	const { earliest, latest } = vault.time();
	// After `latest` nobody has looked yet: then the vault's clock was set back.
	return lookedAt <= latest ? Math.max(earliest, lookedAt) : earliest;
}

/** An entry that was brought into the log in between is in both. */
const distinct = (entries: readonly AuditEntry[]): AuditEntry[] => [
	...new Map(entries.map((entry) => [entry.id, entry])).values(),
];

function rowOf({ report, problem }: LogNow, state: WatchState): LogRow {
	const anchoredAt = state.anchored?.at ?? null;
	const { unkeptSince } = state;
	if (report === null)
		return { answer: 'not visible', sentence: '', ...problem, anchoredAt, newer: 0, unkeptSince };
	const newer = newerIn(report, state);
	return { answer: 'verified', sentence: report.sentence, anchoredAt, newer, unkeptSince };
}

const newerIn = ({ size }: LogReport, { anchored }: WatchState): number =>
	Math.max(0, size - (anchored?.size ?? 0));

function heardOf({ sources }: WatchState, silentAfter: number) {
	const known = Object.entries(sources);
	return { heard: known.map(([source, { heardAt }]) => ({ source, heardAt, silentAfter })) };
}

function told(
	alerts: readonly BareAlert[],
	open: number,
	seen: Seen | null,
	problem: LogNow['problem'],
): { light: Light; sentence: string; next: string } {
	if (problem !== null)
		return {
			light: 'red',
			sentence: problem.sentence,
			next: alerts[0]?.next ?? problem.next,
		};
	const [worst] = [...alerts].filter(({ state }) => state === 'opened');
	if (worst !== undefined)
		return {
			light: 'red',
			sentence: `${String(alerts.length)} new: ${worst.title}. ${worst.sentence}`,
			next: worst.next,
		};
	if (open > 0)
		return {
			light: 'yellow',
			sentence: `Nothing new; ${String(open)} incident(s) still open.`,
			next: 'See the messages in which they were told.',
		};
	if (seen !== null && seen.gaps.length > 0)
		return {
			light: 'yellow',
			sentence: `Nothing new in what could be seen; ${String(seen.gaps.length)} gap(s) could not.`,
			next: 'See gaps for what is missing and why.',
		};
	return { light: 'green', sentence: 'Nothing new, and nothing open.', next: '' };
}

function rowWith(form: AlertFormId | null, alert: Alert): AlertRow {
	return { ...alert, message: form === null ? null : alertForms[form].render(alert) };
}

const iso = (ms: number) => new Date(ms).toISOString();
