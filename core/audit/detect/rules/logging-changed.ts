import { by, DAY_MS, onEach, type Rule } from '../rule';

export const loggingChanged: Rule = {
	severity: 'critical',
	title: 'Logging was changed or switched off',
	looksFor: 'A trail that was stopped, changed or deleted, and an audit device that was switched on or off.',
	remedy: 'Switch it on again first. Then ask whoever is named; what happened in between is in no log.',
	quiet: DAY_MS,
	judge: ({ events }) =>
		onEach(
			events.filter(
				({ action, outcome }) => action === 'audit changed' && outcome !== 'refused' && outcome !== 'failed',
			),
			({ source, actor, target }) => [source, actor, target],
			(event) => `${event.operation} on ${event.target} ${by(event)}.`,
		),
};
