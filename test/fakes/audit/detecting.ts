import type { BareAlert } from '../../../core/audit/alerts/alert';
import type { AuditEvent } from '../../../core/audit/events/event';
import { detect } from '../../../core/audit/detect/detect';
import type { DetectInput } from '../../../core/audit/detect/input';
import { detectState, emptyDetectState, type DetectState } from '../../../core/audit/detect/memory';

/** Looks at events in the order of time, one look every `every` ms, with the state kept as text in between. */
export function looks(
	events: readonly AuditEvent[],
	every: number,
	more: (now: number) => Partial<DetectInput> = () => ({}),
	begin: DetectState = emptyDetectState(),
): { alerts: BareAlert[]; state: DetectState } {
	let state = begin;
	const alerts: BareAlert[] = [];
	const first = events[0]?.time ?? 0;
	const last = events.at(-1)?.time ?? 0;
	let next = 0;
	for (let now = first + every; now < last + 2 * every; now += every) {
		const due: AuditEvent[] = [];
		for (; (events[next]?.time ?? Infinity) <= now; next++) due.push(events[next]!);
		const result = detect(state, { now, events: due, entries: [], keys: [], ...more(now) });
		alerts.push(...result.alerts);
		state = JSON.parse(JSON.stringify(result.state)) as DetectState;
	}
	return { alerts, state: detectState.parse(state) };
}

export const opened = (alerts: readonly BareAlert[], rule?: string): BareAlert[] =>
	alerts.filter((alert) => alert.state === 'opened' && (rule === undefined || alert.rule === rule));
