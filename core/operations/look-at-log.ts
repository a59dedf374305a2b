import { openStore } from '../audit/log/open-store';
import { positionAt } from '../audit/log/position';
import type { Selection } from '../audit/log/select';
import { isChangingKey } from '../audit/log/signing-keys';
import { openLogState } from '../audit/log/state';
import type { TakenUp } from '../audit/log/take-up';
import { findWaiting } from '../audit/log/waiting';
import { notSetUp } from '../audit/not-set-up';
import type { Given } from '../audit/verify/verify-log';
import { KeyturnError } from '../errors';
import { checkedHandEntry, type HandEntry, type LogReport, reported } from './audit-log';
import type { Context } from './context';
import { withLate } from './export-log';
import { type LiveVerdict, verdictOver } from './verify-log';
import { proofOf, type ProofReport } from './prove-entry';

/** What can be told of the log by reading alone. Null where it was not begun. */

/** How the log stands, without bringing in what waits. */
export async function lookAtLog(context: Context): Promise<LogReport | null> {
	const seen = await asItStands(context);
	return seen === null ? null : await reported(seen);
}

/** The same, when the entry could be added. Throws what `appendEvent` throws for a wrong one. */
export async function appendEventDryRun(context: Context, entry: HandEntry): Promise<LogReport | null> {
	checkedHandEntry(entry);
	return await lookAtLog(context);
}

/** How many entries an export would hold. */
export async function exportLogDryRun(
	context: Context,
	selection: Selection,
): Promise<(LogReport & { readonly entries: number }) | null> {
	const seen = await asItStands(context);
	if (seen === null) return null;
	const entries: number[] = [];
	for await (const { index } of withLate(context, seen, selection)) entries.push(index);
	return { ...(await reported(seen)), entries: entries.length };
}

/** The proof of an entry, or null when the log has none at that index, which may still wait for it. */
export async function findProof(context: Context, index: number): Promise<ProofReport | null> {
	const seen = await asItStands(context);
	return seen === null || index >= seen.log.position.range.size ? null : await proofOf(seen, index);
}

/** Holds the log in its store, as it is, against itself, pinned keys and checkpoints from outside. Throws NOT_NOW before it was begun. */
export async function verifyLogAsItIs(context: Context, given: Given): Promise<LiveVerdict> {
	return await verdictOver(context, given, async () => {
		const seen = await asItStands(context);
		if (seen !== null) return seen;
		throw new KeyturnError('NOT_NOW', 'Audit log', 'it is not begun yet');
	});
}

/** The log up to its newest checkpoint, with the number of entries outside. Throws NOT_NOW while its key changes. */
async function asItStands(context: Context): Promise<TakenUp | null> {
	const kept = await openLogState(context);
	const { store: choice, head, outbox } = kept.document;
	const inbox = context.vault.audit;
	if (inbox === null) throw notSetUp();
	if (choice === null || head === null) return null;
	const store = await openStore(context, choice);
	const log = { context, kept, store, inbox, position: await positionAt(store, head) };
	if (await isChangingKey(log))
		throw new KeyturnError(
			'NOT_NOW',
			'Audit log',
			'a change of its signing key was begun and is not finished',
			{
				next: 'Run *Get Checkpoint*, which finishes it, then look again.',
			},
		);
	const { waiting, refused } = await findWaiting(inbox, await kept.keys());
	const left = waiting.reduce((sum, { entries }) => sum + entries.length, outbox.length);
	return { log, added: 0, left, refused };
}
