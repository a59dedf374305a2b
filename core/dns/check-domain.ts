import type { Host } from '../ports';
import { openEndpoint, type Endpoint } from './doh';
import { type Anchor, ROOT_ANCHORS } from './dnssec/anchors';
import { openValidator } from './dnssec/validator';
import type { Facts } from './facts';
import { checks } from './findings';
import { gatherAgreement } from './gather/agreement';
import { allOf, gatherApex, knownFirst } from './gather/apex';
import { gatherDnssec } from './gather/dnssec';
import { zoneOf } from './gather/zone';
import { gatherMail, type MailOptions } from './mail/gather';
import { plainLookups } from './plain-lookups';
import { judgeAll } from './report/judge';
import { reportOf, reportOfNone } from './report/report';
import type { DomainReport } from './report/result';
import { hex } from './wire/bytes';
import { type Name, shown } from './wire/name';

/** Who is asked, and how much. */
export interface CheckOptions {
	readonly endpoints: readonly [first: Endpoint, second: Endpoint];
	/** Keys that are trusted to begin with; those of the root zone if nothing else is said. */
	readonly anchors?: readonly Anchor[];
	readonly mail?: MailOptions;
}

/** Chain, apex and fixed names. */
const OWN_QUESTIONS = 18;
const SENSITIVE_SETS = 9;
/** SPF's ten, DMARC's walk of eight and four receivers of reports, six mail servers, and keys at common selectors. */
const MAIL_QUESTIONS = 48;
const TIMEOUT_MS = 4_000;

/**
 * Checks one domain from outside: signatures, delegation, mail, certificates, registration. Never throws for what it
 * finds or cannot see; all of that stands in the report.
 */
export async function checkDomain(domain: Name, host: Host, options: CheckOptions): Promise<DomainReport> {
	const now = host.clock.now();
	const [first, second] = options.endpoints.map((endpoint) => openEndpoint(host, endpoint, TIMEOUT_MS)) as [
		ReturnType<typeof openEndpoint>,
		ReturnType<typeof openEndpoint>,
	];
	const own = first.purse('own names', OWN_QUESTIONS);
	const lookups = openValidator(own, { now, anchors: options.anchors ?? ROOT_ANCHORS });
	const questions = () =>
		[first, second].flatMap(({ id, spent }) => spent.map((each) => ({ resolver: id, ...each })));

	const found = await zoneOf(domain, own);
	if ('none' in found) return reportOfNone(shown(domain), now, questions());
	// Where nobody could look, the checks say so one by one.
	const zone = 'apex' in found ? found.apex : domain;
	const apex = await gatherApex(domain, zone, hex(host.random(8)), lookups);
	const mailLookups = knownFirst(apex, plainLookups(first.purse('mail', MAIL_QUESTIONS)));
	const [dnssec, agreement, mail] = await Promise.all([
		gatherDnssec(zone, allOf(apex), lookups, own),
		gatherAgreement(domain, zone, own, second.purse('sensitive sets', SENSITIVE_SETS)),
		gatherMail(domain, mailLookups, host, options.mail),
	]);
	const facts: Facts = { domain, zone, now, apex, dnssec, agreement, mail };
	return reportOf(facts, judgeAll(checks, facts), questions());
}
