import { DAY_MS, type Rule } from '../rule';

export const entriesAndEventsDiffer: Rule = {
	severity: 'high',
	title: 'The log and what others saw do not agree',
	looksFor:
		'A managed key that was changed outside Keyturn, and an entry whose effect nobody saw, by reconciling.',
	remedy: 'Look at the evidence: it names the event or the entry, and what to do about it.',
	quiet: 7 * DAY_MS,
	judge: ({ input }) =>
		(input.mismatches ?? []).map(({ id, severity, title, key, at, evidence }) => ({
			state: 'on',
			key: [id, key, String(at)].join('\n'),
			at,
			target: key,
			severity,
			sentence: `${title}: ${evidence}.`,
			evidence: [{ label: 'Finding', text: id }],
		})),
};
