import { z } from 'zod';
import { severities, type Severity } from '../../dns/finding';
import { sha256 } from '../../secret';
import type { BareAlert } from '../alerts/alert';
import type { Memory } from './memory';
import type { Rule, Signal } from './rule';

export const incidentShape = z.object({
	id: z.string().max(64),
	rule: z.string().max(40),
	/** When it began and when it was last seen, in ms since 1970. */
	since: z.number().int(),
	last: z.number().int(),
	count: z.number().int(),
	severity: z.enum(severities),
	target: z.string().max(300),
});
export type Incident = z.output<typeof incidentShape>;

const MOST_TARGET = 300;
/** What an alert says of its rule. */
type Told = Pick<Rule, 'severity' | 'title' | 'remedy'>;

/**
 * So many may be open when one more of this severity is opened. None that is open is ever forgotten for a new one, and
 * many small ones leave room for a grave one; what finds no room is told in sum.
 */
const ROOM: Readonly<Record<Severity, number>> = {
	critical: 500,
	high: 400,
	medium: 300,
	low: 300,
	info: 300,
};

/** Opens an incident once, goes on with it in silence, and closes it once. */
export function take(memory: Memory, id: string, rule: Rule, signal: Signal): BareAlert[] {
	const place = sha256(`${id}\n${signal.key}`).slice(0, 32);
	const open = memory.incidents.peek(place);
	if (signal.state === 'off') {
		if (open === undefined || signal.at < open.last) return [];
		memory.incidents.delete(place);
		memory.told.set(open.id, 0);
		return [closed(rule, open, signal.at, signal.sentence)];
	}
	if (open !== undefined) {
		memory.incidents.set(place, {
			...open,
			since: Math.min(open.since, signal.at),
			last: Math.max(open.last, signal.at),
			count: open.count + 1,
		});
		return [];
	}
	const severity = signal.severity ?? rule.severity;
	const isKnown = memory.told.has(idOf(id, signal));
	if (!isKnown && memory.incidents.size >= ROOM[severity]) {
		memory.beyond.set(place, { title: rule.title, severity });
		return [];
	}
	return isKnown ? [] : [opened(memory, place, id, rule, signal)];
}

const idOf = (id: string, { key, at }: Signal): string =>
	sha256([id, key, String(at)].join('\n')).slice(0, 32);

/** Opens an incident, whether there is room or not. */
export function opened(memory: Memory, place: string, id: string, rule: Told, signal: Signal): BareAlert {
	const incident: Incident = {
		id: idOf(id, signal),
		rule: id,
		since: signal.at,
		last: signal.at,
		count: 1,
		severity: signal.severity ?? rule.severity,
		target: signal.target.slice(0, MOST_TARGET),
	};
	memory.incidents.set(place, incident);
	return {
		id: incident.id,
		rule: id,
		state: 'opened',
		severity: incident.severity,
		title: rule.title,
		sentence: signal.sentence,
		next: signal.next ?? rule.remedy,
		target: incident.target,
		evidence: signal.evidence ?? [],
		at: signal.at,
	};
}

/** Closes what has been quiet for as long as its rule says. `now`: up to when everything has come in. */
export function closeQuiet(memory: Memory, rules: Readonly<Record<string, Rule>>, now: number): BareAlert[] {
	return memory.incidents.entries().flatMap(([place, incident]) => {
		const rule = Object.hasOwn(rules, incident.rule) ? rules[incident.rule] : undefined;
		if (rule === undefined || rule.quiet === null || now - incident.last <= rule.quiet) return [];
		memory.incidents.delete(place);
		memory.told.set(incident.id, 0);
		const hours = Math.round(rule.quiet / 3_600_000);
		return [closed(rule, incident, incident.last + rule.quiet, `Nothing more of it for ${hours} hours.`)];
	});
}

export const closed = (
	rule: Told,
	{ id, rule: of, severity, target, count, since }: Incident,
	at: number,
	sentence: string,
): BareAlert => ({
	id,
	rule: of,
	state: 'closed',
	severity,
	title: rule.title,
	sentence,
	next: 'Nothing to do, if what it was has been found out.',
	target,
	evidence: [
		{ label: 'Began', text: new Date(since).toISOString() },
		{ label: 'Seen', text: `${count} ${count === 1 ? 'time' : 'times'}` },
	],
	at,
});
