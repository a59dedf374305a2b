import type { Host } from '../ports';
import { checksWithoutTime, clockFault, timed, withoutTime } from './clock';
import { lookDelegation } from './delegation/lookup';
import type { Facts } from './facts';
import { type Looked, notSeenOf, seen } from './finding';
import { checks } from './findings';
import { AGREEMENT_QUESTIONS, gatherAgreement } from './gather/agreement';
import { allOf, askPolicies, gatherApex, knownFirst } from './gather/apex';
import { comparedLookups, comparedSites } from './gather/compared';
import { DANGLING_QUESTIONS, gatherDangling } from './gather/dangling';
import { WISHES, gatherDnssec } from './gather/dnssec';
import { type Asked, openResolvers } from './gather/open';
import { type Approved, gatherCertificates, gatherRegistrar } from './gather/outside';
import { withoutZone } from './gather/unplaced';
import { ZONE_QUESTIONS, zoneOf } from './gather/zone';
import type { Lookups } from './lookup';
import { type MailOptions, gatherMail } from './mail/gather';
import { plainLookups } from './plain-lookups';
import { openBootstrap } from './registrar/bootstrap';
import { lookFree } from './registrar/free';
import { judgeAll } from './report/judge';
import { reportOf, reportOfNone } from './report/report';
import type { DomainReport } from './report/result';
import { type Known, compareWith } from './watch/approved-state';
import { wildcardOf } from './wildcard/lookup';
import { hex } from '../hex';
import { type Name, shown } from './wire/name';
import { TYPE } from './wire/types';

/** Who is asked, and what somebody told about the domain. */
export interface CheckOptions extends Asked {
	readonly mail?: MailOptions;
	readonly approved?: Approved;
	/** When the certificate logs could last be read, in ms since 1970; absent when nobody remembers. */
	readonly issuedLastSeen?: number;
	/** When each domain that something here leads to was first found free to register, in ms since 1970. */
	readonly freeSince?: ReadonlyMap<Name, number>;
	/** The state that was approved, and what earlier looks found different from it. */
	readonly known?: Known;
}

/** How many questions each purpose may ask of each of the two resolvers. What is over that is not checked, and told as such. */
const LIMITS = {
	/** SPF's ten, DMARC's walk of eight and four receivers of reports, six mail servers, keys at common selectors. */
	mail: 48,
	nameServers: 8,
	/** Who may issue certificates, looked for up to the root; whether a missing name is for sale; the IPv6 address of www. */
	above: 16,
} as const;

const LABEL_BYTES = 8;

/**
 * Checks one domain from outside: signatures, delegation, mail, certificates, registration. Never throws for what it
 * finds or cannot see; all of that stands in the report.
 */
export const checkDomain = async (...asked: Parameters<typeof lookAtDomain>): Promise<DomainReport> =>
	(await lookAtDomain(...asked)).report;

export interface DomainLook {
	readonly report: DomainReport;
	/** Domains that something here leads to and that anybody could register. */
	readonly free: ReadonlySet<Name>;
	/** False when there may be more of them. */
	readonly isFreeComplete: boolean;
}

/** The same, with what a later check wants to know of this one. */
export async function lookAtDomain(domain: Name, platform: Host, options: CheckOptions): Promise<DomainLook> {
	const { host, ahead } = timed(platform, domain);
	const { now, first, second, own, lookups: all, questions } = openResolvers(domain, host, options);
	const again = second.purse('zone', ZONE_QUESTIONS);
	const zoned = await zoneOf(domain, { own, lookups: all, again });
	if ('none' in zoned)
		return {
			report: reportOfNone(shown(domain), now, questions()),
			free: new Set(),
			isFreeComplete: false,
		};
	// Where nobody could look, the checks say so one by one.
	const zone = 'apex' in zoned ? zoned.apex : domain;
	const failed = 'failed' in zoned ? zoned.failed : null;
	const unplaced = 'failed' in zoned && zoned.unplaced ? zoned.failed : null;
	const placed = (lookups: Lookups) => (unplaced === null ? lookups : withoutZone(lookups, unplaced));
	const lookups = placed(all);
	const madeUp = [1, 2].map(() => `${hex(host.random(LABEL_BYTES))}.${domain}`);
	const plain = (purpose: string, limit: number) => ({
		first: plainLookups(first.purse(purpose, limit)),
		second: plainLookups(second.purse(purpose, limit)),
	});
	const madeUpNames = plain('made-up names', madeUp.length);
	// Asked by those who need them: what is left for the chain and the domain itself is enough below long endings, too.
	for (const name of madeUp) void madeUpNames.first.look(name, TYPE.A);
	const keyChanges = first.purse('key changes', WISHES.length);
	for (const type of WISHES) void keyChanges.ask(zone, type);
	askPolicies(domain, first);
	const apex = await gatherApex(domain, zone, madeUp, lookups);
	const both = (one: ReturnType<typeof plain>) =>
		knownFirst(apex, comparedLookups(one.first, one.second, domain));
	const asking = (purpose: string, limit: number) => both(plain(purpose, limit));
	const { known = null } = options;
	const extent = known === null ? 'checked' : 'watched';
	const comparing = plainLookups(second.purse('sensitive sets', AGREEMENT_QUESTIONS[extent]));
	// Before all else, so that what it asks of the second resolver is not paid for by others.
	const agreement = gatherAgreement(domain, zone, placed(plainLookups(own)), comparing, extent);

	const bootstrap = openBootstrap(host);
	const namesAbove = plain('names above', LIMITS.above);
	const above = both(namesAbove);
	const sites = knownFirst(apex, comparedSites(namesAbove.first, namesAbove.second));
	const looks: Looked<Name | null>[] = [];
	const free = async (missing: Name) => {
		const look = await lookFree(missing, above, host, bootstrap);
		looks.push(look);
		return look;
	};
	const random = both(madeUpNames);
	const wildcard = Promise.all(madeUp.map((name) => random.look(name, TYPE.A))).then(wildcardOf);
	const at = { ...apex, domain };
	const certificates = gatherCertificates(
		at,
		host,
		{ above, sites },
		options.approved,
		options.issuedLastSeen,
	);
	const danglingNames = plain('dangling names', DANGLING_QUESTIONS.names);
	const danglingTools = {
		lookups: both(danglingNames),
		each: danglingNames,
		// What an address is called makes a hint at most: one resolver is enough for that.
		reverse: plainLookups(first.purse('addresses', DANGLING_QUESTIONS.addresses)),
		host,
		free,
		freeSince: options.freeSince ?? new Map<Name, number>(),
	};
	const dangling = Promise.all([certificates, wildcard]).then(([certified, any]) =>
		gatherDangling(at, certified, any, danglingTools),
	);
	const nameServers = asking('name servers', LIMITS.nameServers);
	const delegation = nameServers
		.look(zone, TYPE.NS)
		.then((ns) => lookDelegation(seen(ns), nameServers, free));
	const found: Omit<Facts, 'approvedState' | 'clock'> = {
		domain,
		zone,
		now,
		apex,
		wildcard: await wildcard,
		addresses: [apex.a, apex.aaaa, apex.www].map((lookup) => ({ name: lookup.name, lookup: seen(lookup) })),
		...(await inParallel({
			dnssec: gatherDnssec(zone, allOf(apex), lookups, own),
			agreement,
			mail: gatherMail(domain, asking('mail', LIMITS.mail), { host, free }, options.mail),
			registrar: gatherRegistrar(zone, host, bootstrap, unplaced),
			delegation,
			certificates,
			dangling,
		})),
	};
	const clock = clockFault(ahead(), found.dnssec.own);
	const facts: Facts = {
		...found,
		clock,
		approvedState: compareWith(known, found, now, failed?.what ?? null),
	};
	return {
		report: judged(facts, questions()),
		free: new Set(looks.flatMap((look) => ('seen' in look && look.seen !== null ? [look.seen] : []))),
		isFreeComplete: notSeenOf([...looks, ...facts.dangling.candidates]).length === 0,
	};
}

/** Where the clock is wrong, nothing that reads it is judged. */
function judged(facts: Facts, questions: DomainReport['questions']): DomainReport {
	if (facts.clock === null) return reportOf(facts, judgeAll(checks, facts), questions);
	const unsure = withoutTime(facts);
	return reportOf(unsure, judgeAll(checksWithoutTime(checks, facts.clock.why), unsure), questions);
}

/** Waits for all of them at once, and gives what each of them is. */
async function inParallel<Work extends Readonly<Record<string, Promise<unknown>>>>(work: Work) {
	const pairs = await Promise.all(
		Object.entries(work).map(async ([name, each]) => [name, await each] as const),
	);
	return Object.fromEntries(pairs) as { [Key in keyof Work]: Awaited<Work[Key]> };
}
