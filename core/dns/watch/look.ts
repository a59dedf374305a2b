import type { Host } from '../../ports';
import { AGREEMENT_QUESTIONS, gatherAgreement } from '../gather/agreement';
import { askPolicies, gatherApex } from '../gather/apex';
import { type Asked, openResolvers } from '../gather/open';
import { gatherRegistrar } from '../gather/outside';
import { ZONE_QUESTIONS, zoneOf } from '../gather/zone';
import { plainLookups } from '../plain-lookups';
import { openBootstrap } from '../registrar/bootstrap';
import type { Name } from '../wire/name';
import { TYPE } from '../wire/types';
import { type Reader, blind, observe } from './snapshot';

/** Looks at what is watched of a domain, and at nothing else. Never throws for what it cannot see. */
export async function lookAtZone(domain: Name, host: Host, asked: Asked): Promise<Reader> {
	const { first, second, own, lookups } = openResolvers(domain, host, asked);
	const again = second.purse('zone', ZONE_QUESTIONS);
	const found = await zoneOf(domain, { own, lookups, again });
	// Without the zone's name, what belongs to the zone would be looked for in the wrong place and found missing.
	if ('failed' in found) {
		const { what } = found.failed;
		return () => blind(domain, what);
	}
	const zone = 'apex' in found ? found.apex : domain;
	askPolicies(domain, first);
	const apex = await gatherApex(domain, zone, [], lookups);
	const comparing = plainLookups(second.purse('sensitive sets', AGREEMENT_QUESTIONS.watched));
	const [ds, agreement, registrar] = await Promise.all([
		lookups.look(zone, TYPE.DS),
		gatherAgreement(domain, zone, plainLookups(own), comparing, 'watched'),
		gatherRegistrar(zone, host, openBootstrap(host)),
	]);
	return (approved) => observe({ domain, zone, apex, dnssec: { ds }, agreement, registrar }, approved);
}
