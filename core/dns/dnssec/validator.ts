import type { Lookup, Lookups, Verdict } from '../lookup';
import type { Failure, Resolver } from '../resolver';
import type { Message } from '../wire/message';
import { type Name, isUnder, nameBytes, shown } from '../wire/name';
import { RCODE, TYPE } from '../wire/types';
import { type Anchor, ROOT_ANCHORS } from './anchors';
import { aliasIn } from './aliases';
import { Budget, MAX_ALIASES } from './budget';
import { judgeAbsence, judgeSet } from './judge';
import { type RecordSets, setsOf } from './sets';
import { AT_APEX } from './signature';
import { noAnswer, worstOf } from './verdicts';
import { openZones } from './zones';

const MAX_NAME_BYTES = 255;

/**
 * Looks names up and validates every answer along the chain of keys from the anchors (RFC 4035, section 5). `now` is in
 * ms since 1970. What the resolver says of its own validation is not looked at. Questions of one name and type are
 * asked once; how many may be asked is the resolver's business.
 */
export function openValidator(
	resolver: Resolver,
	{ now, anchors = ROOT_ANCHORS }: { now: number; anchors?: readonly Anchor[] },
): Lookups {
	const zones = openZones(resolver, Math.floor(now / 1000), anchors);
	const looked = new Map<string, Promise<Lookup>>();
	return {
		look(name, type) {
			if (AT_APEX.has(type) || type === TYPE.DS) zones.mayBeginAt(name);
			const key = `${type} ${name}`;
			const known = looked.get(key) ?? follow(name, type);
			looked.set(key, known);
			return known;
		},
	};

	async function follow(name: Name, type: number): Promise<Lookup> {
		const budget = new Budget();
		const verdicts: Verdict[] = [];
		const aliases: Name[] = [];
		const end = (found: Partial<Lookup>): Lookup => ({
			name,
			type,
			failed: null,
			rcode: RCODE.NOERROR,
			records: [],
			...found,
			aliases,
			verdict: worstOf(verdicts),
		});
		let at = name;
		for (let asked: Name | null = null, page: Page | null = null; ;) {
			if (page === null) {
				const { message, failed } = await resolver.ask(at, type);
				if (failed !== null) {
					verdicts.push(noAnswer(at, failed.what));
					return end({ failed });
				}
				const { rcode } = message;
				if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN) {
					const what = `${resolver.host} could not find out about ${shown(at)} (code ${rcode})`;
					verdicts.push(noAnswer(at, what));
					return end({ rcode });
				}
				asked = at;
				page = pageOf(message);
			}
			const set = page.answer.get(at, type);
			if (set !== undefined) {
				const { verdict, ttl } = await judgeSet(zones, set, page.authority, budget);
				verdicts.push(verdict);
				return end({ records: set.records.map((record) => ({ ...record, ttl })) });
			}
			const alias = type === TYPE.CNAME ? null : aliasIn(page.answer, at);
			if (alias === null) {
				// An answer about an alias need not say anything of where it leads.
				if (at !== asked && !isAnswered(page, at)) {
					page = null;
					continue;
				}
				verdicts.push(await judgeAbsence(zones, page.message, at, type, budget));
				return end({ rcode: page.message.rcode });
			}
			verdicts.push((await judgeSet(zones, alias.set, page.authority, budget)).verdict);
			const failed = problemWith(alias.target, [name, ...aliases]);
			if (failed !== null) {
				verdicts.push(noAnswer(at, failed.what));
				return end({ failed });
			}
			at = alias.target;
			aliases.push(at);
		}
	}
}

interface Page {
	readonly message: Message;
	readonly answer: RecordSets;
	readonly authority: RecordSets;
}

const pageOf = (message: Message): Page => ({
	message,
	answer: setsOf(message.answer),
	authority: setsOf(message.authority),
});

/** A negative answer carries the SOA record of the zone that gives it (RFC 2308, section 3). */
const isAnswered = ({ authority }: Page, name: Name): boolean =>
	authority.ofType(TYPE.SOA).some((soa) => isUnder(name, soa.name));

function problemWith(target: Name, before: readonly Name[]): Failure | null {
	const [first = target] = before;
	const failed = (what: string): Failure => ({ kind: 'unreadable', what });
	if (before.includes(target)) return failed(`the aliases of ${shown(first)} lead in a circle`);
	if (before.length > MAX_ALIASES) return failed(`${shown(first)} has too many aliases`);
	if (nameBytes(target).length > MAX_NAME_BYTES)
		return failed(`an alias of ${shown(first)} is too long a name`);
	return null;
}
