import type { Severity } from '../../dns/finding';
import type { Alert } from '../alerts/alert';
import type { AuditEntry } from '../entry';
import type { AuditEvent } from '../events/event';
import type { DetectInput } from './input';
import type { Memory } from './memory';

/** What a rule looks at: only what is new, in order of time. */
export interface Look {
	readonly input: DetectInput;
	readonly events: readonly AuditEvent[];
	readonly entries: readonly AuditEntry[];
	/** Events of which it is known by now whether an entry of ours tells of them, and none does. */
	readonly notOurs: readonly AuditEvent[];
	readonly memory: Memory;
	isOwn(event: AuditEvent): boolean;
}

/** Something begins or goes on to be wrong, or is over. */
export interface Signal {
	readonly state: 'on' | 'off';
	/** What the incident is about; with the rule it names the incident. */
	readonly key: string;
	/** In ms since 1970. */
	readonly at: number;
	/** What people read: a key's name, a secret's path, an identity. */
	readonly target: string;
	readonly sentence: string;
	readonly severity?: Severity;
	/** What to do, where one remedy does not fit all that the rule finds. */
	readonly next?: string;
	readonly evidence?: Alert['evidence'];
}

export interface Rule {
	readonly severity: Severity;
	/** A sentence without a full stop. */
	readonly title: string;
	/** What it looks for and what it does not find, for the docs. */
	readonly looksFor: string;
	/** What to do. */
	readonly remedy: string;
	/** Without anything more for this long, in ms, it is over; null when only a later look can say so. */
	readonly quiet: number | null;
	judge(look: Look): readonly Signal[];
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The facts of an event as evidence. */
export const evidenceOf = (event: AuditEvent): Alert['evidence'] => [
	{ label: 'Source', text: event.source },
	{ label: 'Operation', text: event.operation },
	{ label: 'By', text: event.actor },
	{ label: 'From', text: event.from === '' ? 'not said' : event.from },
	{ label: 'Target', text: event.target },
	{ label: 'Event', text: event.id },
];

/** An incident for events of one kind that are none of ours, one for each `key`. */
export const onEach = (
	events: readonly AuditEvent[],
	keyOf: (event: AuditEvent) => readonly string[],
	sentenceOf: (event: AuditEvent) => string,
): Signal[] =>
	events.map((event) => ({
		state: 'on',
		key: keyOf(event).join('\n'),
		at: event.time,
		target: event.target === '' ? event.actor : event.target,
		sentence: sentenceOf(event),
		evidence: evidenceOf(event),
	}));

export const by = ({ actor, from }: AuditEvent): string => `by ${actor}${from === '' ? '' : ` from ${from}`}`;
