import { copyOf } from '../../copy';
import { sha256 } from '../../secret';
import type { BareAlert } from '../alerts/alert';
import type { AuditEvent } from '../events/event';
import { keyIdsIn } from '../events/managed';
import { changing } from '../reconcile/effects';
import { paired } from '../reconcile/pairs';
import { closeQuiet, take } from './incidents';
import type { DetectInput } from './input';
import { memoryOf, MOST_WAITING, stateOf, type DetectState, type Memory } from './memory';
import { inSum } from './overflow';
import type { Look, Rule } from './rule';
import { rules } from './rules';

const MINUTE_MS = 60_000;
/** An event from further ahead than this has a wrong clock. */
const AHEAD_MS = 5 * MINUTE_MS;
/** How long an event waits for an entry of ours, and how late the slowest source tells. */
const HOLD_MS = 15 * MINUTE_MS;
const LATE_MS = 30 * MINUTE_MS;

/**
 * Looks at what is new and tells what began to be wrong and what is over: each incident once at either end. The same state
 * and the same input always give the same; what was looked at before and comes again changes nothing. Throws nothing for
 * whatever the events hold.
 */
export function detect(
	state: DetectState,
	input: DetectInput,
	by: Readonly<Record<string, Rule>> = rules,
): { readonly state: DetectState; readonly alerts: readonly BareAlert[] } {
	const memory = memoryOf(copyOf(state));
	const events = fresh(input.events, memory, ({ source, id }) => `${source}\n${id}`)
		.map((event) => (event.time > input.now + AHEAD_MS ? { ...event, time: input.now } : event))
		.sort((a, b) => a.time - b.time);
	const entries = fresh(input.entries, memory, ({ id }) => `entry\n${id}`).sort((a, b) => a.at - b.at);
	const { notOurs, waiting } = sorted([...state.waiting, ...events.filter(mayBeOurs)], input);
	const look: Look = {
		input,
		events,
		entries,
		notOurs,
		memory,
		isOwn: ({ source, actor }) => own(input, source).includes(actor),
	};
	const alerts = Object.entries(by).flatMap(([id, rule]) =>
		rule.judge(look).flatMap((signal) => take(memory, id, rule, signal)),
	);
	alerts.push(...closeQuiet(memory, by, input.now - LATE_MS), ...inSum(memory, input.now));
	return { state: stateOf(memory, waiting), alerts: alerts.sort((a, b) => a.at - b.at) };
}

const own = ({ own = {} }: DetectInput, source: string): readonly string[] =>
	Object.hasOwn(own, source) ? (own[source] ?? []) : [];

function fresh<Thing>(things: readonly Thing[], memory: Memory, nameOf: (thing: Thing) => string): Thing[] {
	return things.filter((thing) => {
		const mark = sha256(nameOf(thing)).slice(0, 12);
		const known = memory.seen.has(mark);
		memory.seen.set(mark, 0);
		return !known;
	});
}

/** Only of these can an entry of ours tell; reads need none. */
const mayBeOurs = ({ action, outcome, source }: AuditEvent): boolean =>
	changing.has(action) && outcome !== 'refused' && outcome !== 'failed' && source !== 'keyturn';

/** Those that an entry of ours tells of go; those that are too young wait; the rest is somebody else’s. */
function sorted(events: readonly AuditEvent[], input: DetectInput) {
	const { events: known } = paired(input.entries, events, input.keys, {
		slack: HOLD_MS,
		ids: keyIdsIn(input.entries, input.keys),
		own: input.own ?? {},
	});
	const ours = new Set(known.filter(({ claim }) => claim !== null).map(({ event }) => event));
	const others = events.filter((event) => !ours.has(event)).sort((a, b) => a.time - b.time);
	// Without the log nobody can say whose they are.
	const young =
		input.entriesUnread === true ? others : others.filter(({ time }) => time > input.now - HOLD_MS);
	// Where too many wait, the oldest are judged at once: none is lost.
	const waiting = young.slice(-MOST_WAITING);
	return { notOurs: others.slice(0, others.length - waiting.length), waiting };
}
