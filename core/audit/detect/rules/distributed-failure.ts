import { emptyBurst, take } from '../burst';
import { markOf } from '../marks';
import { evidenceOf, HOUR_MS, type Rule } from '../rule';
import { isRefused } from './failed-authentication';

const LEAST = 10;

export const distributedFailure: Rule = {
	severity: 'high',
	title: 'Many identities were refused at once',
	looksFor:
		'10 or more different identities, or log-ins that were tried, refused by one source in a quarter of an hour, where that is more than it ever has: the same password at many doors, or many doors that closed at once.',
	remedy:
		'If a policy or a certificate was changed just before, undo that. If not, somebody tries many names: block the addresses, and look whether one was accepted.',
	quiet: HOUR_MS,
	judge: ({ events, memory }) =>
		events.filter(isRefused).flatMap((event) => {
			const { source, actor, target, action, time } = event;
			const key = `doors ${markOf(source)}`;
			const burst = memory.bursts.use(key, () => emptyBurst(time));
			// Nobody is logged in who tries to: then the name that was tried stands in what it was tried on.
			const who = action === 'login' ? markOf(actor, target) : markOf(actor);
			const limits = {
				count: null,
				distinct: LEAST,
				daily: null,
				own: false,
				allowed: { count: 0, distinct: 0 },
			};
			const { strange, distinct } = take(burst, time, who, limits);
			if (strange === null) return [];
			const sentence = `${distinct} different identities were refused by ${source} in a quarter of an hour, last ${actor} on ${target}.`;
			return [{ state: 'on', key, at: time, target: source, sentence, evidence: evidenceOf(event) }];
		}),
};
