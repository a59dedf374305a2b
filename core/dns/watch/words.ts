import type { AuditEntry } from '../../audit/entry';
import type { Change } from './compare';

const LONGEST = 300;
const LONGEST_TOGETHER = 1_900;

/** A change in one clause: `MX of example.com: 10 mx.example.net, now 10 mx.example.org`. */
export function changeShown({ name, type, before, after }: Change): string {
	const was = before === null ? 'never approved' : list(before);
	const whole = `${type} of ${name}: ${was}, now ${list(after)}`;
	return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST)}…`;
}

/** Changes as an audit entry tells them, cut where they are many; its digest covers all of them. */
export const factsOf = (changes: readonly Change[]): AuditEntry['facts'] => ({
	changes: changes.length,
	what: changes.map(changeShown).join('; ').slice(0, LONGEST_TOGETHER),
});

const list = (values: readonly string[]) => (values.length === 0 ? 'none' : values.join(', '));
