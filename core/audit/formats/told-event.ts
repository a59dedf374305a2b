import type { AuditEntry } from '../entry';

const KIND = 'event: ';

/** What somebody else's log said, as our entry of it keeps it. What it does not say is empty. */
export interface ToldEvent {
	readonly action: string;
	readonly source: string;
	readonly eventId: string;
	readonly operation: string;
	/** Who did it and to what, as the source names them; the entry's own actor is whoever looked. */
	readonly actor: string;
	readonly target: string;
	readonly outcome: string;
	readonly from: string;
	/** By the source's clock, in ms since 1970; the entry's own time where the source tells none. */
	readonly time: number;
}

/** The event that an entry tells of, or null when the entry is of something that Keyturn did itself. */
export function toldEvent({ kind, at, facts }: AuditEntry): ToldEvent | null {
	if (!kind.startsWith(KIND)) return null;
	const text = (name: string) => {
		const fact = facts[name];
		return typeof fact === 'string' ? fact : '';
	};
	const { time } = facts;
	return {
		action: kind.slice(KIND.length),
		source: text('source'),
		eventId: text('eventId'),
		operation: text('operation'),
		actor: text('by'),
		target: text('target'),
		outcome: text('outcome'),
		from: text('from'),
		time: typeof time === 'number' && Number.isSafeInteger(time) ? time : at,
	};
}
