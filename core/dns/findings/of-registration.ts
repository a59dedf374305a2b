import type { Facts } from '../facts';
import { type Judgement, judgedBy, notChecked } from '../finding';
import type { Registration } from '../registrar/registration';
import { unregistered } from '../registrar/ending';

/** Judges a registration; not checked when the registry knows none, because the name is then no registered domain. */
export function ofRegistration(facts: Facts, judge: (registration: Registration) => Judgement): Judgement {
	return judgedBy(facts.registrar.registration, (found) =>
		found === null
			? notChecked(`the registry knows no such registration: ${unregistered(facts)}`)
			: judge(found),
	);
}

/** Judges its statuses; an answer without a single one tells nothing about locks. */
export const ofStatuses = (facts: Facts, judge: (statuses: readonly string[]) => Judgement): Judgement =>
	ofRegistration(facts, ({ statuses }) =>
		statuses.length === 0 ? notChecked('the registry gives no statuses') : judge(statuses),
	);

/**
 * True when one of the statuses is a lock against this: EPP's of the registrar or of the registry, or the bare word of RDAP
 * (RFC 9083, section 10.2.2). There, `locked` is a lock against every change, a transfer among them; of deletion it says nothing.
 */
export const isLockedAgainst = (
	what: 'transfer' | 'update' | 'delete',
	statuses: readonly string[],
): boolean =>
	['', 'client ', 'server '].some((who) => statuses.includes(`${who}${what} prohibited`)) ||
	(what !== 'delete' && statuses.includes('locked'));
