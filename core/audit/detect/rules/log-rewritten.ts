import type { Rule } from '../rule';

export const logRewritten: Rule = {
	severity: 'critical',
	title: 'The audit log was rewritten',
	looksFor:
		'A log whose end is not what the vault remembers as signed last, whose newest checkpoint its own keys did not sign, or of which a file that is read is gone or damaged. Who holds the vault can change what it remembers as well: *Verify* with checkpoints that were kept outside finds that.',
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
