import type { AuditEvent } from '../../events/event';
import { by, DAY_MS, type Look, onEach, type Rule } from '../rule';

export const ownKeysTouched: Rule = {
	severity: 'critical',
	title: 'Somebody else was at Keyturn’s own keys',
	looksFor:
		'Any access of another identity than Keyturn’s own to the keys that sign the audit log and seal what Keyturn writes down. Only where Own Identities says which are Keyturn’s.',
	remedy:
		'Whoever has these keys can sign in the log’s name. Take away that identity’s right to Keyturn’s system folder, give the log a new signing key (Audit Export, Rotate Signing Key), and compare the log with the checkpoints that were kept outside.',
	quiet: DAY_MS,
	judge: (look) =>
		onEach(
			look.events.filter((event) => isTouch(event, look)),
			({ source, actor }) => [source, actor],
			(event) => `${event.operation} on ${event.target} ${by(event)}.`,
		),
};

function isTouch(event: AuditEvent, look: Look): boolean {
	const { source, target, outcome } = event;
	const { own = {}, ownSecrets = {} } = look.input;
	const known = Object.hasOwn(own, source) && (own[source] ?? []).length > 0;
	const paths = Object.hasOwn(ownSecrets, source) ? (ownSecrets[source] ?? []) : [];
	const done = outcome !== 'refused' && outcome !== 'failed';
	return known && done && paths.some((path) => target.startsWith(path)) && !look.isOwn(event);
}
