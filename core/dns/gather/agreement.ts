import { type Looked, notSeen, seen } from '../finding';
import type { Lookup, Lookups } from '../lookup';
import type { Name } from '../wire/name';
import { TYPE } from '../wire/types';
import { bothHave, isSamePath, isSameSet } from './compared';

/** One question that both resolvers were asked, and how their answers compare. */
export interface Compared {
	readonly name: Name;
	readonly type: number;
	readonly outcome: Looked<Likeness>;
}

export interface Likeness {
	/** The same records of the type, or the same absence. */
	readonly records: boolean;
	/** The same aliases as far as they are the domain's own, or none at both. */
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
	first: Lookups,
	second: Lookups,
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
			const answers = await Promise.all([first.look(name, type), second.look(name, type)]);
			return { name, type, outcome: likeness(answers, domain) };
		}),
	);
}

function likeness([one, other]: readonly [Lookup, Lookup], domain: Name): Looked<Likeness> {
	const failed = one.failed ?? other.failed;
	if (failed !== null) return notSeen(`two resolvers are compared, and ${failed.what}`);
	return seen({
		records: isSameSet(one, other),
		alias: isSamePath(one, other, domain),
		bothHave: bothHave(one, other),
	});
}
