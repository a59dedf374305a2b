import type { Host } from '../../ports';
import { lookIssuerRules } from '../certificates/caa';
import type { CertificateFacts } from '../certificates/facts';
import { lookIssued } from '../certificates/issued';
import { lookServed } from '../certificates/served';
import { leadsInside } from '../delegation/addresses';
import type { Facts } from '../facts';
import { notSeen } from '../finding';
import { type Lookup, type Lookups, isAbsent } from '../lookup';
import type { Bootstrap } from '../registrar/bootstrap';
import { lookRegistration } from '../registrar/lookup';
import type { Failure } from '../resolver';
import { type Name, shown } from '../wire/name';
import { TYPE } from '../wire/types';
import type { ApexFacts } from './apex';

/** What somebody approved before: companies that may issue certificates, and names that may be in them. */
export type Approved = CertificateFacts['approved'];

const NOBODY_SAID: Approved = { issuers: null, names: null };

/** `unplaced` is why nobody knows where the zone begins: of a name within one the registry knows nothing. */
export async function gatherRegistrar(
	zone: Name,
	host: Host,
	bootstrap: Bootstrap,
	unplaced: Failure | null = null,
): Promise<Facts['registrar']> {
	const [server, registration] = await Promise.all([
		bootstrap.serverOf(zone),
		unplaced === null ? lookRegistration(zone, host, bootstrap) : notSeen(unplaced.what),
	]);
	return { server, registration };
}

export async function gatherCertificates(
	{ a, aaaa, www, domain }: ApexFacts & { readonly domain: Name },
	host: Host,
	{ above, sites: addresses }: { readonly above: Lookups; readonly sites: Lookups },
	approved: Approved = NOBODY_SAID,
	issuedLastSeen: number | null = null,
): Promise<CertificateFacts> {
	const sitesOf = async () => {
		const sites = [
			{ name: domain, answers: [a, aaaa] },
			{ name: www.name, answers: await addressesOf(www.name, addresses) },
		].filter(({ answers }) => answers.some(({ records, failed }) => records.length > 0 || failed !== null));
		return await Promise.all(
			sites.map(async ({ name, answers }) => ({
				name,
				answers,
				outcome: await servedBy(name, answers, host),
			})),
		);
	};
	const [sites, issued, rules] = await Promise.all([
		sitesOf(),
		lookIssued(domain, host),
		lookIssuerRules(domain, above),
	]);
	return {
		served: sites.map(({ name, outcome }) => ({ name, outcome })),
		issued,
		issuedLastSeen,
		rules,
		live: sites
			.filter(({ answers }) => answers.some(({ records }) => records.length > 0))
			.map(({ name }) => name),
		approved,
	};
}

/** The second kind of address is only asked for where the first is missing. */
async function addressesOf(name: Name, lookups: Lookups): Promise<readonly Lookup[]> {
	const four = await lookups.look(name, TYPE.A);
	return isAbsent(four) ? [four, await lookups.look(name, TYPE.AAAA)] : [four];
}

async function servedBy(
	name: Name,
	answers: readonly Lookup[],
	host: Host,
): Promise<CertificateFacts['served'][number]['outcome']> {
	const failed = answers.find((answer) => answer.failed !== null)?.failed;
	if (failed != null && answers.every(({ records }) => records.length === 0))
		return notSeen(`where ${shown(name)} leads: ${failed.what}`);
	return leadsInside(answers)
		? notSeen('it leads to an address that is not public')
		: await lookServed(name, host);
}
