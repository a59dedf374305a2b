import type { Host } from '../../ports';
import { lookIssuerRules } from '../certificates/caa';
import type { CertificateFacts } from '../certificates/facts';
import { lookIssued } from '../certificates/issued';
import { lookServed } from '../certificates/served';
import { leadsInside } from '../delegation/addresses';
import type { Facts } from '../facts';
import { notSeen } from '../finding';
import type { Lookup, Lookups } from '../lookup';
import type { Bootstrap } from '../registrar/bootstrap';
import { lookRegistration } from '../registrar/lookup';
import type { Name } from '../wire/name';
import type { ApexFacts } from './apex';

/** What somebody approved before: companies that may issue certificates, and names that may be in them. */
export type Approved = CertificateFacts['approved'];

const NOBODY_SAID: Approved = { issuers: null, names: null };

export async function gatherRegistrar(
	zone: Name,
	host: Host,
	bootstrap: Bootstrap,
): Promise<Facts['registrar']> {
	const [server, registration] = await Promise.all([
		bootstrap.serverOf(zone),
		lookRegistration(zone, host, bootstrap),
	]);
	return { server, registration };
}

export async function gatherCertificates(
	{ a, aaaa, www, domain }: ApexFacts & { readonly domain: Name },
	host: Host,
	lookups: Lookups,
	approved: Approved = NOBODY_SAID,
	issuedLastSeen: number | null = null,
): Promise<CertificateFacts> {
	const sites = [
		{ name: domain, answers: [a, aaaa] },
		{ name: www.name, answers: [www] },
	].filter(({ answers }) => answers.some(({ records }) => records.length > 0));
	const [served, issued, rules] = await Promise.all([
		Promise.all(
			sites.map(async ({ name, answers }) => ({ name, outcome: await servedBy(name, answers, host) })),
		),
		lookIssued(domain, host),
		lookIssuerRules(domain, lookups),
	]);
	return { served, issued, issuedLastSeen, rules, live: sites.map(({ name }) => name), approved };
}

async function servedBy(
	name: Name,
	answers: readonly Lookup[],
	host: Host,
): Promise<CertificateFacts['served'][number]['outcome']> {
	return leadsInside(answers)
		? notSeen('it leads to an address that is not public')
		: await lookServed(name, host);
}
