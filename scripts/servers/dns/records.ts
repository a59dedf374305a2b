import type { Name } from '../../../core/dns/wire/name';
import { addresses, type Plan, tldName, zoneName } from './names';
import { type ZoneId, zoneIds, zoneOf } from './zones';

/** Texts of zones before they are signed (RFC 1035, section 5), with absolute names only. */

const TTL = '$TTL 300\n';
const soa = (zone: Name, server: Name): string =>
	`${zone} SOA ${server} host.${server} 1 3600 900 1209600 300\n${zone} NS ${server}\n`;

/** What stands in each of the zones, and with it one of each case: alias, wildcard, a name with nothing but names below. */
export function zoneText(plan: Plan, id: ZoneId): string {
	const zone = zoneName(plan, id);
	const lines = [
		`ns1.${zone} A ${addresses.zones}`,
		`${zone} A 192.0.2.10`,
		`${zone} MX 10 mail.${zone}`,
		`${zone} TXT "v=spf1 mx -all"`,
		`${zone} CAA 0 issue "letsencrypt.org"`,
		`mail.${zone} A 192.0.2.20`,
		`www.${zone} CNAME ${zone}`,
		`_dmarc.${zone} TXT "v=DMARC1; p=reject; rua=mailto:d@${zone.slice(0, -1)}"`,
		`*.wild.${zone} A 192.0.2.30`,
		`deep.ent.${zone} A 192.0.2.40`,
		`to-secure.${zone} CNAME mail.${zoneName(plan, 'good-p384')}`,
		`to-unsigned.${zone} CNAME mail.${zoneName(plan, 'unsigned')}`,
		`to-expired.${zone} CNAME mail.${zoneName(plan, 'expired')}`,
		`tree.${zone} DNAME ${zoneName(plan, 'good-ed25519')}`,
	];
	return `${TTL}${soa(zone, `ns1.${zone}`)}${lines.join('\n')}\n`;
}

/** The top-level domain: a delegation to each zone, and the DS records that there are. */
export function tldText(plan: Plan, ds: readonly string[]): string {
	const tld = tldName(plan);
	const delegations = zoneIds.map((id) => {
		const zone = zoneName(plan, id);
		const address = zoneOf(id).dead === true ? addresses.nobody : addresses.zones;
		return `${zone} NS ns1.${zone}\nns1.${zone} A ${address}\n`;
	});
	const own = `${soa(tld, `ns.${tld}`)}ns.${tld} A ${addresses.tld}\n`;
	return `${TTL}${own}${delegations.join('')}${ds.join('\n')}\n`;
}

export const ROOT_SERVER = 'ns.root-lab.';

export function rootText(plan: Plan, ds: readonly string[]): string {
	const tld = tldName(plan);
	const delegation = `${tld} NS ns.${tld}\nns.${tld} A ${addresses.tld}\n`;
	return `${TTL}${soa('.', ROOT_SERVER)}${ROOT_SERVER} A ${addresses.root}\n${delegation}${ds.join('\n')}\n`;
}

/** What a resolver starts from. */
export const hintsText = `. 3600000 NS ${ROOT_SERVER}\n${ROOT_SERVER} 3600000 A ${addresses.root}\n`;
