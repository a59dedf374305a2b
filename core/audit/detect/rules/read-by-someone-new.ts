import type { AuditEvent } from '../../events/event';
import { hasMark, markOf, marksIn, withMark } from '../marks';
import { MOST_FROM, MOST_READERS } from '../memory';
import { isRead, usualOf } from '../reading';
import { by, DAY_MS, evidenceOf, type Look, type Rule, type Signal } from '../rule';

/** Until then it is being learned who reads what. */
const LEARNING_MS = 7 * DAY_MS;
/** Whoever is seen at more addresses than this moves about: one more tells nothing. */
const FEW_ADDRESSES = 3;

export const readBySomeoneNew: Rule = {
	severity: 'medium',
	title: 'A secret was read by someone new',
	looksFor:
		'A secret that has been read for a week or longer, read by an identity that never did; and an identity that is known for a week and from no more than three addresses, at another one. One incident for each identity.',
	remedy:
		'If it is a new app or a person with a reason, there is nothing to do. If not, block that identity in the vault and rotate what it read.',
	quiet: DAY_MS,
	judge: (look) => look.events.filter((event) => isRead(event, look)).flatMap((event) => judged(event, look)),
};

function judged(event: AuditEvent, look: Look): Signal[] {
	const { source, actor, target, from, time } = event;
	const { memory } = look;
	const readers = memory.readers.use(markOf(source, target), () => ({ since: time, who: '' }));
	const who = markOf(actor);
	// A list that is full has forgotten some: whoever is not in it may be one of those.
	const full = marksIn(readers.who).length >= MOST_READERS;
	const isNew =
		readers.who !== '' && !full && !hasMark(readers.who, who) && time - readers.since >= LEARNING_MS;
	readers.who = withMark(readers.who, who, MOST_READERS);

	const usual = usualOf(event, memory);
	const place = markOf(from);
	const known = marksIn(usual.from).length;
	const elsewhere =
		from !== '' &&
		known > 0 &&
		known <= FEW_ADDRESSES &&
		!hasMark(usual.from, place) &&
		time - usual.since >= LEARNING_MS;
	if (from !== '') usual.from = withMark(usual.from, place, MOST_FROM);

	const signal = (key: string, sentence: string): Signal => ({
		state: 'on',
		key: `${key}\n${source}\n${actor}`,
		at: time,
		target,
		sentence,
		evidence: evidenceOf(event),
	});
	return [
		...(isNew && !look.isOwn(event)
			? [signal('who', `${target} was read for the first time ${by(event)}.`)]
			: []),
		...(elsewhere
			? [signal('where', `${actor} read ${target} from ${from}, where it was never seen before.`)]
			: []),
	];
}
