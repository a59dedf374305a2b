import { by, DAY_MS, onEach, type Rule } from '../rule';

export const keyCreated: Rule = {
	severity: 'high',
	title: 'A key was created outside Keyturn',
	looksFor:
		'A key, token or log-in that a source says was created, and that no entry of Keyturn’s tells of. One identity that goes on doing the same is one incident.',
	remedy:
		'Ask whoever is named whether it was intended. If nobody knows of it, delete the new key at its provider first and then look at what else that identity did.',
	quiet: 3 * DAY_MS,
	judge: ({ notOurs }) =>
		onEach(
			notOurs.filter(({ action }) => action === 'key created'),
			({ source, actor, operation, within = '' }) => [source, actor, operation, within],
			(event) => `${event.operation} made the key ${event.target} ${by(event)}.`,
		),
};
