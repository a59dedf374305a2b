import type { AuditEvent } from '../../events/event';
import { emptyBurst, take, type Limits, type Seen } from '../burst';
import { hasMark, markOf, withMark } from '../marks';
import { MOST_USUAL } from '../memory';
import { isRead, siteOf, usualOf } from '../reading';
import { by, DAY_MS, evidenceOf, HOUR_MS, type Look, type Rule, type Signal } from '../rule';

const LEAST = 20;
/** For a caller whose usual secrets are known, half as many that are not among them. */
const LEAST_NEW = 10;
/** What a rotation reads in a quarter of an hour, with room: its documents, both values, its admin credential. */
const FOR_A_ROTATION = { count: 150, distinct: 12 };
const AROUND_MS = HOUR_MS / 2;

const what: Readonly<Record<NonNullable<Seen['strange']>, (seen: Seen) => string>> = {
	count: ({ count }) => `${count} secrets were read in a quarter of an hour`,
	distinct: ({ distinct }) =>
		`${distinct} secrets that are not read there usually were read in a quarter of an hour`,
	daily: ({ daily }) => `${daily} secrets that are not read there usually were read in 24 hours`,
};

export const manySecretsRead: Rule = {
	severity: 'high',
	title: 'Many secrets were read at once',
	looksFor:
		'20 or more reads in a quarter of an hour by one identity from one address, where that is more than it ever does at this hour of this day of the week; 10 or more secrets that it does not usually read; or 20 such in 24 hours. Reads that Keyturn’s own rotations account for are not counted. Not found: a slow read of secrets that the identity reads anyway.',
	remedy:
		'Ask whoever runs what is named whether it does this. If not, block that identity in the vault, then rotate every secret it read in emergency mode.',
	// A caller’s first day may be strange more than once: that is one thing to look into.
	quiet: DAY_MS,
	judge(look) {
		return look.events.filter((event) => isRead(event, look)).flatMap((event) => judged(event, look));
	},
};

function judged(event: AuditEvent, look: Look): Signal[] {
	const { memory } = look;
	const key = siteOf('read', event);
	const usual = usualOf(event, memory);
	const mark = markOf(event.target);
	const isNew = !hasMark(usual.targets, mark);
	usual.targets = withMark(usual.targets, mark, MOST_USUAL);
	const burst = memory.bursts.use(key, () => emptyBurst(event.time));
	const known = event.time - usual.since >= DAY_MS;
	const isOwn = look.isOwn(event);
	const seen = take(burst, event.time, isNew ? mark : null, {
		count: LEAST,
		distinct: known ? LEAST_NEW : LEAST,
		daily: LEAST,
		allowed: isOwn ? accountedFor(event, look) : { count: 0, distinct: 0 },
	});
	// Keyturn begins by reading what it looks after: that is what it was set up for.
	if (seen.strange === null || (isOwn && !known)) return [];
	const counted: Limits['allowed'] = { count: seen.count, distinct: seen.distinct };
	return [
		{
			state: 'on',
			key,
			at: event.time,
			target: event.actor,
			sentence: `${what[seen.strange](seen)} ${by(event)}, last ${event.target}.`,
			evidence: [
				...evidenceOf(event),
				{ label: 'Reads in a quarter of an hour', text: String(counted.count) },
				{ label: 'Not read there usually', text: String(counted.distinct) },
			],
		},
	];
}

/** What the rotations under way at that time read. */
function accountedFor({ time }: AuditEvent, { input }: Look): Limits['allowed'] {
	const around = input.entries.filter(({ at }) => Math.abs(at - time) <= AROUND_MS);
	const keys = new Set(around.map(({ key }) => key)).size;
	return { count: keys * FOR_A_ROTATION.count, distinct: keys * FOR_A_ROTATION.distinct };
}
