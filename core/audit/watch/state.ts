import { z } from 'zod';
import { type KeptDocument, openKept } from '../../kept/document';
import { vaultPath } from '../../names';
import type { Context } from '../../operations/context';
import { seenHooks } from '../../signing/accept-hook';
import { detectState, emptyDetectState } from '../detect/memory';
import { auditEntry } from '../entry';
import { auditEvent } from '../events/event';
import { telling } from './telling';

const text = z.string().max(2_000);
const whole = z.number().int();

/** So many changes of managed keys, and gaps of a source, are kept: far more than a day has. */
export const MOST_CHANGES = 300;
export const MOST_GAPS = 50;

/** How far one source was read. */
const readState = z.object({
	cursor: z.string().max(262_144).nullable(),
	readTo: whole.nullable(),
	heardAt: whole.nullable(),
});
export type ReadState = z.output<typeof readState>;

const sourceState = readState.extend({
	/** From when on all was seen that it tells, but for the gaps. */
	since: whole.nullable().default(null),
	gaps: z
		.array(z.object({ from: whole, to: whole, why: text }))
		.max(MOST_GAPS)
		.default([]),
	/** How Keyturn's own login is called there, as the latest look was told; empty when it was not. */
	own: z.array(text).default([]),
});

const watchState = z.object({
	uid: text,
	/** By the source's id. */
	sources: z.record(z.string(), sourceState),
	/** What sources told lately of changes of managed keys, oldest first. */
	changes: z.array(auditEvent).max(MOST_CHANGES).default([]),
	/** Signed requests that came lately, so that none counts twice. */
	hooks: seenHooks,
	detect: detectState,
	/** The time of the latest look. */
	lookedAt: whole.default(0),
	/** What was found and not given out yet. */
	telling: telling.default([]),
	/**
	 * When somebody outside was last given a checkpoint, and how many entries are known there: those of the checkpoint, and
	 * the entries of the alerts that carried it.
	 */
	anchored: z.object({ at: whole, size: whole }).nullable(),
	/** Since when a look has found entries that are newer than that; null while there are none. */
	unkeptSince: whole.nullable().default(null),
	writes: z.array(text),
	sequence: whole,
	outbox: z.array(auditEntry),
});
export type WatchState = z.output<typeof watchState>;

/** What a watch remembers between two looks. Throws BAD_INPUT for a name that is none, FORGED for a state of others. */
export async function openWatch(context: Context, name: string): Promise<KeptDocument<WatchState>> {
	const id = vaultPath(name, 'Watch Name');
	return await openKept<WatchState>(context, {
		folder: 'system',
		id: `watch/${id}`,
		where: `State of the watch ${id}`,
		subject: `watch ${id}`,
		schema: watchState,
		empty: (uid) => ({
			uid,
			sources: {},
			changes: [],
			hooks: [],
			detect: emptyDetectState(),
			lookedAt: 0,
			telling: [],
			anchored: null,
			unkeptSince: null,
			writes: [],
			sequence: 0,
			outbox: [],
		}),
	});
}
