import { DAY_MS, type Rule } from '../rule';

export const entriesAndEventsDiffer: Rule = {
	severity: 'high',
	title: 'The log and what others saw do not agree',
	looksFor:
		'A managed key that was changed outside Keyturn, and an entry whose effect nobody saw, by reconciling.',
	remedy:
		'Ask whoever the message names. If nobody knows of the change, rotate the key in emergency mode; if an effect is missing, have the log verified against a checkpoint that somebody outside kept.',
	quiet: 7 * DAY_MS,
	judge: ({ input }) =>
		(input.mismatches ?? []).map(({ id, severity, title, key, at, evidence, remedy }) => ({
			state: 'on',
			key: [id, key, String(at)].join('\n'),
			at,
			target: key,
			severity,
			sentence: `${title}: ${evidence}.`,
			next: remedy,
			evidence: [{ label: 'Finding', text: id }],
		})),
};
