import type { AuditEvent } from '../../events/event';
import { emptyBurst, take, type Limits, type Seen } from '../burst';
import { hasMark, markOf, marksIn, withMark } from '../marks';
import { MOST_USUAL } from '../memory';
import { isRead, siteOf, usualOf } from '../reading';
import { by, DAY_MS, evidenceOf, HOUR_MS, type Look, type Rule, type Signal } from '../rule';

const LEAST = 20;
/** For a caller whose usual secrets are known, half as many that are not among them. */
const LEAST_NEW = 10;
/** What a rotation reads in a quarter of an hour, with room: its documents, both values, its admin credential. */
const FOR_A_ROTATION = { count: 150, distinct: 12 };
const AROUND_MS = HOUR_MS / 2;

/** What is said of those that an identity reads at one address, whichever they are. */
const here: Readonly<Record<'count' | 'distinct', (seen: Seen) => string>> = {
	count: ({ count }) => `${count} secrets were read in a quarter of an hour`,
	distinct: ({ distinct }) => `${distinct} different secrets were read in a quarter of an hour`,
};
/** And of those that it does not usually read, wherever it is. */
const unusual: Readonly<Record<'distinct' | 'daily', (seen: Seen) => string>> = {
	distinct: ({ distinct }) =>
		`${distinct} secrets that are not read there usually were read in a quarter of an hour`,
	daily: ({ daily }) => `${daily} secrets that are not read there usually were read in 24 hours`,
};
const NONE: Seen = { count: 0, distinct: 0, daily: 0, strange: null };

export const manySecretsRead: Rule = {
	severity: 'high',
	title: 'Many secrets were read at once',
	looksFor:
		'20 or more reads in a quarter of an hour by one identity, from one address or from several together, where that is more than it ever does at this hour of this day of the week; 20 or more different secrets, where that is more than it ever reads at once; 10 or more secrets that it does not usually read; or 20 such in 24 hours. Usual are the last 192 secrets that it read. Reads that Keyturn’s own rotations account for are not counted. Not found: a slow read of secrets that the identity reads anyway, and a fast one by an identity that reads about as many different ones in any quarter of an hour.',
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
	const { source, actor, time, target } = event;
	const usual = usualOf(event, memory);
	const mark = markOf(target);
	const isNew = !hasMark(usual.targets, mark);
	usual.targets = withMark(usual.targets, mark, MOST_USUAL);
	const known = time - usual.since >= DAY_MS;
	const isOwn = look.isOwn(event);
	const allowed = isOwn ? accountedFor(event, look) : { count: 0, distinct: 0 };
	const seenBy = (series: string, read: string, limits: Omit<Limits, 'allowed'>) =>
		take(
			memory.bursts.use(series, () => emptyBurst(time)),
			time,
			read,
			{ ...limits, allowed },
		);
	const site = siteOf('reads', event);
	const ofAll = { count: LEAST, distinct: LEAST, daily: null, own: true };
	const all = seenBy(site, mark, ofAll);
	const identity = markOf(source, actor);
	const anywhere = `unusual ${identity}`;
	const moves = marksIn(usual.from).some((each) => each !== markOf(event.from));
	const together = moves ? seenBy(`everywhere ${identity}`, mark, ofAll) : NONE;
	const odd = isNew
		? seenBy(anywhere, mark, { count: null, distinct: known ? LEAST_NEW : LEAST, daily: LEAST, own: false })
		: NONE;
	// Keyturn begins by reading what it looks after: that is what it was set up for.
	if (isOwn && !known) return [];
	// Whoever comes from many addresses at once is one incident, and not one at each.
	const oddSpread = odd.strange === 'daily' ? odd.daily > all.daily : odd.distinct > all.distinct;
	const isSpread =
		all.strange === null &&
		(odd.strange === null ? together.strange !== null && together.count >= 2 * all.count : oddSpread);
	const reads = isSpread ? together : all;
	const sentence = sentenceOf(reads, odd);
	if (sentence === null) return [];
	const who = isSpread && event.from !== '' ? `by ${actor} from several addresses` : by(event);
	return [
		{
			state: 'on',
			key: isSpread ? anywhere : site,
			at: time,
			target: actor,
			sentence: `${sentence} ${who}, last ${target}.`,
			evidence: [
				...evidenceOf(event),
				{ label: 'Reads in a quarter of an hour', text: String(Math.max(reads.count, all.count)) },
				{ label: 'Not read there usually', text: String(odd.distinct) },
			],
		},
	];
}

const sentenceOf = (all: Seen, odd: Seen): string | null => {
	if (odd.strange === 'distinct' || odd.strange === 'daily') return unusual[odd.strange](odd);
	return all.strange === 'distinct' || all.strange === 'count' ? here[all.strange](all) : null;
};

/** What the rotations under way at that time read. */
function accountedFor({ time }: AuditEvent, { input }: Look): Limits['allowed'] {
	const around = input.entries.filter(({ at }) => Math.abs(at - time) <= AROUND_MS);
	const keys = new Set(around.map(({ key }) => key)).size;
	return { count: keys * FOR_A_ROTATION.count, distinct: keys * FOR_A_ROTATION.distinct };
}
