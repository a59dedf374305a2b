import type { AuditEvent } from './event';

/** Long enough for what is compared; a stranger chooses some of these texts, and must not fill with them what is kept. */
const MOST_TEXT = 300;

/** The event with its texts cut. */
export function short(event: AuditEvent): AuditEvent {
	const cut = (text: string) => text.slice(0, MOST_TEXT);
	const { id, operation, actor, target, from } = event;
	const within = event.within === undefined ? {} : { within: cut(event.within) };
	return {
		...event,
		...within,
		id: cut(id),
		operation: cut(operation),
		actor: cut(actor),
		target: cut(target),
		from: cut(from),
	};
}
