import { by, DAY_MS, onEach, type Rule } from '../rule';

export const certificateChanged: Rule = {
	severity: 'medium',
	title: 'A certificate was requested, replaced or deleted',
	looksFor:
		'An operation on a certificate that a source tells of. Who issued what for a domain is for Check DNS to find.',
	remedy:
		'If nobody asked for it, delete the certificate, have it revoked, and look for the domain in Check DNS.',
	quiet: DAY_MS,
	judge: ({ events }) =>
		onEach(
			events.filter(
				({ action, outcome }) =>
					action === 'certificate changed' && outcome !== 'refused' && outcome !== 'failed',
			),
			({ source, actor, target }) => [source, actor, target],
			(event) => `${event.operation} on ${event.target} ${by(event)}.`,
		),
};
