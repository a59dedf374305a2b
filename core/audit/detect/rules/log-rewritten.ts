import type { Rule } from '../rule';

export const logRewritten: Rule = {
	severity: 'critical',
	title: 'The audit log was rewritten',
	looksFor:
		'A log that does not hold what a checkpoint kept outside says, or that its own signatures refuse.',
	remedy:
		'Stop all writers. Keep the log as it is, export it, and compare it with the last export and the checkpoints in your messages: that shows from which entry on it differs.',
	quiet: null,
	judge: ({ input: { log, now } }) =>
		log === undefined || log.answer === 'not visible'
			? []
			: [
					{
						state: log.answer === 'rewritten' ? 'on' : 'off',
						key: 'log',
						at: now,
						target: 'Audit log',
						sentence: log.sentence,
					},
				],
};
