import type { Note } from '../../kept/document';
import type { BareAlert } from '../alerts/alert';
import type { AuditEntry } from '../entry';
import type { AuditEvent } from '../events/event';
import { keyIdsIn, roleOf } from '../events/managed';
import { short } from '../events/short';
import type { KeysNow } from './keys';

/** All that a look notes is written to the vault at once. */
const MOST_NOTED = 200;

/** Alerts are entries, and so are the events of others on managed keys. */
export function noteAll(
	note: Note,
	alerts: readonly BareAlert[],
	events: readonly AuditEvent[],
	{ managed }: KeysNow,
	entries: readonly AuditEntry[],
): void {
	const ids = keyIdsIn(entries, managed);
	const known = events.flatMap((event) => {
		const key = managed.find((each) => roleOf(event, each, ids) !== undefined);
		return key === undefined ? [] : [{ event: short(event), about: key.name }];
	});
	for (const { event, about } of known.slice(0, MOST_NOTED)) {
		const { id, action, source, operation, actor, target, outcome, from, hash, time } = event;
		note(`event: ${action}`, {
			about,
			source,
			eventId: id,
			operation,
			by: actor,
			target,
			outcome,
			from,
			hash,
			time,
		});
	}
	if (known.length > MOST_NOTED) note('more events than are noted', { count: known.length - MOST_NOTED });
	for (const { id, rule, state, severity, sentence, target } of alerts)
		note(`alert ${state}`, { incident: id, rule, severity, target, sentence });
}

/** Entries of alerts that come into the log next: what they say is known outside by the alerts themselves. */
export const alertsWaiting = (outbox: readonly AuditEntry[]): number =>
	outbox.filter(({ kind }) => kind.startsWith('alert ')).length;
