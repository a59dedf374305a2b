import { by, DAY_MS, onEach, type Rule } from '../rule';

export const secretExported: Rule = {
	severity: 'high',
	title: 'A key or secret was exported',
	looksFor:
		'An operation whose purpose is to hand out many secrets or a private key: an export, a snapshot of the vault.',
	remedy:
		'Ask whoever is named where the copy is. If nobody knows of it, take every key that was in it for leaked: rotate them in emergency mode.',
	quiet: DAY_MS,
	judge: ({ events }) =>
		onEach(
			events.filter(
				({ action, outcome }) =>
					action === 'secret exported' && outcome !== 'refused' && outcome !== 'failed',
			),
			({ source, actor, target }) => [source, actor, target],
			(event) => `${event.operation} exported ${event.target} ${by(event)}.`,
		),
};
