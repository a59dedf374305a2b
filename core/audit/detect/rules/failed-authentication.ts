import type { AuditEvent } from '../../events/event';
import { emptyBurst, take } from '../burst';
import { siteOf } from '../reading';
import { by, evidenceOf, HOUR_MS, type Rule } from '../rule';

const LEAST = 10;

export const isRefused = ({ outcome, source }: AuditEvent): boolean =>
	outcome === 'refused' && source !== 'keyturn';

export const failedAuthentication: Rule = {
	severity: 'high',
	title: 'Many requests of one identity were refused',
	looksFor:
		'10 or more refused log-ins or requests in a quarter of an hour by one identity from one address, where that is more than it ever has at this time.',
	remedy:
		'If an app lost its access, give it a new log-in. If not, somebody is trying: block the address, and look whether one of the tries was accepted.',
	quiet: HOUR_MS,
	judge: ({ events, memory }) =>
		events.filter(isRefused).flatMap((event) => {
			const key = siteOf('refused', event);
			const burst = memory.bursts.use(key, () => emptyBurst(event.time));
			const allowed = { count: 0, distinct: 0 };
			const { strange, count } = take(burst, event.time, null, {
				count: LEAST,
				distinct: null,
				daily: null,
				own: false,
				allowed,
			});
			if (strange === null) return [];
			const sentence = `${count} requests ${by(event)} were refused in a quarter of an hour, last ${event.operation} on ${event.target}.`;
			return [
				{ state: 'on', key, at: event.time, target: event.actor, sentence, evidence: evidenceOf(event) },
			];
		}),
};
