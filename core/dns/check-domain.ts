import type { Host } from '../ports';
import { checksWithoutTime, clockFault, timed, withoutTime } from './clock';
import { lookDelegation } from './delegation/lookup';
import type { Facts } from './facts';
import { seen } from './finding';
import { checks } from './findings';
import { AGREEMENT_QUESTIONS, gatherAgreement } from './gather/agreement';
import { allOf, gatherApex, knownFirst } from './gather/apex';
import { DANGLING_QUESTIONS, gatherDangling } from './gather/dangling';
import { gatherDnssec } from './gather/dnssec';
import { type Asked, openResolvers } from './gather/open';
import { type Approved, gatherCertificates, gatherRegistrar } from './gather/outside';
import { zoneOf } from './gather/zone';
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

/** Who is asked, and what somebody told about the domain. */
export interface CheckOptions extends Asked {
	readonly mail?: MailOptions;
	readonly approved?: Approved;
	/** When the certificate logs could last be read, in ms since 1970; absent when nobody remembers. */
	readonly issuedLastSeen?: number;
	/** The state that was approved, and what earlier looks found different from it. */
	readonly known?: Known;
}

/** How many questions each purpose may ask of a resolver. What is over that is not checked, and told as such. */
const LIMITS = {
	/** SPF's ten, DMARC's walk of eight and four receivers of reports, six mail servers, keys at common selectors. */
	mail: 48,
	nameServers: 8,
	/** Who may issue certificates, looked for up to the root; and whether a missing name is for sale. */
	above: 10,
	dangling: DANGLING_QUESTIONS.names,
	addresses: DANGLING_QUESTIONS.addresses,
} as const;

const LABEL_BYTES = 8;

/**
 * Checks one domain from outside: signatures, delegation, mail, certificates, registration. Never throws for what it
 * finds or cannot see; all of that stands in the report.
 */
export async function checkDomain(
	domain: Name,
	platform: Host,
	options: CheckOptions,
): Promise<DomainReport> {
	const { host, ahead } = timed(platform);
	const { now, first, second, own, lookups, questions } = openResolvers(host, options);
	const zoned = await zoneOf(domain, own);
	if ('none' in zoned) return reportOfNone(shown(domain), now, questions());
	// Where nobody could look, the checks say so one by one.
	const zone = 'apex' in zoned ? zoned.apex : domain;
	const madeUp = [1, 2].map(() => `${hex(host.random(LABEL_BYTES))}.${domain}`);
	const apex = await gatherApex(domain, zone, madeUp, lookups);
	const asking = (purpose: string, limit: number) =>
		knownFirst(apex, plainLookups(first.purse(purpose, limit)));

	const bootstrap = openBootstrap(host);
	const above = asking('names above', LIMITS.above);
	const free = (missing: Name) => lookFree(missing, above, host, bootstrap);
	const wildcard = wildcardOf(apex.madeUp);
	const at = { ...apex, domain };
	const certificates = gatherCertificates(at, host, above, options.approved, options.issuedLastSeen);
	const danglingTools = {
		lookups: asking('dangling names', LIMITS.dangling),
		again: plainLookups(second.purse('dangling names', DANGLING_QUESTIONS.again)),
		reverse: asking('addresses', LIMITS.addresses),
		host,
		free,
	};
	const dangling = certificates.then((known) => gatherDangling(at, known, wildcard, danglingTools));
	const { known = null } = options;
	const extent = known === null ? 'checked' : 'watched';
	const comparing = second.purse('sensitive sets', AGREEMENT_QUESTIONS[extent]);
	const found: Omit<Facts, 'approvedState' | 'clock'> = {
		domain,
		zone,
		now,
		apex,
		wildcard,
		addresses: [apex.a, apex.aaaa, apex.www].map((lookup) => ({ name: lookup.name, lookup: seen(lookup) })),
		...(await inParallel({
			dnssec: gatherDnssec(zone, allOf(apex), lookups, own),
			agreement: gatherAgreement(domain, zone, own, comparing, extent),
			mail: gatherMail(domain, asking('mail', LIMITS.mail), host, options.mail),
			registrar: gatherRegistrar(zone, host, bootstrap),
			delegation: lookDelegation(seen(apex.ns), asking('name servers', LIMITS.nameServers), free),
			certificates,
			dangling,
		})),
	};
	const blind = 'failed' in zoned ? zoned.failed.what : null;
	const clock = clockFault(ahead(), found.dnssec.own);
	const facts: Facts = { ...found, clock, approvedState: compareWith(known, found, now, blind) };
	if (clock === null) return reportOf(facts, judgeAll(checks, facts), questions());
	const unsure = withoutTime(facts);
	return reportOf(unsure, judgeAll(checksWithoutTime(checks, clock.why), unsure), questions());
}

/** Waits for all of them at once, and gives what each of them is. */
async function inParallel<Work extends Readonly<Record<string, Promise<unknown>>>>(work: Work) {
	const pairs = await Promise.all(
		Object.entries(work).map(async ([name, each]) => [name, await each] as const),
	);
	return Object.fromEntries(pairs) as { [Key in keyof Work]: Awaited<Work[Key]> };
}
