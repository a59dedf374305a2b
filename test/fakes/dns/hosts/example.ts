import type { HostedZone, Line } from './fake';

export const ZONE = 'example.org.';

const line = (name: string, type: string, content: string, ttl = 3_600): Line => ({
	name,
	type,
	ttl,
	content,
});

/** A zone with one of each thing that matters. */
export const exampleZone = (...more: readonly Line[]): HostedZone => ({
	name: ZONE,
	lines: [
		line(ZONE, 'SOA', 'ns1.example.net. host.example.net. 2026112401 86400 3600 2419200 3600'),
		line(ZONE, 'NS', 'ns1.example.net.'),
		line(ZONE, 'NS', 'ns2.example.net.'),
		line(ZONE, 'MX', '10 mail.example.org.'),
		line(ZONE, 'TXT', '"v=spf1 mx -all"'),
		line(ZONE, 'TXT', '"semi;colon" "and \\"quotes\\" \\\\ \\228"'),
		line(ZONE, 'CAA', '0 issue "letsencrypt.org"'),
		line(`mail.${ZONE}`, 'A', '192.0.2.20'),
		line(`mail.${ZONE}`, 'AAAA', '2001:db8::20'),
		line(`www.${ZONE}`, 'CNAME', ZONE),
		line(`*.wild.${ZONE}`, 'A', '192.0.2.30', 300),
		line(`_sip._tcp.${ZONE}`, 'SRV', '1 2 5060 sip.example.net.'),
		line(`sub.${ZONE}`, 'NS', 'ns.sub.example.org.'),
		line(`ns.sub.${ZONE}`, 'A', '192.0.2.53'),
		line(`s3cret-project.${ZONE}`, 'A', '192.0.2.99'),
		...more,
	],
});

export { line };
