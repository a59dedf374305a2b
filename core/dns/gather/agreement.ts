import { type Looked, notSeen, seen } from '../finding';
import type { Reply, Resolver } from '../resolver';
import { hex } from '../../hex';
import type { Name } from '../wire/name';
import { TYPE } from '../wire/types';

/** What both resolvers were asked, and where their answers differ. */
export interface Agreement {
	readonly compared: number;
	readonly differences: readonly Difference[];
}

export interface Difference {
	readonly name: Name;
	readonly type: number;
}

/** The sets that decide who speaks for a domain, and where it is. */
const OF_ZONE = [TYPE.NS, TYPE.DS, TYPE.DNSKEY];
const OF_DOMAIN = [TYPE.MX, TYPE.CAA, TYPE.A, TYPE.AAAA, TYPE.TXT];

/** Asks a second resolver for the sensitive sets and compares them with what the first one says. */
export async function gatherAgreement(
	domain: Name,
	zone: Name,
	first: Resolver,
	second: Resolver,
): Promise<Looked<Agreement>> {
	const questions = [
		...OF_ZONE.map((type) => ({ name: zone, type })),
		...OF_DOMAIN.map((type) => ({ name: domain, type })),
		{ name: `_dmarc.${domain}`, type: TYPE.TXT },
	];
	const pairs = await Promise.all(
		questions.map(async ({ name, type }) => ({
			name,
			type,
			replies: await Promise.all([first.ask(name, type), second.ask(name, type)]),
		})),
	);
	const unseen = pairs.flatMap(({ replies }) => replies).find(({ failed }) => failed !== null)?.failed;
	if (unseen) return notSeen(`two resolvers are compared, and ${unseen.what}`);
	return seen({
		compared: pairs.length,
		differences: pairs
			.filter(({ type, replies: [a, b] }) => setOf(a, type) !== setOf(b, type))
			.map(({ name, type }) => ({ name, type })),
	});
}

/** What an answer says, in a form that two answers share when they say the same. */
function setOf({ message }: Reply, type: number): string {
	const records = message?.answer.filter((record) => record.type === type) ?? [];
	return [message?.rcode, ...records.map(({ name, data }) => `${name} ${hex(data)}`).sort()].join('\n');
}
