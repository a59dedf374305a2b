import { by, DAY_MS, onEach, type Rule } from '../rule';

export const secretDeleted: Rule = {
	severity: 'high',
	title: 'A secret or key was deleted outside Keyturn',
	looksFor:
		'A secret or key that was deleted, or is to be deleted, and that no entry of Keyturn’s tells of. What one identity goes on deleting is one incident.',
	remedy:
		'If it was not intended, restore it at once: the vault keeps a deleted version, AWS keeps it for its recovery window. Then ask whoever is named.',
	quiet: DAY_MS,
	judge: ({ notOurs }) =>
		onEach(
			notOurs.filter(({ action }) => action === 'secret deleted' || action === 'key deleted'),
			({ source, actor }) => [source, actor],
			(event) => `${event.operation} deleted ${event.target} ${by(event)}.`,
		),
};
