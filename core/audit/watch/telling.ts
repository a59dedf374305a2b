import { z } from 'zod';
import { KeyturnError } from '../../errors';
import type { KeptDocument } from '../../kept/document';
import type { BareAlert } from '../alerts/alert';
import { bareAlertShape } from '../alerts/shape';
import type { WatchState } from './state';

const MOST_TEXT = 300;
const MOST_EVIDENCE = 6;
/** Of so many the evidence is kept too: what is kept must fit one entry of a vault, whatever strangers call things. */
const MOST_IN_FULL = 50;
/** Twice what can be open: more are there only after looks that were cut off one after another. */
const MOST = 1_000;
/** No look takes as long: what one has found by then and not given was cut off. */
const LOOK_MS = 15 * 60_000;

const alert = bareAlertShape(MOST_TEXT, MOST_EVIDENCE).extend({ at: z.number().int() });

/** Alerts that a look has found and not given out yet, with when that look began, in ms since 1970. */
export const telling = z.array(z.object({ since: z.number().int(), alert })).max(MOST);

type Telling = Pick<WatchState, 'telling'>;

/**
 * What this look has to tell: what it found, and before that what an earlier one found and never gave out because it was
 * cut off. It is kept in the same write that opens or closes the incidents, so that a look which ends anywhere after it
 * loses none. What a look that is still under way has found is left to that one.
 */
export function toTell(draft: Telling, found: readonly BareAlert[], now: number): readonly BareAlert[] {
	const isOthers = ({ since }: Telling['telling'][number]) => since <= now && now - since < LOOK_MS;
	const others = draft.telling.filter(isOthers);
	const late = draft.telling.filter((each) => !isOthers(each)).map((each) => each.alert);
	const all = [...late, ...found];
	const mine = all.map((each, index) => ({ since: now, alert: brief(each, index < MOST_IN_FULL) }));
	// The log holds an entry of each that is forgotten here.
	draft.telling = [...others, ...mine].slice(-MOST);
	return all;
}

/**
 * Notes that these were given out, and up to where the log is known outside by their messages; null when nobody outside
 * was given a checkpoint. Where that cannot be noted they are given out all the same, and once more by a later look: under
 * the same incident.
 */
export async function given(
	watch: KeptDocument<WatchState>,
	alerts: readonly BareAlert[],
	anchored: WatchState['anchored'],
): Promise<void> {
	if (alerts.length === 0) return;
	const marks = new Set(alerts.map(markOf));
	try {
		await watch.change((draft) => {
			draft.telling = draft.telling.filter((each) => !marks.has(markOf(each.alert)));
			if (anchored === null || anchored.at < (draft.anchored?.at ?? 0)) return;
			draft.anchored = anchored;
			draft.unkeptSince = null;
		});
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
	}
}

const markOf = ({ id, state }: Pick<BareAlert, 'id' | 'state'>): string => `${id} ${state}`;

function brief(full: BareAlert, withEvidence: boolean): z.output<typeof alert> {
	const { id, rule, state, severity, title, sentence, next, target, evidence, at } = full;
	return {
		id,
		rule,
		state,
		severity,
		title: cut(title),
		sentence: cut(sentence),
		next: cut(next),
		target: cut(target),
		evidence: withEvidence
			? evidence.slice(0, MOST_EVIDENCE).map((each) => ({ label: cut(each.label), text: cut(each.text) }))
			: [],
		at,
	};
}

const cut = (full: string): string => (full.length <= MOST_TEXT ? full : `${full.slice(0, MOST_TEXT - 1)}…`);
