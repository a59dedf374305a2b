import type { Host } from '../../ports';
import { openEndpoint } from '../doh';
import type { Asked } from '../gather/open';
import type { Special } from '../hosts/host';
import type { Resolver } from '../resolver';
import type { DnsRecord } from '../wire/message';
import { type Name, isUnder } from '../wire/name';
import { RCODE, TYPE, typeName } from '../wire/types';
import { dataText } from '../zone-file/data';
import { withoutSerial } from './contents';

const TIMEOUT_MS = 4_000;
/** Sets of records that are asked of the first resolver; what is over that is not asked, and told. */
const MOST_SETS = 300;
/** Sets that the first answers otherwise, or not at all, are asked of the second: a resolver may still hold an old answer. */
const MOST_AGAIN = 60;
const AT_ONCE = 10;

/** What signing makes by itself, and what therefore differs at each look. */
const MADE_BY_SIGNING: ReadonlySet<number> = new Set([TYPE.RRSIG, TYPE.NSEC, TYPE.NSEC3, TYPE.NSEC3PARAM]);

/** How the live DNS compares with a file; sets are named as `name TYPE`. */
export interface Live {
	readonly equal: number;
	readonly different: readonly string[];
	/** With why, one clause each. */
	readonly unseen: readonly string[];
	/** With why nothing could follow from an answer. */
	readonly skipped: readonly string[];
}

interface Wanted {
	readonly name: Name;
	readonly type: number;
	readonly data: ReadonlySet<string>;
}

/** Asks for each set of records that the zone's own servers answer with exactly what they keep. TTLs are not compared. */
export async function compareLive(
	zone: Name,
	records: readonly DnsRecord[],
	special: readonly Special[],
	host: Host,
	{ endpoints }: Asked,
): Promise<Live> {
	const cuts = records.filter(({ name, type }) => name !== zone && (type === TYPE.NS || type === TYPE.DNAME));
	const sets = setsOf(records);
	const skipped: string[] = [];
	const wanted = sets.filter(({ name, type }) => {
		const why = reasonToSkip(name, type, cuts, special);
		if (why !== null) skipped.push(`${name} ${typeName(type)}: ${why}`);
		return why === null;
	});
	const first = openEndpoint(host, endpoints[0], TIMEOUT_MS).purse('restore check', MOST_SETS);
	const second = openEndpoint(host, endpoints[1], TIMEOUT_MS).purse('restore check', MOST_AGAIN);
	const found = await inTurns(wanted, async (set) => {
		const one = await compare(first, set);
		if (one === 'equal') return one;
		const other = await compare(second, set);
		return other === 'equal' || one !== 'different' ? other : one;
	});
	const named = found.map((outcome, index) => ({ outcome, set: nameOf(wanted[index] as Wanted) }));
	return {
		equal: found.filter((outcome) => outcome === 'equal').length,
		different: named.filter(({ outcome }) => outcome === 'different').map(({ set }) => set),
		unseen: named.flatMap(({ outcome, set }) =>
			typeof outcome === 'object' ? [`${set}: ${outcome.why}`] : [],
		),
		skipped,
	};
}

function setsOf(records: readonly DnsRecord[]): Wanted[] {
	const sets = new Map<string, { name: Name; type: number; data: Set<string> }>();
	for (const record of records) {
		const set = sets.get(`${record.name} ${record.type}`) ?? { ...record, data: new Set<string>() };
		set.data.add(textOf(record));
		sets.set(`${record.name} ${record.type}`, set);
	}
	return [...sets.values()];
}

const textOf = (record: DnsRecord): string => dataText(record.type, withoutSerial(record).data);

const nameOf = ({ name, type }: Wanted): string => `${name} ${typeName(type)}`;

function reasonToSkip(
	name: Name,
	type: number,
	cuts: readonly DnsRecord[],
	special: readonly Special[],
): string | null {
	if (MADE_BY_SIGNING.has(type)) return 'signing makes it';
	const other = special.find((each) => each.name === name && each.type === typeName(type));
	if (other !== undefined) return other.why;
	const below = cuts.some(
		(cut) => isUnder(name, cut.name) && (name !== cut.name || (cut.type === TYPE.NS && type !== TYPE.DS)),
	);
	return below ? 'other servers answer for it' : null;
}

async function compare(
	resolver: Resolver,
	{ name, type, data }: Wanted,
): Promise<'equal' | 'different' | { why: string }> {
	const { message, failed } = await resolver.ask(name, type);
	if (message === null) return { why: failed.what };
	if (message.rcode !== RCODE.NOERROR && message.rcode !== RCODE.NXDOMAIN)
		return { why: `its name servers gave no usable answer (code ${message.rcode})` };
	const answer = new Set(
		message.answer.filter((record) => record.name === name && record.type === type).map(textOf),
	);
	return answer.size === data.size && [...answer].every((text) => data.has(text)) ? 'equal' : 'different';
}

/** A few at a time: resolvers turn away who asks hundreds of things at once. */
async function inTurns<Item, Result>(
	items: readonly Item[],
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	for (let at = 0; at < items.length; at += AT_ONCE)
		results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
	return results;
}
