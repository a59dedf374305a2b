import { hex } from '../../hex';
import { type Looked, notSeen, seen } from '../finding';
import type { Reply, Resolver } from '../resolver';
import type { Message } from '../wire/message';
import type { Name } from '../wire/name';
import { TYPE } from '../wire/types';

/** One question that both resolvers were asked, and how their answers compare. */
export interface Compared {
	readonly name: Name;
	readonly type: number;
	readonly outcome: Looked<Likeness>;
}

export interface Likeness {
	/** The same records of the type, or the same absence. */
	readonly records: boolean;
	/** The same alias at the name, or none at both. */
	readonly alias: boolean;
	/** Each gave records of the type. */
	readonly bothHave: boolean;
}

/** The sets that decide who speaks for a domain, and where it is. */
const OF_ZONE = [TYPE.NS, TYPE.DS, TYPE.DNSKEY];
const OF_DOMAIN = [TYPE.MX, TYPE.CAA, TYPE.A, TYPE.AAAA, TYPE.TXT];
/** Those that every check compares; and with those that only a watched domain needs besides. */
export const AGREEMENT_QUESTIONS = { checked: 9, watched: 11 } as const;

/** Asks a second resolver for the sensitive sets and compares them with what the first one says. */
export async function gatherAgreement(
	domain: Name,
	zone: Name,
	first: Resolver,
	second: Resolver,
	extent: keyof typeof AGREEMENT_QUESTIONS,
): Promise<readonly Compared[]> {
	const ofWatched = [
		{ name: `www.${domain}`, type: TYPE.A },
		{ name: `_mta-sts.${domain}`, type: TYPE.TXT },
	];
	const questions = [
		...OF_ZONE.map((type) => ({ name: zone, type })),
		...OF_DOMAIN.map((type) => ({ name: domain, type })),
		{ name: `_dmarc.${domain}`, type: TYPE.TXT },
		...(extent === 'watched' ? ofWatched : []),
	];
	return await Promise.all(
		questions.map(async ({ name, type }) => {
			const replies = await Promise.all([first.ask(name, type), second.ask(name, type)]);
			return { name, type, outcome: likeness(name, type, replies) };
		}),
	);
}

function likeness(name: Name, type: number, [a, b]: readonly [Reply, Reply]): Looked<Likeness> {
	if (a.message === null) return notSeen(`two resolvers are compared, and ${a.failed.what}`);
	if (b.message === null) return notSeen(`two resolvers are compared, and ${b.failed.what}`);
	const both = [a.message, b.message] as const;
	const isSame = (of: (message: Message) => string) => of(both[0]) === of(both[1]);
	return seen({
		records: isSame((message) => setOf(message, type)),
		alias: isSame(({ answer }) =>
			answer
				.filter((record) => record.type === TYPE.CNAME && record.name === name)
				.map(({ data }) => hex(data))
				.join(),
		),
		bothHave: both.every(({ answer }) => answer.some((record) => record.type === type)),
	});
}

/** What an answer says, in a form that two answers share when they say the same. */
function setOf({ answer, rcode }: Message, type: number): string {
	const records = answer.filter((record) => record.type === type);
	return [rcode, ...records.map(({ name, data }) => `${name} ${hex(data)}`).sort()].join('\n');
}
